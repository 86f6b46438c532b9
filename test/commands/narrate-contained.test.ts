import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { probeFile } from '../../src/audio/probe-file.ts'
import * as narrate from '../../src/commands/narrate.ts'
import { AFTER_ALL } from '../../src/speech/lay-out.ts'
import { sampleOf } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { runAt } from '../support/in-process.ts'
import { ebur128, makeSound } from '../support/sound-file.ts'
import { readVtt } from '../tools/read-vtt.ts'
import { runTool } from '../tools/run-tool.ts'

const SETTINGS = 'title: Show\nnarration: { recordings: include }\n'
/** Long enough for its loudness to be measured. */
const SAID = 'The sea rises and falls twice a day, and whoever lives beside it knows the hour. '

function postOf(...blocks: readonly string[]): string {
  const front = '---\ntitle: Tides\ndate: 2026-05-04\nlang: en\naudio: true\n---\n\n'
  return `${front}${blocks.join('\n\n')}\n`
}

/** Speaks a post. @returns Its recording, and the times of its sentences. */
async function spoken(files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = await makeFolder({ 'sidecast.yml': SETTINGS, ...files })
  const running = runAt('2026-11-29T10:00:00Z', narrate, folder)
  const code = await running.ended
  const recording = join(folder, 'tides.mp3')
  const cues = readVtt(await readFile(join(folder, 'tides.vtt'), 'utf8'))
  const { seconds } = await probeFile(recording)
  return { code, output: running.output(), folder, recording, cues, seconds }
}

/** In LUFS, of a part of a recording. */
async function loudnessOf(recording: string, from: number, to: number): Promise<number> {
  const part = recording.replace('.mp3', `-${from}.wav`)
  const range = ['-ss', String(from), '-t', String(to - from)]
  await runTool('ffmpeg', ['-v', 'error', '-y', ...range, '-i', recording, part])
  return (await ebur128(part)).loudness
}

describe('a recording that an article contains', () => {
  const formats = [
    { file: 'sea.mp3', quieter: 'volume=-20dB' },
    { file: 'sea.ogg', quieter: 'volume=-12dB' },
    { file: 'sea.m4a', quieter: 'volume=-6dB' },
    { file: 'sea.wav', quieter: 'volume=6dB' },
    { file: 'sea.flac', quieter: 'volume=-30dB' },
    { file: 'sea.webm', quieter: 'volume=-3dB' },
  ]
  test.each(sampleOf(formats))(
    'is as loud as the voice, from $file ($quieter)',
    async ({ file, quieter }) => {
      const sound = await makeSound({ file, sound: `atrim=4:10,asetpts=N/SR/TB,${quieter}` })
      const { code, cues, recording, seconds } = await spoken({
        'tides.md': postOf(SAID.repeat(2), `<audio src="${file}"></audio>`, 'It falls.'),
        [file]: sound,
      })
      expect(code).toBe(0)
      const [, , before, after] = cues
      const [from, to] = [(before?.end ?? 0) + 0.7, (after?.start ?? 0) - 0.7]
      expect(to - from).toBeCloseTo(6, 0)
      const voice = await loudnessOf(recording, cues[1]?.start ?? 0, before?.end ?? 0)
      expect(Math.abs((await loudnessOf(recording, from, to)) - voice)).toBeLessThan(1)
      expect(Math.abs((cues.at(-1)?.end ?? 0) - seconds)).toBeLessThan(0.05)
    },
  )

  const shapes = [
    {
      how: 'named by a source',
      html: '<audio controls><source src="sea.mp3" type="audio/mpeg"></audio>',
    },
    {
      how: 'named by the first of two sources',
      html: '<audio controls>\n<source src="sea.mp3">\n<source src="sea.ogg">\n</audio>',
    },
    {
      how: 'in a figure with a caption',
      html: '<figure><audio src="sea.mp3"></audio><figcaption></figcaption></figure>',
    },
  ]
  test.each(sampleOf(shapes))('may be $how, as the last of the article', async ({ html }) => {
    const file = await makeSound({ file: 'sea.mp3', sound: 'atrim=4:10,asetpts=N/SR/TB' })
    const { code, output, cues, seconds } = await spoken({
      'tides.md': postOf('The sea rises.', html),
      'sea.mp3': file,
    })
    expect({ code, output }).toEqual({ code: 0, output: expect.not.stringContaining('left out') })
    expect(cues.map(({ text }) => text)).toEqual(['Tides', 'The sea rises.'])
    // What is put in is no sentence, so the last one ends before it; there are pauses on both sides.
    expect(seconds - (cues.at(-1)?.end ?? 0)).toBeCloseTo(6 + 0.7 + AFTER_ALL, 1)
  })

  test('is left out with a sentence where it cannot be decoded', async () => {
    const { code, output, cues, seconds } = await spoken({
      'tides.md': postOf(
        'The sea rises.',
        '<audio src="sea.ogg"></audio>',
        '<audio src="no.mp3"></audio>',
      ),
      'sea.ogg': 'no sound',
    })
    expect(code).toBe(0)
    expect(output).toMatch(/sea\.ogg" is left out: /)
    expect(output).toMatch(/"no\.mp3" is left out, because it is not a file in this folder/)
    expect(Math.abs((cues.at(-1)?.end ?? 0) - seconds)).toBeLessThan(0.05)
  })
})
