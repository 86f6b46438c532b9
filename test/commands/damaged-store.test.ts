import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { addFiles, makeFolder } from '../support/folder.ts'
import { sidecast, type Ended } from '../support/program.ts'
import { silentMp3 } from '../support/silence.ts'
import { smallBlog } from '../support/small-blog.ts'
import { sampleOf } from '../support/extent.ts'

const FILE = '.sidecast/results/recordings.json'
const TOLD = `! ${FILE} is damaged`

interface Stored {
  readonly kind: string
  readonly entries: Readonly<Record<string, { readonly done: Record<string, unknown> }>>
}

let whole: string
let listed: Ended

/** A blog whose store says what it is given. */
async function blogWith(store: string | Buffer): Promise<string> {
  const folder = await makeFolder(smallBlog())
  await addFiles(folder, { [FILE]: store })
  return folder
}

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sidecast-test-'))
  await addFiles(folder, smallBlog())
  listed = await sidecast(['list', folder, '--offline'])
  whole = await readFile(join(folder, FILE), 'utf8')
  return () => rm(folder, { recursive: true })
})

/** The store with the result of the moon laid over with these. */
function over(result: Record<string, unknown>, done: Record<string, unknown> = {}): string {
  const { kind, entries } = JSON.parse(whole) as Stored
  const moon = entries['moon.mp3']?.done
  const old = moon?.['result']
  const laid = { ...moon, ...done, result: Object.assign({}, old, result) }
  return JSON.stringify({
    kind,
    entries: { ...entries, 'moon.mp3': { done: laid, tried: null } },
  }).replaceAll('"HUGE"', '1e999')
}

const DAMAGES: readonly { readonly what: string; readonly store: () => string | Buffer }[] = [
  { what: 'is truncated', store: () => whole.slice(0, -100) },
  { what: 'is empty', store: () => '' },
  { what: 'is an array', store: () => '[1, 2]' },
  { what: 'has null entries', store: () => '{"entries":{"moon.mp3":null}}' },
  { what: 'has a length that is a text', store: () => over({ seconds: '60' }) },
  { what: 'has a chapter that is null', store: () => over({ chapters: [null] }) },
  {
    what: 'has a title that is a number',
    store: () => over({ chapters: [{ start: 0, title: 7 }] }),
  },
  { what: 'has a length beyond all numbers', store: () => over({ seconds: 'HUGE' }) },
  { what: 'has a length of a million years', store: () => over({ seconds: 3e13 }) },
  { what: 'has a size with more digits than there are', store: () => over({ bytes: 1e300 }) },
  { what: 'has a length that was no number', store: () => over({ seconds: Number.NaN }) },
  { what: 'is of an hour beyond all', store: () => over({}, { at: 'HUGE' }) },
  { what: 'is nested deeply', store: () => '{"entries":'.repeat(50_000) },
  { what: 'begins with a byte order mark', store: () => `\uFEFF${whole}` },
  { what: 'is binary', store: () => silentMp3(3) },
]

const linesOf = (text: string): readonly string[] => text.split('\n').filter(Boolean)

describe('a store that is damaged is told in one line, and all is measured again', () => {
  test.each(sampleOf(DAMAGES))('by list: it $what', async ({ store }) => {
    const folder = await blogWith(store())
    const { code, stdout, stderr } = await sidecast(['list', folder, '--offline'])
    expect(linesOf(stderr).filter((line) => line.startsWith(TOLD))).toHaveLength(1)
    expect(linesOf(stderr).filter((line) => !line.startsWith(TOLD))).toEqual(linesOf(listed.stderr))
    expect([code, stdout]).toEqual([listed.code, listed.stdout])
    expect((await sidecast(['list', folder, '--offline'])).stderr).toBe(listed.stderr)
  })

  test.each(sampleOf(DAMAGES.filter((_, index) => index % 4 === 0)))(
    'by build: it $what',
    async ({ store }) => {
      const folder = await blogWith(store())
      const out = join(await makeFolder(), 'site')
      const { code, stdout, stderr } = await sidecast(['build', folder, '--out', out])
      expect(code).toBe(0)
      expect(stdout).toContain('Tides: 2 episodes')
      expect(linesOf(stderr).filter((line) => line.startsWith(TOLD))).toHaveLength(1)
      expect(stderr).not.toMatch(/\n {4}at /)
      expect(await readFile(join(out, 'feed.xml'), 'utf8')).toContain(
        `length="${silentMp3(50).length}"`,
      )
    },
  )
})

test('what is kept twice under one key is no damage', async () => {
  const { entries } = JSON.parse(whole) as Stored
  const twice = whole.replace(
    '"entries":{',
    `"entries":{"moon.mp3":${JSON.stringify(entries['tides.mp3'])},`,
  )
  const folder = await blogWith(twice)
  expect(await sidecast(['list', folder, '--offline'])).toEqual(listed)
})
