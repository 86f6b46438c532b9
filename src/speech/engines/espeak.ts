import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { throughFiles } from './command.ts'
import { type Engine, type Speech, SpeechError } from './engine.ts'
import { runProgram } from './run-program.ts'

/** It is under the GPL, so it is not a dependency: authors install it themselves. */
const PACKAGE = '@echogarden/espeak-ng-emscripten'
export const ESPEAK_MISSING = `espeak-ng is not installed: run "npm install ${PACKAGE}", or install the program, for example with "sudo apt-get install espeak-ng" or "brew install espeak-ng"`
/** Samples in a second, of the package and of the program. */
export const ESPEAK_RATE = 22_050

/** What we use of the package. */
interface Worker {
  readonly set_voice: (name: string) => number
  readonly set_rate: (wordsPerMinute: number) => number
  readonly synthesize: (text: string, take: (samples: Int16Array | null) => boolean) => void
}

/** espeak-ng: by its package where that is installed, else by the program. It needs no key. */
export const ESPEAK: Engine = {
  spells: true,
  unit: 'sentence',
  most: 5000,
  key: null,
  needs: [],
  async speak({ text, voice, language }, { folder }, signal): Promise<Speech> {
    const name = voice ?? voiceOf(language)
    const worker = await workerOf(folder)
    if (worker !== null) return { ...speakWith(worker, text, name), times: null }
    return throughFiles(text, async ({ wav, text: file }) => {
      const command = ['espeak-ng', '-v', name, '-w', wav, '-f', file]
      try {
        await runProgram(command, '', ESPEAK_MISSING, signal)
      } catch (cause) {
        throw cause instanceof Error && NO_VOICE.test(cause.message) ? noVoice(name) : cause
      }
    })
  },
}

/** What the program says of a voice that it does not have. */
const NO_VOICE = /voice does not exist/

/** Why a text in a language, or in a voice that the settings name, is not spoken. */
export function noVoice(voice: string): SpeechError {
  const why = `espeak-ng has no voice "${voice}"; correct the language of the post, or what narration.voice names in sidecast.yml`
  // Other posts may be in a language that it has.
  return new SpeechError(why, false)
}

/** Languages, with or without a region, whose voice has another name. */
const VOICES: Readonly<Record<string, string>> = {
  en: 'en-us',
  'en-us': 'en-us',
  'en-gb': 'en',
  'pt-br': 'pt-br',
  zh: 'cmn',
  no: 'nb',
}

/** The voice that is closest to a language. */
export function voiceOf(language: string): string {
  const tag = language.toLowerCase()
  const [code = 'en'] = tag.split('-', 1)
  return VOICES[tag] ?? (code === 'en' ? 'en' : (VOICES[code] ?? code))
}

/** One instance serves all utterances, because starting one is slow; calls do not overlap. */
const workers = new Map<string, Promise<Worker | null>>()

/**
 * The package, from where we are installed or from a folder of the blog.
 *
 * @returns Null if it is not installed.
 */
function workerOf(folder: string): Promise<Worker | null> {
  const known = workers.get(folder) ?? openWorker(folder)
  workers.set(folder, known)
  return known
}

/**
 * Starts a separate instance of the package, whose memory is freed when it is no longer referenced.
 *
 * @returns Null if the package is not installed.
 */
export async function openWorker(folder: string): Promise<Worker | null> {
  const loaded = await load(folder)
  if (loaded === null) return null
  const module = await loaded.default()
  return new module.eSpeakNGWorker()
}

interface Package {
  readonly default: () => Promise<{ readonly eSpeakNGWorker: new () => Worker }>
}

/** Loads the package from where Sidecast is installed, or from the folder of the blog. */
async function load(folder: string): Promise<Package | null> {
  const near = await import(PACKAGE).catch(() => null)
  // The package has no types.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  if (near !== null) return near as Package
  try {
    const path = createRequire(join(folder, 'package.json')).resolve(PACKAGE)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return (await import(pathToFileURL(path).href)) as Package
  } catch {
    return null
  }
}

/** @throws {SpeechError} If the voice does not exist. */
function speakWith(
  worker: Worker,
  text: string,
  voice: string,
): { samples: Int16Array; rate: number } {
  const chunks: Int16Array[] = []
  synthesize(worker, text, voice, (samples) => chunks.push(samples.slice()))
  const samples = new Int16Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const chunk of chunks) {
    samples.set(chunk, at)
    at += chunk.length
  }
  return { samples, rate: ESPEAK_RATE }
}

/**
 * Speaks a text and passes its sound on in pieces.
 *
 * @param hear Gets samples in a buffer that is reused for the next piece.
 * @throws {SpeechError} If the voice does not exist.
 */
export function synthesize(
  worker: Worker,
  text: string,
  voice: string,
  hear: (samples: Int16Array) => void,
): void {
  if (worker.set_voice(voice) !== 0) throw noVoice(voice)
  worker.set_rate(165)
  worker.synthesize(escaped(text), (samples) => {
    if (samples !== null && samples.length > 0) hear(samples)
    return false
  })
}

/** Escapes what espeak-ng takes for markup: angle brackets, and double square brackets (phonemes). */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('[[', '[ [')
}
