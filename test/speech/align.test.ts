import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseVtt } from '../../src/posts/timed-text/timed-text-vtt.ts'
import { align } from '../../src/speech/align/align.ts'
import { speakReference } from '../../src/speech/align/reference.ts'
import { openEspeak } from '../../src/speech/align/speak-all.ts'
import { spectrumOf } from '../bench/align-sounds.ts'
import { SAMPLE_RATE } from '../tools/levels.ts'
import { decode } from '../tools/sound.ts'

const RECORDING = join(import.meta.dirname, '../../episodes/2026-02-09-minuta')
/** Seconds from a click to the voice. */
const BEFORE = 0.06
/** Samples. */
const CLICK = 200

test('a click before a sentence is no part of it', async () => {
  // With exact times: it was spoken sentence by sentence.
  const { cues } = parseVtt(await readFile(`${RECORDING}.vtt`, 'utf8'))
  const texts = cues.map(({ text }) => text)
  const reference = await speakReference(texts, await openEspeak('cs', import.meta.dirname))
  const samples = await decode(`${RECORDING}.mp3`)
  for (const { start } of cues.slice(1)) {
    const from = Math.round((start - BEFORE) * SAMPLE_RATE)
    for (let at = from; at < from + CLICK; at++) samples[at] = at % 2 === 0 ? 9000 : -9000
  }
  const { times } = align(reference, spectrumOf(samples))
  const near = cues.filter(({ start }, index) => {
    return Math.abs((times[index]?.start ?? 0) - start) < BEFORE / 2
  })
  // A click that lies in two frames is not told from a consonant.
  expect(near.length).toBeGreaterThan(0.8 * cues.length)
})
