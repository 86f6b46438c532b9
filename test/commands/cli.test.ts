import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../../src/commands/commands.ts'
import { sampleOf } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { CLI, sidecast, sidecastProcess } from '../support/program.ts'
import { smallBlog } from '../support/small-blog.ts'

describe('help', () => {
  test('of the program names every command and gives examples', async () => {
    const { code, stdout, stderr } = await sidecastProcess(['--help'])
    expect([code, stderr]).toEqual([0, ''])
    for (const { name } of COMMANDS) expect(stdout).toContain(`\n  ${name} `)
    expect(stdout).toContain('Examples:\n  sidecast serve')
  })

  test.each(sampleOf(COMMANDS.map(({ name }) => name)))(
    'of %s names its options and gives examples',
    async (name) => {
      const { code, stdout } = await sidecast([name, '--help'])
      expect(code).toBe(0)
      const command = COMMANDS.find((one) => one.name === name)
      for (const { flags } of command?.options ?? []) expect(stdout).toContain(flags)
      for (const example of command?.examples ?? []) expect(stdout).toContain(example)
    },
  )
})

describe('wrong usage ends with 2 and a sentence', () => {
  const wrong: readonly { readonly args: readonly string[]; readonly says: string }[] = [
    { args: [], says: 'Usage: sidecast' },
    { args: ['lst'], says: "error: unknown command 'lst'\n(Did you mean list?)" },
    { args: ['list', '--jsn'], says: "error: unknown option '--jsn'\n(Did you mean --json?)" },
    { args: ['frobnicate'], says: "'frobnicate'\n(all commands: sidecast --help)" },
    { args: ['list', '--port', '1'], says: "'--port'\n(--port is an option of serve)" },
    { args: ['serve', '--out=x'], says: "'--out=x'\n(--out is an option of build)" },
    { args: ['list', '--zzz'], says: "'--zzz'\n(all options: sidecast list --help)" },
    { args: ['probe'], says: "error: missing required argument 'source'" },
    {
      args: ['list', 'no-such-folder'],
      says: 'sidecast: folder "no-such-folder" does not exist; name the folder that contains the posts, e.g. my-blog',
    },
    {
      args: ['list', 'package.json'],
      says: 'sidecast: "package.json" is a file; name the folder that contains the posts',
    },
    {
      args: ['list', 'episodes', '--base-url', 'example.org'],
      says: 'sidecast: --base-url: expected a URL such as https://podcast.example.org, got "example.org"',
    },
    {
      args: ['serve', '--port', '70000'],
      says: 'sidecast: --port: expected a number from 0 to 65535, got "70000"',
    },
    { args: ['build'], says: 'sidecast: --out: name the folder to write to, e.g. --out dist' },
    {
      args: ['adopt', 'no-such-feed.xml'],
      says: 'sidecast: cannot read the feed "no-such-feed.xml"; name a file, or a URL with https://',
    },
    {
      args: ['adopt', 'package.json'],
      says: 'sidecast: package.json: expected an RSS feed, got something else',
    },
  ]
  test.each(sampleOf(wrong))('sidecast $args', async ({ args, says }) => {
    const { code, stdout, stderr } = await sidecast(args)
    expect(stderr).toContain(says)
    expect(stderr).not.toContain('    at ')
    expect([code, stdout]).toEqual([2, ''])
  })
})

const nothing = [
  { name: 'SIDECAST_JSON', value: 'false' },
  { name: 'SIDECAST_JSON', value: '0' },
  { name: 'SIDECAST_BASE_URL', value: '' },
]
test.each(sampleOf(nothing, ({ name }) => name))(
  '$name=$value in the environment says nothing',
  async ({ name, value }) => {
    const folder = await makeFolder(smallBlog())
    const { code, stdout } = await sidecastProcess(['list', folder], { [name]: value })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Tides: 2 episodes\n/)
  },
)

test('every option can come from the environment', async () => {
  const folder = await makeFolder(smallBlog())
  const { stdout } = await sidecastProcess(['list', folder, '--json'], {
    SIDECAST_BASE_URL: 'https://podcast.example.org/x',
  })
  expect((JSON.parse(stdout) as { show: { feedUrl: string } }).show.feedUrl).toBe(
    'https://podcast.example.org/x/feed.xml',
  )
})

test.each([['list', 'episodes', '--json', '--offline'], ['completion', 'bash'], ['--help']])(
  '%s ends without a word where nobody reads what it prints',
  async (...args) => {
    const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    const ended = new Promise((resolve) => child.once('close', resolve))
    child.stdout.destroy()
    expect(await text(child.stderr)).toBe('')
    expect(await ended).toBe(0)
  },
)
