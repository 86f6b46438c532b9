import { mkdir, mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatProblem } from '../../src/base/problem.ts'
import type { Ledger } from '../../src/show/ledger/ledger.ts'
import {
  LEDGER_FILE,
  formatLedger,
  parseLedger,
  readLedger,
  writeLedger,
} from '../../src/show/ledger/ledger.ts'

const LEDGER: Ledger = {
  showGuid: '917393e3-1b1e-5cef-ace4-edaa54e1f810',
  feeds: [{ kind: 'category', name: 'Sea', path: '/feeds/sea.xml', guid: 'c' }],
  entries: ['b', 'a'].map((name, index) => ({
    guid: name,
    file: `${name}.md`,
    slug: name,
    link: `/episodes/${name}/`,
    title: name.toUpperCase(),
    published: `2025-01-0${2 - index}T00:00:00.000Z`,
    first: null,
    audio: {
      url: `/audio/${name}.mp3`,
      bytes: 9,
      seconds: 1.5,
      type: 'audio/mpeg',
      how: 'scan',
      hash: 'f',
      etag: null,
    },
    text: null,
  })),
}

/** With a chapter that begins with the recording. */
const CHAPTERED: Ledger = {
  ...LEDGER,
  entries: LEDGER.entries.map((entry, index) => ({
    ...entry,
    audio: { ...entry.audio, ...(index === 0 && { chapters: [{ start: 0, title: 'Ebb' }] }) },
  })),
}

const temporary = (): Promise<string> => mkdtemp(join(tmpdir(), 'sidecast-ledger-'))

describe('the ledger', () => {
  test('reads back what it wrote, sorted by publication', () => {
    const read = parseLedger(formatLedger(LEDGER))
    expect(read.showGuid).toBe(LEDGER.showGuid)
    expect(read.entries.map(({ guid }) => guid)).toEqual(['a', 'b'])
    expect(formatLedger(read)).toBe(formatLedger(LEDGER))
  })

  test('keeps chapters, one that begins with the recording, too', () => {
    const [, entry] = parseLedger(formatLedger(CHAPTERED)).entries
    expect(entry?.audio).toMatchObject({ chapters: [{ start: 0, title: 'Ebb' }] })
  })

  test('is written whole, once, and without leftovers', async () => {
    const folder = await temporary()
    expect(await writeLedger(folder, LEDGER)).toBe(true)
    expect(await writeLedger(folder, LEDGER)).toBe(false)
    expect(await readdir(folder)).toEqual([LEDGER_FILE])
    expect(await readFile(join(folder, LEDGER_FILE), 'utf8')).toBe(formatLedger(LEDGER))
  })

  test('that an editor has saved with a byte order mark is read, and stays as it is', async () => {
    const folder = await temporary()
    await writeFile(join(folder, LEDGER_FILE), `\uFEFF${formatLedger(LEDGER)}`)
    const { ledger, problems } = await readLedger(folder)
    expect(problems).toEqual([])
    expect(ledger && formatLedger(ledger)).toBe(formatLedger(LEDGER))
  })

  test('that is missing is empty', async () => {
    expect(await readLedger(await temporary())).toEqual({
      ledger: { showGuid: null, feeds: [], entries: [] },
      problems: [],
    })
  })

  test.each([
    { text: '{\n  "version": 1,\n  "episodes": [\n    {,\n', line: 4, what: 'expected JSON' },
    { text: '', line: 1, what: 'expected JSON' },
    ...['<<<<<<< HEAD', '=======', '>>>>>>> main'].map((mark) => ({
      text: `{\n  "version": 1,\n${mark}\n  "episodes": []\n}\n`,
      line: 3,
      what: 'a merge was not finished here; keep the episodes of both sides, and remove the marks',
    })),
    { text: '[]', line: null, what: 'expected a JSON object with "version" and "episodes"' },
    {
      text: '{"version": 3, "episodes": []}',
      line: null,
      what: 'expected version 1 or 2, got 3; a newer Sidecast wrote it',
    },
    {
      text: '{"version": 1, "episodes": [{}]}',
      line: null,
      what: 'episodes[0].guid: expected text, got nothing',
    },
    {
      text: formatLedger(LEDGER).replace('"bytes": 9', '"bytes": 0'),
      line: null,
      what: 'episodes[0].audio.bytes: expected a number above 0 or null, got 0',
    },
    {
      text: formatLedger(LEDGER).replace('"seconds": 1.5', '"seconds": -1'),
      line: null,
      what: 'episodes[0].audio.seconds: expected a number above 0 or null, got -1',
    },
    {
      text: formatLedger(CHAPTERED).replace('"start": 0', '"start": -1'),
      line: null,
      what: 'episodes[1].audio.chapters[0].start: expected seconds, got -1',
    },
  ])('that is broken ($what) is an error and never an empty one', async ({ text, line, what }) => {
    const folder = await temporary()
    await writeFile(join(folder, LEDGER_FILE), text)
    const { ledger, problems } = await readLedger(folder)
    expect(ledger).toBeNull()
    expect(problems.map(formatProblem)).toEqual([
      `${LEDGER_FILE}${line === null ? '' : `:${line}`}: this ledger cannot be read (${what}); it has the guids known to subscribers; restore it from version control, or correct the line named`,
    ])
    expect(problems[0]?.severity).toBe('error')
  })

  test('that the system does not let be read is an error that says why', async () => {
    const folder = await temporary()
    await mkdir(join(folder, LEDGER_FILE))
    const { ledger, problems } = await readLedger(folder)
    expect(ledger).toBeNull()
    expect(problems.map(formatProblem)).toEqual([
      `${LEDGER_FILE}: this ledger has the guids known to subscribers, and cannot be read: it is a folder; replace it with a file`,
    ])
  })
})
