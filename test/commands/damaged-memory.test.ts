import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { id3Chapter, id3Title, id3v2 } from '../audio/corpus/tags.ts'
import { randomBytes } from '../audio/corpus/recipe.ts'
import { giveRecording, startServer } from '../audio/support/recording-server.ts'
import { TALK } from '../audio/support/talk.ts'
import { EVERYTHING } from '../support/extent.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { sidecast } from '../support/program.ts'
import { silentMp3 } from '../support/silence.ts'
import { postText, smallBlog } from '../support/small-blog.ts'

/** What a machine remembers of a folder; git ignores it, and anything may have happened to it. */
const MEMORY = '.sidecast'

/** A file of that memory. */
interface Damage {
  readonly what: string
  readonly make: (text: string) => string | Uint8Array
}

/** Writes JSON anew with each value changed that lies deeper than where the entries are listed. */
function deep(change: (value: unknown) => unknown): Damage['make'] {
  return entries((entry) =>
    JSON.parse(JSON.stringify(entry), (key, value: unknown) =>
      key === '' ? value : change(value),
    ),
  )
}

/** The same for each entry: what is told of a file, two levels deep. */
function entries(change: (entry: unknown) => unknown): Damage['make'] {
  return (text) => {
    const memory = Object.entries(JSON.parse(text) as Readonly<Record<string, object>>)
    const changed = memory.map(([key, listed]) => [
      key,
      isLeaf(listed)
        ? listed
        : Object.fromEntries(Object.entries(listed).map(([name, entry]) => [name, change(entry)])),
    ])
    return JSON.stringify(Object.fromEntries(changed))
  }
}

const isLeaf = (value: unknown): boolean => typeof value !== 'object' || value === null

const DAMAGES: readonly Damage[] = [
  { what: 'cut off in its midst', make: (text) => text.slice(0, text.length / 2) },
  { what: 'empty', make: () => '' },
  { what: 'binary', make: () => randomBytes(5000, 1) },
  { what: 'of zeros, as after a crash', make: (text) => new Uint8Array(text.length) },
  { what: 'behind a byte order mark', make: (text) => `\ufeff${text}` },
  { what: 'in UTF-16', make: (text) => Buffer.from(text, 'utf16le') },
  { what: 'deeper than a stack', make: () => '['.repeat(500_000) },
  { what: 'there twice over', make: (text) => text + text },
  {
    what: 'one with every key twice',
    make: (text) => text.replaceAll(/"(\w+)":/g, '"$1":null,"$1":'),
  },
  { what: 'null', make: () => 'null' },
  { what: 'a list', make: (text) => `[${text}]` },
  { what: 'a list of entries', make: () => '{"version":1,"entries":[null,1]}' },
  { what: 'one of entries that are null', make: entries(() => null) },
  { what: 'one of entries that are empty', make: entries(() => ({})) },
  { what: 'one of entries that are lists', make: entries((entry) => [entry]) },
  {
    what: 'one of lists of null',
    make: deep((value) => (Array.isArray(value) ? [null] : value)),
  },
  {
    what: 'one of lists of empty objects',
    make: deep((value) => (Array.isArray(value) ? [{}] : value)),
  },
  {
    what: 'one of texts for lists',
    make: deep((value) => (Array.isArray(value) ? 'none' : value)),
  },
  {
    what: 'one of null for all that is one value',
    make: deep((value) => (isLeaf(value) ? null : value)),
  },
  {
    what: 'one of objects for all that is one value',
    make: deep((value) => (isLeaf(value) ? { toString: 1 } : value)),
  },
  {
    what: 'one of texts for numbers',
    make: deep((value) => (typeof value === 'number' ? '7' : value)),
  },
  {
    what: 'one of numbers for texts',
    make: deep((value) => (typeof value === 'string' ? 7 : value)),
  },
  {
    what: 'one of huge numbers',
    make: deep((value) => (typeof value === 'number' ? Number.MAX_VALUE : value)),
  },
  {
    what: 'one of negative numbers',
    make: deep((value) => (typeof value === 'number' ? -value - 0.5 : value)),
  },
  {
    what: 'one of paths that lead out of it',
    make: deep((value) => (typeof value === 'string' ? '../../../nothing' : value)),
  },
]

/** A show with every kind of thing that is remembered, and its address on the network. */
let master: string
beforeAll(async () => {
  const server = await startServer(giveRecording(TALK, { etag: '"1"' }))
  master = await mkdtemp(join(tmpdir(), 'sidecast-test-'))
  const chapters = [0, 1].map((second) =>
    id3Chapter(`c${second}`, second * 1000, id3Title(`Part ${second}`)),
  )
  const cover = sharp({ create: { width: 1500, height: 1600, channels: 3, background: 'teal' } })
  await addFiles(master, {
    ...smallBlog(),
    'sidecast.yml': String(smallBlog()['sidecast.yml'])
      .replace('make: no', 'make: yes')
      .concat('audio: { private_networks: yes }\n'),
    'cover.jpg': await cover.jpeg().toBuffer(),
    'tides.mp3': Buffer.concat([id3v2({ content: Buffer.concat(chapters) }), silentMp3(100)]),
    '2026-05-04-tides.md': postText('Tides', '[tides.mp3, again.mp3]'),
    'again.mp3': silentMp3(101),
    '2026-05-18-far.md': postText('Far', `${server.url}/far.mp3`),
  })
  const { code, stderr } = await sidecast(['build', master, '--out', join(master, 'dist')])
  if (code !== 0) throw new Error(`the build ended with ${code}: ${stderr}`)
  return async () => {
    await server.close()
    await rm(master, { recursive: true })
  }
})

/** The files of JSON in the memory of a folder. */
async function memoriesOf(folder: string): Promise<readonly string[]> {
  const paths = await readdir(join(folder, MEMORY), { recursive: true })
  return paths.filter((path) => path.endsWith('.json')).map((path) => join(folder, MEMORY, path))
}

/** What the program says of a copy of the show whose memory was changed. */
async function outcomes(change: (folder: string) => Promise<void>): Promise<unknown> {
  const folder = await makeFolder()
  await cp(master, folder, { recursive: true, preserveTimestamps: true })
  await change(folder)
  const list = await sidecast(['list', folder, '--json'])
  const build = await sidecast(['build', folder, '--out', join(folder, 'dist')])
  expect(list.stderr + build.stderr).not.toMatch(/^\s+at |TypeError|RangeError/m)
  const { episodes } = JSON.parse(list.stdout) as { episodes: readonly { guid: string }[] }
  return { list: list.code, build: build.code, guids: episodes.map(({ guid }) => guid) }
}

async function expectFirstDay({ make }: Damage): Promise<void> {
  const damaged = await outcomes(async (folder) => {
    for (const path of await memoriesOf(folder)) {
      await writeFile(path, make(await readFile(path, 'utf8')))
    }
  })
  expect(damaged).toEqual(await firstDay())
}

describe('list and build do as on the first day where each file of the memory is', () => {
  test.runIf(EVERYTHING)('as it was', async () => {
    const remembered = await outcomes(async (folder) => {
      const texts = await Promise.all(
        (await memoriesOf(folder)).map((path) => readFile(path, 'utf8')),
      )
      // A chapter, an entity tag, a second form of a recording, and a picture.
      for (const known of ['Part 1', '"\\"1\\""', 'again.mp3', 'JPEG']) {
        expect(texts.join('\n')).toContain(known)
      }
    })
    expect(remembered).toEqual(await firstDay())
  })

  test.runIf(EVERYTHING).each(DAMAGES)('$what', expectFirstDay)

  test.runIf(EVERYTHING)('a folder', async () => {
    const damaged = await outcomes(async (folder) => {
      for (const path of await memoriesOf(folder)) {
        await rm(path)
        await mkdir(path)
      }
    })
    expect(damaged).toEqual(await firstDay())
  })
})

let first: Promise<unknown> | null = null

/** What the program says where there is no memory. */
function firstDay(): Promise<unknown> {
  first ??= outcomes((folder) => rm(join(folder, MEMORY), { recursive: true }))
  return first
}
