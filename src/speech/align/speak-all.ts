import { spawn } from 'node:child_process'
import { buffer } from 'node:stream/consumers'
import { once } from 'node:events'
import { SpeechError } from '../engines/engine.ts'
import {
  ESPEAK_MISSING,
  ESPEAK_RATE,
  escaped,
  speakWith,
  voiceOf,
  workerOf,
} from '../engines/espeak.ts'

/** espeak-ng, which speaks text in about a hundred languages. */
export interface Espeak {
  /** Samples in a second. */
  readonly rate: number
  /**
   * Speaks some texts, each for itself, at the usual speed.
   *
   * @returns For each the samples of 16 bits, in one channel; none for one in which nothing is said.
   */
  readonly speak: (texts: readonly string[]) => Promise<readonly Int16Array[]>
}

const PROGRAM = 'espeak-ng'
const HEAD_BYTES = 44

/**
 * Opens espeak-ng: the package where it is installed, else the program.
 *
 * @param language BCP 47, e.g. `pt-BR`.
 * @param folder In which the package may be installed, or above.
 * @throws {SpeechError} If there is none, or it does not speak the language.
 */
export async function openEspeak(language: string, folder: string): Promise<Espeak> {
  const voice = voiceOf(language)
  const worker = await workerOf(folder)
  const speak =
    worker === null
      ? (texts: readonly string[]) => speakAll(voice, texts)
      : async (texts: readonly string[]) =>
          texts.map((text) => speakWith(worker, text, voice).samples)
  await speak(['1'])
  return { rate: ESPEAK_RATE, speak }
}

/** Seconds of silence between two texts; espeak-ng itself makes none as long. */
const BREAK = 3
const SHORTEST_BREAK = 2.5

/**
 * Has the program speak texts: starting it takes longer than a sentence, so one process speaks them all.
 *
 * @throws {SpeechError} If it is not installed, or does not know the voice.
 */
export async function speakAll(
  voice: string,
  texts: readonly string[],
): Promise<readonly Int16Array[]> {
  const between = `\n<break time="${BREAK}s"/>\n`
  const pieces = cutAtBreaks(samplesOf(await runProgram(voice, texts.map(escaped).join(between))))
  if (pieces.length === texts.length) return pieces
  // In one of them nothing is said.
  const alone: Int16Array[] = []
  for (const text of texts) alone.push(samplesOf(await runProgram(voice, escaped(text))))
  return alone
}

function cutAtBreaks(samples: Int16Array): readonly Int16Array[] {
  const pieces: Int16Array[] = []
  let from = 0
  let silent = 0
  for (let place = 0; place < samples.length; place++) {
    if (Math.abs(samples[place] ?? 0) <= 1) {
      silent += 1
      continue
    }
    if (silent >= SHORTEST_BREAK * ESPEAK_RATE) {
      pieces.push(samples.slice(from, place - silent))
      from = place
    }
    silent = 0
  }
  return [...pieces, samples.slice(from)]
}

/**
 * @returns The WAV that it wrote.
 * @throws {SpeechError} If it is not installed, or does not know the voice.
 */
async function runProgram(voice: string, text: string): Promise<Buffer> {
  const args = ['-v', voice, '-b', '1', '-m', '--stdin', '--stdout']
  const child = spawn(PROGRAM, args, { stdio: ['pipe', 'pipe', 'ignore'] })
  const ended = once(child, 'close')
  try {
    await once(child, 'spawn')
  } catch (cause) {
    await ended.catch(() => undefined)
    throw new SpeechError(ESPEAK_MISSING, true, { cause })
  }
  // It may end before it has read everything.
  child.stdin.on('error', () => undefined)
  child.stdin.end(text)
  const written = await buffer(child.stdout)
  await ended
  if (child.exitCode === 0) return written
  throw new SpeechError(`espeak-ng has no voice "${voice}"; see "espeak-ng --voices"`, true)
}

function samplesOf(wav: Buffer): Int16Array {
  if (wav.length < HEAD_BYTES) return new Int16Array()
  const samples = new Int16Array((wav.length - HEAD_BYTES) >> 1)
  new Uint8Array(samples.buffer).set(wav.subarray(HEAD_BYTES, HEAD_BYTES + samples.byteLength))
  return samples
}
