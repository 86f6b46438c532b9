import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { id3Frame, id3Title, id3v2, text } from '../audio/corpus/tags.ts'
import { makeFolder } from '../support/folder.ts'
import { sidecast } from '../support/program.ts'
import { silentMp3 } from '../support/silence.ts'

const CONTENT = Buffer.concat([id3Title('Ebb'), id3Frame('TALB', text('Tides\x1b[2J'))])
const TAGGED = Buffer.concat([id3v2({ content: CONTENT }), silentMp3()])

function figures(bytes: number): string {
  return `2.612 s, ${bytes} bytes, audio/mpeg, MPEG 1 Layer 3, 128 kbit/s, 44100 Hz, 1 channel, scan`
}

describe('probe', () => {
  test('tells the figures of a recording, and its tags below them', async () => {
    const folder = await makeFolder({ 'ebb.mp3': TAGGED, 'bare.mp3': silentMp3() })
    const [ebb, bare] = ['ebb.mp3', 'bare.mp3'].map((name) => join(folder, name))
    const { code, stdout } = await sidecast(['probe', ebb ?? '', bare ?? ''])
    expect([code, stdout.trimEnd().split('\n')]).toEqual([
      0,
      [
        `${ebb}: ${figures(TAGGED.length)}`,
        '  title "Ebb", album "Tides [2J"',
        `${bare}: ${figures(silentMp3().length)}`,
      ],
    ])
  })

  test('tells warnings in JSON', async () => {
    const folder = await makeFolder({
      'cut.mp3': silentMp3(20).subarray(0, -9),
      'ebb.m4a': silentMp3(),
      'whole.mp3': silentMp3(),
    })
    const files = ['cut.mp3', 'ebb.m4a', 'whole.mp3'].map((file) => join(folder, file))
    const { stdout } = await sidecast(['probe', '--json', ...files, join(folder, 'none.mp3')])
    expect(JSON.parse(stdout)).toMatchObject([
      {
        cut: true,
        warnings: [expect.stringContaining('ends in the middle of its sound')],
        error: null,
      },
      {
        cut: false,
        warnings: [expect.stringContaining('rename it to end in ".mp3"')],
        error: null,
      },
      { cut: false, warnings: [], error: null },
      { cut: null, warnings: [], error: expect.any(String) },
    ])
  })

  test('tells tags in JSON', async () => {
    const folder = await makeFolder({ 'ebb.mp3': TAGGED })
    const { stdout } = await sidecast(['probe', '--json', join(folder, 'ebb.mp3')])
    expect(JSON.parse(stdout)).toMatchObject([
      { tags: { title: 'Ebb', artist: null, album: 'Tides [2J', cover: null } },
    ])
  })
})
