import { spawn } from 'node:child_process'
import { buffer } from 'node:stream/consumers'
import { once } from 'node:events'
import { SpeechError } from '../engines/engine.ts'
import {
  ESPEAK_MISSING,
  ESPEAK_RATE,
  escaped,
  noVoice,
  openWorker,
  synthesize,
  voiceOf,
} from '../engines/espeak.ts'

/** espeak-ng, which speaks text in about a hundred languages. */
export interface Espeak {
  /** Samples per second. */
  readonly rate: number
  /**
   * Speaks texts separately, at the default speed.
   *
   * @param take Gets the samples of each text in turn: 16 bits, mono, none if nothing is spoken. The buffer
   *   is reused for the next text.
   */
  readonly speak: (texts: readonly string[], take: (samples: Int16Array) => void) => Promise<void>
}

const PROGRAM = 'espeak-ng'
const HEAD_BYTES = 44
/** Texts that the program speaks in one run. */
const AT_ONCE = 20

/**
 * Opens espeak-ng: the package if it is installed, otherwise the program.
 *
 * @param language BCP 47, e.g. `pt-BR`.
 * @param folder Absolute; the package may be installed in it or above.
 * @throws {SpeechError} If neither is installed, or the language is not supported.
 */
export async function openEspeak(language: string, folder: string): Promise<Espeak> {
  const voice = voiceOf(language)
  // Not a kept one, which would hold as much memory as everything else in an alignment.
  const worker = await openWorker(folder)
  const speak: Espeak['speak'] =
    worker === null
      ? async (texts, take) => {
          for (let first = 0; first < texts.length; first += AT_ONCE) {
            for (const samples of await speakAll(voice, texts.slice(first, first + AT_ONCE))) {
              take(samples)
            }
          }
        }
      : async (texts, take) => {
          const joined = new Joined()
          for (const text of texts) {
            joined.clear()
            synthesize(worker, text, voice, (samples) => joined.add(samples))
            take(joined.samples())
          }
        }
  await speak(['1'], () => undefined)
  return { rate: ESPEAK_RATE, speak }
}

/** Joins pieces in a buffer that is reused. */
class Joined {
  #all = new Int16Array(ESPEAK_RATE)
  #length = 0

  clear(): void {
    this.#length = 0
  }

  add(samples: Int16Array): void {
    const length = this.#length + samples.length
    if (length > this.#all.length) {
      const larger = new Int16Array(2 * length)
      larger.set(this.#all.subarray(0, this.#length))
      this.#all = larger
    }
    this.#all.set(samples, this.#length)
    this.#length = length
  }

  samples(): Int16Array {
    return this.#all.subarray(0, this.#length)
  }
}

/** Seconds of silence between two texts; espeak-ng itself makes no pause as long. */
const BREAK = 3
const SHORTEST_BREAK = 2.5

/**
 * Speaks texts with the program. Starting it takes longer than a sentence, so one process speaks all of them.
 *
 * @throws {SpeechError} If it is not installed, or the voice does not exist.
 */
export async function speakAll(
  voice: string,
  texts: readonly string[],
): Promise<readonly Int16Array[]> {
  const between = `\n<break time="${BREAK}s"/>\n`
  const pieces = cutAtBreaks(samplesOf(await runProgram(voice, texts.map(escaped).join(between))))
  if (pieces.length === texts.length) return pieces
  // In one of the texts nothing is spoken.
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
 * @throws {SpeechError} If it is not installed, or the voice does not exist.
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
  // It may exit before it has read everything.
  child.stdin.on('error', () => undefined)
  child.stdin.end(text)
  const written = await buffer(child.stdout)
  await ended
  if (child.exitCode === 0) return written
  throw noVoice(voice)
}

function samplesOf(wav: Buffer): Int16Array {
  if (wav.length < HEAD_BYTES) return new Int16Array()
  const samples = new Int16Array((wav.length - HEAD_BYTES) >> 1)
  new Uint8Array(samples.buffer).set(wav.subarray(HEAD_BYTES, HEAD_BYTES + samples.byteLength))
  return samples
}
