import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const SOURCE = join(import.meta.dirname, '../src')

/** How far right a room is; a module imports from its own room and from rooms further left. */
const ROOMS: Readonly<Record<string, number>> = {
  base: 0,
  net: 1,
  stats: 1,
  posts: 1,
  audio: 2,
  artwork: 2,
  speech: 2.5,
  settings: 3,
  jobs: 3,
  show: 4,
  render: 5,
  site: 6,
  check: 6,
  commands: 7,
  'command-line.ts': 8,
  'cli.ts': 9,
  'index.ts': 8,
  'express.ts': 8,
  'audio.ts': 8,
  'old-node.ts': 8,
  'bin.ts': 10,
}

/** How many rooms may know of how many others, all together: each arrow more is one way less to change one alone. */
const MOST_ARROWS = 40

/**
 * The one place that may know each outside thing, '' for what everybody may; of HTML one room makes
 * trees, one finds faults.
 */
const OWNERS: Readonly<Record<string, string | RegExp>> = {
  'p-limit': '',
  valibot: 'jobs/',
  express: 'site/',
  '@aws-sdk/client-s3': 'site/publish/',
  podcast: 'render/',
  '@remix-run/html-template': /^(?:render|stats)\//,
  isbot: 'stats/',
  'lean-qr': 'render/',
  'lean-qr/extras/svg': 'render/',
  '#public/words.js': 'posts/',
  '#public/cover.js': 'render/',
  'js-yaml': 'posts/',
  'smol-toml': 'posts/',
  'markdown-it': 'posts/',
  'markdown-it-cjk-friendly': 'posts/',
  'markdown-it-deflist': 'posts/',
  'markdown-it-mark': 'posts/',
  'spdx-license-ids/index.json': 'posts/',
  commander: 'command-line.ts',
  pino: 'commands/',
  feedsmith: 'show/',
  'temporal-polyfill': 'posts/',
  'any-ascii': 'posts/',
  franc: 'posts/',
  entities: 'posts/',
  '@node-rs/crc32': 'base/',
  'music-metadata': 'audio/',
  'mpg123-decoder': 'audio/',
  'wasm-media-encoders': 'jobs/',
  sharp: 'artwork/',
  culori: 'base/',
  harfbuzzjs: 'artwork/',
  'bidi-js': 'artwork/',
  'woff2-encoder/decompress': 'artwork/',
  '@rgrove/parse-xml': /^(?:check|site)\//,
  parse5: /^(?:posts|check)\//,
}

/** Who may read files by their names, and which. */
const READERS: Readonly<Record<string, string>> = {
  'base/content-door.ts': 'what may go out: it is the door',
  'jobs/find-cover.ts': 'pictures that init proposes as the cover',
  'settings/config-file.ts': "the author's settings, which say what may go out",
  'show/ledger/ledger.ts': 'the ledger',
  'show/announced.ts': 'who was told of which feed',
  'show/listeners.ts': 'who may listen to a private show',
  'jobs/write-recording.ts': 'recordings of ours and their posts, which it writes anew',
  'jobs/result-files.ts': 'what this machine has found out',
  'show/folder/post-to-speak.ts': 'posts that are to be spoken',
  'jobs/kept-file.ts': 'what was worked out at an earlier start',
  'show/folder/published-posts.ts': 'copies of posts that were published',

  'artwork/fonts.ts': 'the fonts of our packages',
  'site/export-file.ts': 'what an export wrote before',
  'site/public-files.ts': 'scripts of our own',
  'site/export-manifest.ts': 'what an export wrote before',
}

interface Import {
  readonly file: string
  readonly target: string
}

const files = globSync('**/*.ts', { cwd: SOURCE }).toSorted()
const imports: readonly Import[] = files.flatMap((file) => {
  const text = readFileSync(join(SOURCE, file), 'utf8')
  const found = text.matchAll(
    /^(?:import|export)\b[^'"]*?from\s+['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]\)/gm,
  )
  return [...found].map((match) => ({ file, target: match[1] ?? match[2] ?? '' }))
})

function roomOf(file: string): string {
  return file.split('/')[0] ?? ''
}

/** Which room imports from which, types alone included; the files outside are the doors of the house. */
const arrows: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [...new Set(files.map(roomOf))]
    .filter((room) => !room.endsWith('.ts'))
    .map((room) => {
      const targets = imports
        .filter(({ file, target }) => roomOf(file) === room && target.startsWith('.'))
        .map(({ file, target }) => roomOf(join(file, '..', target)))
      return [room, new Set(targets.filter((target) => target !== room))]
    }),
)

/** All rooms that a room depends on in the end. */
function roomsBelow(room: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  for (const below of arrows.get(room) ?? []) {
    if (seen.has(below)) continue
    seen.add(below)
    roomsBelow(below, seen)
  }
  return seen
}

describe('the house', () => {
  test('has only the rooms of the plan', () => {
    expect(files.map(roomOf).filter((room) => !Object.hasOwn(ROOMS, room))).toEqual([])
  })

  test('lets data flow one way: a module imports only from its own room or from one to the left', () => {
    const wrong = imports.filter(({ file, target }) => {
      if (!target.startsWith('.')) return false
      const to = roomOf(join(file, '..', target))
      const from = roomOf(file)
      return to !== from && !((ROOMS[to] ?? 99) < (ROOMS[from] ?? -1))
    })
    expect(wrong).toEqual([])
  })

  test('has no circle between rooms, and few arrows', () => {
    expect([...arrows.keys()].filter((room) => roomsBelow(room).has(room))).toEqual([])
    const all = [...arrows].flatMap(([from, targets]) =>
      [...targets].map((to) => `${from} > ${to}`),
    )
    expect(all.length > MOST_ARROWS ? all.toSorted() : []).toEqual([])
    expect(all).toContain('commands > site')
  })

  test('has one owner for each outside thing', () => {
    const outside = imports.filter(({ target }) => !/^(?:\.|node:)/.test(target))
    expect(outside.length).toBeGreaterThan(Object.keys(OWNERS).length)
    const wrong = outside.filter(({ file, target }) => {
      const owner = OWNERS[target] ?? 'nobody'
      return typeof owner === 'string' ? !file.startsWith(owner) : !owner.test(file)
    })
    expect(wrong).toEqual([])
  })

  test('reads what may go out by one door', () => {
    const readers = files.filter((file) => {
      const text = readFileSync(join(SOURCE, file), 'utf8')
      const taken = [...text.matchAll(/^import\s*\{([^}]*)\}\s*from 'node:fs(?:\/promises)?'/gm)]
      return (
        /^(?:base|jobs|settings|show|artwork|site)\//.test(file) &&
        taken.some(([, names = '']) => /\b(?:readFile|open|createReadStream|copyFile)/.test(names))
      )
    })
    expect(readers).toEqual(Object.keys(READERS).toSorted())
  })

  test('keeps process and console in the command line', () => {
    const users = files.filter(
      (file) =>
        !['command-line.ts', 'bin.ts'].includes(file) &&
        /\b(process|console)\./.test(readFileSync(join(SOURCE, file), 'utf8')),
    )
    expect(users).toEqual([])
  })

  test('has no heaps', () => {
    const heaps = /(^|\/)(utils?|helpers?|types)\.ts$|\/index\.ts$/
    expect(files.filter((file) => heaps.test(file))).toEqual([])
  })
})
