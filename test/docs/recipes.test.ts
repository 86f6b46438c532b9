import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import type { Command } from '../../src/commands/command.ts'
import { COMMANDS } from '../../src/commands/commands.ts'
import { loadSettings } from '../../src/settings/load-settings.ts'

const ROOT = join(import.meta.dirname, '../..')
const RECIPES = join(ROOT, 'docs/recipes')

const manifest: {
  readonly engines: { readonly node: string }
  readonly bin: Readonly<Record<string, string>>
} = JSON.parse(read('package.json'))

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

function longName({ flags }: Command['options'][number]): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags
}

/** What is wrong with the words after `sidecast`; empty where nothing is. */
function faultsOf(words: readonly string[]): readonly string[] {
  const [name = '', ...rest] = words
  const command = COMMANDS.find((one) => one.name === name)
  if (command === undefined) return [`there is no command "${name}"`]
  const known = command.options.map(longName)
  return rest
    .filter((word) => word.startsWith('--') && !known.includes(word))
    .map((word) => `"${name}" has no option ${word}`)
}

/** Each command line of the program in the recipes, and where it stands. */
const LINES = globSync('**/*.{md,yml}', { cwd: RECIPES }).flatMap((file) =>
  [
    ...readFileSync(join(RECIPES, file), 'utf8').matchAll(
      /(?:npx|docker run .*?) sidecast ([a-z][^`"\n]*)/gm,
    ),
  ].map(([, line = '']) => ({ file, line })),
)

describe('the recipes', () => {
  test('are all told of', async () => {
    const entries = await readdir(RECIPES, { withFileTypes: true })
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => `${name}/`)
    const linked = [...read('docs/recipes/README.md').matchAll(/\]\(([^)]*\/)\)/g)]
    expect(new Set(linked.map(([, folder]) => folder))).toEqual(new Set(folders))
  })

  test('lead to files that are there', () => {
    const broken = globSync('**/*.md', { cwd: RECIPES }).flatMap((file) => {
      const targets = [
        ...readFileSync(join(RECIPES, file), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)\)/g),
      ]
      const here = dirname(join(RECIPES, file))
      return targets.flatMap(([, target = '']) =>
        globSync(join(here, target)).length === 0 ? { file, target } : [],
      )
    })
    expect(broken).toEqual([])
  })

  test.each(LINES)('give "$line" in $file as the program takes it', ({ line }) => {
    expect(faultsOf(line.split(/\s+/))).toEqual([])
  })

  test('have command lines of the program', () => {
    expect(LINES.length).toBeGreaterThan(8)
  })

  test.each(globSync('*/sidecast.yml', { cwd: RECIPES }))(
    'have good settings in %s',
    async (file) => {
      const { settings, problems } = await loadSettings(dirname(join(RECIPES, file)))
      // What the config of a blog says, a recipe need not say.
      expect(problems.filter(({ rule }) => rule !== 'settings/missing')).toEqual([])
      expect(settings?.baseUrl).toBe('https://www.example.org/podcast/')
    },
  )
})

describe('the workflow for GitHub', () => {
  test('has jobs whose steps are well-formed, on a Node that the program runs on', () => {
    const { jobs } = load(read('docs/recipes/github-actions/podcast.yml')) as {
      jobs: Record<string, { needs?: string; steps: Record<string, unknown>[] }>
    }
    expect(Object.keys(jobs)).toEqual(['build', 'deploy'])
    for (const { needs, steps } of Object.values(jobs)) {
      expect(needs === undefined || needs in jobs).toBe(true)
      for (const step of steps) expect('uses' in step).not.toBe('run' in step)
    }
    const setup = jobs['build']?.steps.find(({ uses }) => String(uses).includes('setup-node'))
    expect(setup).toMatchObject({ with: { 'node-version': majorOfTests() } })
  })
})

function majorOfTests(): number {
  return Number(process.versions.node.split('.')[0])
}

describe('the Dockerfile', () => {
  const instructions = read('Dockerfile')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const)
  const all = (name: string): readonly string[] =>
    instructions.flatMap(([word, rest]) => (word === name ? rest : []))

  test('runs a command of the package, by the name that npm gives it', () => {
    const [entry] = all('ENTRYPOINT').map((words) => JSON.parse(words) as string[])
    expect(entry).toEqual(Object.keys(manifest.bin))
    const [command] = all('CMD').map((words) => JSON.parse(words) as string[])
    expect(faultsOf(command ?? [])).toEqual([])
    expect(command).toContain(all('VOLUME')[0])
  })

  test('sets variables that the program reads, and opens its port', () => {
    const serve = COMMANDS.find(({ name }) => name === 'serve')
    const variables = serve?.options.map(
      (option) => `SIDECAST_${longName(option).slice(2).replaceAll('-', '_').toUpperCase()}`,
    )
    for (const line of all('ENV')) expect(variables).toContain(line.split('=')[0])
    const port = serve?.options.find(({ flags }) => flags.startsWith('--port'))?.fallback
    expect(all('EXPOSE')).toEqual([port])
    expect(all('HEALTHCHECK')[0]).toContain(`http://127.0.0.1:${port}/healthz`)
  })

  test('stands on the Node that the tests run on', () => {
    const images = all('FROM').map((line) => line.split(' ')[0])
    expect(new Set(images)).toEqual(new Set([`node:${majorOfTests()}-slim`]))
  })

  test('has a health check that tells a server that is well from one that is not', async () => {
    const [line = ''] = all('HEALTHCHECK')
    const [command = '', ...words] = JSON.parse(line.slice(line.indexOf('['))) as string[]
    let status = 200
    const server = createServer((_, response) => response.writeHead(status).end()).listen(0)
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const args = words.map((word) => word.replace(':3000', `:${port}`))
    const check = (): Promise<number | null> =>
      new Promise((resolve) => spawn(command, args).once('close', resolve))
    expect(await check()).toBe(0)
    status = 503
    expect(await check()).toBe(1)
    server.close()
    server.closeAllConnections()
    expect(await check()).toBe(1)
  })
})
