import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolder } from '../support/folder.ts'
import { sidecast } from '../support/program.ts'
import { silentMp3 } from '../support/silence.ts'
import { blocksOf, README } from './pages.ts'
import { commandLinesOf } from './command-lines.ts'

test('the README leads a blog from nothing to a feed that can be deployed', async () => {
  const [settings = '', post = ''] = blocksOf(README)
    .filter(({ language }) => language === 'yaml')
    .map(({ code }) => code)
  const folder = await makeFolder({
    '_config.yml':
      'title: Slow Notes\ndescription: Notes.\nurl: https://www.example.org\nlang: en\n',
    '_posts/2026-05-04-tides.md': `${post}\nHardly any of the future is for sale.\n`,
    'audio/tides.mp3': silentMp3(),
  })
  const lines = commandLinesOf(README)
    // The rest goes on for ever, or asks other hosts.
    .filter(([name, ...rest]) => name !== 'serve' && !rest.some((word) => word.includes('://')))
    .map((words) => words.map((word) => (word === '.' ? folder : word)))
  expect(lines.map(([name]) => name)).toEqual(['init', 'list', 'check', 'build'])
  for (const [name = '', ...words] of lines) {
    const args = words.map((word) => (word.startsWith('_site') ? join(folder, word) : word))
    const { code, stderr } = await sidecast([name, ...args])
    expect({ name, code, stderr: code === 0 ? '' : stderr }).toEqual({ name, code: 0, stderr: '' })
    if (name === 'init') await settle(join(folder, 'sidecast.yml'), settings)
  }
  const feed = await readFile(join(folder, '_site/podcast/feed.xml'), 'utf8')
  expect(feed).toContain('href="https://www.example.org/podcast/feed.xml" rel="self"')
  expect(feed).toContain('<enclosure url="https://www.example.org/audio/tides.mp3" length="41700"')
  expect(existsSync(join(folder, 'sidecast.ledger.json'))).toBe(true)
})

/** Puts the lines of the README in the place of those that `init` has commented out. */
async function settle(file: string, settings: string): Promise<void> {
  // The cover is the author's own picture, without which one is drawn.
  const chosen = settings.split('\n').filter((line) => /^(?:category|owner|base_url):/.test(line))
  await writeFile(file, `${await readFile(file, 'utf8')}\n${chosen.join('\n')}\n`)
}
