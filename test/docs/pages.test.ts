import { existsSync, globSync, statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../../src/commands/commands.ts'
import { parsePost } from '../../src/posts/parse-post.ts'
import { formatProblem } from '../../src/base/problem.ts'
import { FRAME } from '../../src/render/pages/embed-page.ts'
import { loadSettings } from '../../src/settings/load-settings.ts'
import { PLAIN_RULES } from '../posts/plain-rules.ts'
import { makeFolder } from '../support/folder.ts'
import { commandLinesOf, complaintsAbout, wordsOf } from './command-lines.ts'
import {
  anchorsOf,
  blocksOf,
  linksOf,
  type Page,
  PAGES,
  proseOf,
  README,
  readPage,
  ROOT,
} from './pages.ts'

const SOURCES = new Set(
  globSync('{src,test,public}/**/*.*', { cwd: ROOT }).map((file) => basename(file)),
)

describe('the README', () => {
  test('is short', () => {
    expect(Buffer.byteLength(README.text)).toBeLessThanOrEqual(8 * 1024)
  })

  test('comes to the first command within one screen', () => {
    const before = README.text.slice(0, README.text.indexOf('```sh'))
    expect(before.split('\n').length).toBeLessThanOrEqual(24)
  })

  test('leads to every other page', () => {
    const reached = new Set<string>()
    const visit = (page: Page): void => {
      if (reached.has(page.file)) return
      reached.add(page.file)
      for (const { file } of linksOf(page)) {
        const next = PAGES.find((other) => other.file === file)
        if (next !== undefined) visit(next)
      }
    }
    visit(README)
    expect(PAGES.map(({ file }) => file).filter((file) => !reached.has(file))).toEqual([])
  })
})

describe.each(PAGES)('$file', (page) => {
  test('has only links that lead somewhere', () => {
    const broken = linksOf(page).filter(({ file, anchor }) => {
      if (!existsSync(join(ROOT, file))) return true
      if (anchor === '' || extname(file) !== '.md') return false
      return !anchorsOf(readPage(file)).includes(anchor)
    })
    expect(broken).toEqual([])
  })

  test('names only files that are there', () => {
    const prose = proseOf(page)
    const paths = [...prose.matchAll(/`((?:src|test|public|docs|episodes)\/[^`\s*<…]+\.\w+)`/g)]
    const missing = paths
      .map(([, file = '']) => file)
      .filter((file) => !existsSync(join(ROOT, file)))
    const names = [...prose.matchAll(/`([a-z-]+(?:\.test)?\.(?:ts|css))`/g)].map(
      ([, name = '']) => name,
    )
    expect([...missing, ...names.filter((name) => !SOURCES.has(name))]).toEqual([])
  })

  test('names only scripts that package.json has', () => {
    const { scripts }: { scripts: object } = JSON.parse(readPage('package.json').text)
    const named = [...page.text.matchAll(/npm (?:run (?:-s )?([\w:]+)|(start|test)\b)/g)].map(
      ([, run, short]) => run ?? short ?? '',
    )
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([])
  })

  test('gives command lines that the program understands', () => {
    expect(commandLinesOf(page).flatMap(complaintsAbout)).toEqual([])
  })

  test('names no command or option that the program does not have', () => {
    const lines = [...proseOf(page).matchAll(/`(?:npx )?sidecast ([a-z]+)([^`]*)`/g)]
    const wrong = lines.filter(([, name = '', rest = '']) => {
      const command = COMMANDS.find((one) => one.name === name)
      const options = ['--help', ...(command?.options.map(({ flags }) => flags) ?? [])]
      const given = [...rest.matchAll(/--[a-z-]+/g)].map(([option]) => option)
      return (
        command === undefined ||
        given.some((option) => !options.some((flags) => flags.split(' ')[0] === option))
      )
    })
    expect(wrong.map(([line]) => line)).toEqual([])
  })

  test('gives settings that the program takes', async () => {
    for (const { code } of blocksOf(page).filter(isSettings)) {
      const { problems } = await loadSettings(await makeFolder({ 'sidecast.yml': code }))
      const wrong = problems.filter(({ rule }) => /^settings\/(?:syntax|key|value)$/.test(rule))
      expect(wrong.map(formatProblem)).toEqual([])
    }
  })

  test('gives posts that the program understands', () => {
    for (const { code } of blocksOf(page).filter(isPost)) {
      const { problems, post } = parsePost('post.md', code, PLAIN_RULES)
      expect(problems.map(formatProblem)).toEqual([])
      expect(post).not.toBeNull()
    }
  })
})

function isSettings({ language, code }: { language: string; code: string }): boolean {
  return language === 'yaml' && code.startsWith('# sidecast.yml')
}

function isPost({ language, code }: { language: string; code: string }): boolean {
  return ['yaml', 'markdown', 'toml'].includes(language) && /^(?:---|\+\+\+)\n/.test(code)
}

test('the command lines of the docs are found', () => {
  expect(PAGES.flatMap(commandLinesOf).length).toBeGreaterThan(20)
  expect(complaintsAbout(['serve', '--prot', '80'])).not.toEqual([])
  expect(complaintsAbout(['served'])).not.toEqual([])
  expect(wordsOf('check "my blog" --format json > out.json # all')).toEqual([
    'check',
    'my blog',
    '--format',
    'json',
  ])
})

describe('the pictures', () => {
  const pictures = globSync('docs/pictures/*', { cwd: ROOT })

  test.each(pictures)('%s is small and shown', (file) => {
    expect(statSync(join(ROOT, file)).size).toBeLessThan(150 * 1024)
    expect(PAGES.flatMap(linksOf).map((link) => link.file)).toContain(file)
  })

  test('are two in the README', () => {
    const shown = linksOf(README).filter(({ file }) => file.startsWith('docs/pictures/'))
    expect(shown.length).toBeGreaterThanOrEqual(2)
  })
})

function variables(source: string): readonly string[] {
  return [...new Set([...source.matchAll(/--sidecast-[a-z-]+/g)].map(([name]) => name))].toSorted()
}

test('the page on architecture names every room', () => {
  const { text } = readPage('docs/architecture.md')
  const rooms = globSync('src/*/', { cwd: ROOT }).map((room) => basename(room))
  expect(rooms.length).toBeGreaterThan(5)
  expect(rooms.filter((room) => !text.includes(`| \`${room}/\` |`))).toEqual([])
})

describe('the page on embedding', () => {
  const { text } = readPage('docs/embed.md')
  const script = ['player', 'read-along-here']
    .map((name) => readPage(`public/${name}.js`).text)
    .join('')

  test('names the variables by which the element takes its looks', () => {
    expect(variables(text)).toEqual(variables(script))
  })

  test('gives the frame the size that the pages give it', () => {
    expect(text).toContain(`width="${FRAME.width}" height="${FRAME.height}"`)
  })
})
