import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const SOURCE = join(import.meta.dirname, '../src')

/** How far right a room is; a module imports from its own room and from rooms further left. */
const ROOMS: Readonly<Record<string, number>> = {
  posts: 0,
  audio: 0,
  artwork: 0,
  show: 1,
  render: 2,
  site: 3,
  check: 3,
  commands: 4,
  'cli.ts': 5,
  'index.ts': 5,
  'express.ts': 5,
  'audio.ts': 5,
  'old-node.ts': 5,
  'bin.ts': 6,
}

/** The one place that may know each outside thing. */
const OWNERS: Readonly<Record<string, string>> = {
  express: 'site/',
  chokidar: 'site/',
  podcast: 'render/',
  '@remix-run/html-template': 'render/',
  'lean-qr': 'render/',
  'lean-qr/extras/svg': 'render/',
  'js-yaml': 'posts/',
  'smol-toml': 'posts/',
  unified: 'posts/',
  'remark-parse': 'posts/',
  'remark-gfm': 'posts/',
  'remark-rehype': 'posts/',
  'rehype-raw': 'posts/',
  'rehype-sanitize': 'posts/',
  'rehype-stringify': 'posts/',
  'spdx-license-ids/index.json': 'posts/',
  commander: 'cli.ts',
  uuid: 'show/',
  feedsmith: 'show/',
  'temporal-polyfill': 'posts/',
  'any-ascii': 'posts/',
  entities: 'posts/',
  'music-metadata': 'audio/',
  sharp: 'artwork/',
  culori: 'artwork/',
  harfbuzzjs: 'artwork/',
  'bidi-js': 'artwork/',
  'woff2-encoder/decompress': 'artwork/',
  '@rgrove/parse-xml': 'check/',
  parse5: 'check/',
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

  test('has one owner for each outside thing', () => {
    const outside = imports.filter(({ target }) => !/^(?:\.|node:)/.test(target))
    expect(outside.length).toBeGreaterThan(Object.keys(OWNERS).length)
    const wrong = outside.filter(({ file, target }) => !file.startsWith(OWNERS[target] ?? 'nobody'))
    expect(wrong).toEqual([])
  })

  test('keeps process and console in the command line', () => {
    const users = files.filter(
      (file) =>
        !['cli.ts', 'bin.ts'].includes(file) &&
        /\b(process|console)\./.test(readFileSync(join(SOURCE, file), 'utf8')),
    )
    expect(users).toEqual([])
  })

  test('has no heaps', () => {
    const heaps = /(^|\/)(utils?|helpers?|types)\.ts$|\/index\.ts$/
    expect(files.filter((file) => heaps.test(file))).toEqual([])
  })
})
