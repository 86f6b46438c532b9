import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EMPTY_LEDGER, formatLedger, LEDGER_FILE } from '../../src/show/ledger/ledger.ts'
import { nextLedger } from '../../src/show/ledger/next-ledger.ts'
import { writeId3 } from '../../src/speech/write-id3.ts'
import { makeFolder } from '../support/folder.ts'
import { openBlog, readBlog } from '../support/open-blog.ts'
import { silentMp3, silentSeconds } from '../support/silence.ts'
import { postText } from '../support/small-blog.ts'

const FRAMES = 500

/** A recording with two chapters of its own, the second of this title. */
function chaptered(title: string): Buffer {
  const chapters = [
    { start: 0, title: 'Ebb' },
    { start: 5, title },
  ]
  const tag = { title: 'Tides', artist: null, album: null, picture: null, chapters, source: '' }
  return Buffer.concat([writeId3({ ...tag, seconds: silentSeconds(FRAMES) }), silentMp3(FRAMES)])
}

test.each([
  { replacedBy: null, chapters: ['Ebb', 'Flood'] },
  { replacedBy: 'Flood', chapters: ['Ebb', 'Flood'] },
  { replacedBy: 'Storm', chapters: [] },
])(
  'a lost recording keeps its own chapters, not those of one in its place: $replacedBy',
  async ({ replacedBy, chapters }) => {
    const published = chaptered('Flood')
    const folder = await makeFolder({
      'sidecast.yml': 'title: Tides\nlanguage: en\nartwork: { make: no }\n',
      '2026-01-05-tides.md': postText('Tides', 'tides.mp3'),
      'tides.mp3': published,
    })
    const { composition } = await readBlog(await openBlog(folder), { settle: 0 })
    if (composition === null) throw new Error('expected a show')
    const options = { now: new Date('2026-06-01T12:00:00Z'), settled: true }
    const ledger = nextLedger(composition, EMPTY_LEDGER, options)
    await writeFile(join(folder, LEDGER_FILE), formatLedger(ledger))
    if (replacedBy !== null) {
      await writeFile(join(folder, 'tides.mp3'), chaptered(replacedBy))
      await readBlog(await openBlog(folder), { settle: 0 })
    }
    await rm(join(folder, 'tides.mp3'))
    const { show } = await readBlog(await openBlog(folder), { settle: 0 })
    const [episode] = show?.episodes ?? []
    expect(episode?.audio.bytes).toBe(published.length)
    expect(episode?.chapters.map(({ title }) => title)).toEqual(chapters)
  },
)
