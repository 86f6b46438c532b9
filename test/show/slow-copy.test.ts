import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { encode } from '../audio/corpus/encode.ts'
import { makeFolder, addFiles } from '../support/folder.ts'
import { openBlog, readBlog, type ReadBlog } from '../support/open-blog.ts'
import { silentMp3 } from '../support/silence.ts'

const NOW = new Date('2026-06-01T12:00:00Z')
const FRAMES = 200
const SETTLE = 20

/** An MP3 whose first frame tells how many follow. */
function headered(frames = FRAMES): Buffer {
  const first = silentMp3(1)
  first.write('Info', 4 + 17, 'latin1')
  first.writeUInt32BE(1, 4 + 17 + 4)
  first.writeUInt32BE(frames, 4 + 17 + 8)
  return Buffer.concat([first, silentMp3(frames)])
}

/** A blog with one episode that is out, and one whose recording is written by the tests. */
function blog(audio = 'sun.mp3'): Record<string, string | Uint8Array> {
  return {
    'sidecast.yml': 'title: Tides\nbase_url: https://podcast.example.org\n',
    '2026-05-04-tides.md': '---\ntitle: Tides\naudio: tides.mp3\n---\n\nText.\n',
    'tides.mp3': headered(),
    '2026-05-18-sun.md': `---\ntitle: Sun\naudio: ${audio}\n---\n\nText.\n`,
  }
}

function partial({ problems }: ReadBlog): readonly string[] {
  return problems.flatMap(({ rule, message }) => (rule === 'recording/partial' ? [message] : []))
}

describe('a recording that is copied slowly', () => {
  test('is held back in each pause, though nothing is written then, and let out whole', async () => {
    const folder = await makeFolder(blog())
    const opened = await openBlog(folder)
    const whole = headered()
    const piece = Math.ceil(whole.length / 4)
    await writeFile(join(folder, 'sun.mp3'), whole.subarray(0, piece))
    for (let at = piece; at < whole.length; at += piece) {
      await wait(SETTLE * 3)
      const paused = await readBlog(opened, { now: new Date(), settle: SETTLE })
      expect(paused.titles).toEqual(['Tides'])
      expect(partial(paused)).toEqual([expect.stringContaining('its end is missing')])
      await appendFile(join(folder, 'sun.mp3'), whole.subarray(at, at + piece))
      // At once, before it rests
      expect((await readBlog(opened, { now: new Date(), settle: SETTLE })).titles).toEqual([
        'Tides',
      ])
    }
    await wait(SETTLE * 3)
    const copied = await readBlog(opened, { now: new Date(), settle: SETTLE })
    expect(copied.titles).toEqual(['Sun', 'Tides'])
    expect(copied.show?.episodes[0]?.audio.bytes).toBe(whole.length)
    expect(partial(copied)).toEqual([])
  })

  test('is let out with a warning where it stays as it is', async () => {
    const folder = await makeFolder(blog())
    const opened = await openBlog(folder)
    const half = headered().subarray(0, 40_000)
    await addFiles(folder, { 'sun.mp3': half }, new Date(NOW.getTime() - 5000))
    const held = await readBlog(opened)
    expect(held.titles).toEqual(['Tides'])
    expect(held.show?.skipped).toContainEqual({
      file: '2026-05-18-sun.md',
      reason: 'its recording is still being written',
    })
    const wakeAt = held.composition?.wakeAt ?? NOW
    expect(wakeAt.getTime() - NOW.getTime()).toBeGreaterThan(60_000)
    const later = await readBlog(opened, { changed: [], now: wakeAt })
    expect(later.titles).toEqual(['Sun', 'Tides'])
    expect(later.problems.map(({ rule }) => rule)).toContain('recording/cut')
  })

  test.each([
    { what: 'half of a recording', bytes: headered().subarray(0, 50_000) },
    { what: 'no byte yet', bytes: Buffer.alloc(0) },
    { what: 'its tag only', bytes: Buffer.from('ID3\u0004\u0000\u0000\u0000\u0000\u0007\u0000 a') },
  ])('leaves the episode that it replaces as it was published: $what', async ({ bytes }) => {
    const folder = await makeFolder({ ...blog(), 'sun.mp3': headered(100) })
    const first = await openBlog(folder)
    const { composition } = await readBlog(first)
    if (composition !== null) await first.remember(composition, NOW)
    await addFiles(folder, { 'sun.mp3': bytes }, new Date(NOW.getTime() - 5000))
    const again = await readBlog(await openBlog(folder))
    expect(again.titles).toEqual(['Sun', 'Tides'])
    expect(again.show?.episodes[0]?.audio.bytes).toBe(headered(100).length)
  })

  test.each([
    { file: 'sun.m4a', options: '-c:a aac -movflags +faststart', proves: 'the sizes of its boxes' },
    { file: 'sun.wav', options: '-c:a pcm_s16le', proves: 'the size of its sound' },
    { file: 'sun.flac', options: '-c:a flac', proves: 'the count of its samples' },
    { file: 'sun.mp3', options: '-b:a 64k -write_xing 1', proves: 'the count of its frames' },
  ])('is known in $file by $proves', async ({ file, options }) => {
    const { bytes } = await encode({
      name: file,
      file,
      encoder: 'ffmpeg',
      options: options.split(' '),
    })
    const folder = await makeFolder(blog(file))
    const opened = await openBlog(folder)
    const half = bytes.subarray(0, Math.floor(bytes.length / 2))
    await addFiles(folder, { [file]: half }, new Date(NOW.getTime() - 5000))
    const held = await readBlog(opened)
    expect([held.titles, partial(held).length]).toEqual([['Tides'], 1])
    await addFiles(folder, { [file]: bytes }, new Date(NOW.getTime() - 4000))
    const copied = await readBlog(opened)
    expect([copied.titles, partial(copied).length]).toEqual([['Sun', 'Tides'], 0])
  })
})
