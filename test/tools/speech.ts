import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findOffset, findOnset, SAMPLE_RATE, speechLevel } from './levels.ts'
import { runTool } from './run-tool.ts'
import { decode } from './sound.ts'

/** What to run so that a WAV file gets a text spoken into it. */
interface Engine {
  readonly command: string
  readonly args: (file: string, text: string) => readonly string[]
  /** For standard input. */
  readonly input: (text: string) => string | Uint8Array
}

const FESTIVAL_VOICE = '(begin (voice_czech_dita) (Parameter.set (quote Duration_Stretch) 0.95))'

/** Debian's voices that are easiest to follow, at about 160 English words a minute. */
const ENGINES: Readonly<Record<string, Engine>> = {
  en: {
    command: 'flite',
    args: (file, text) => {
      return ['-voice', 'slt', '--setf', 'duration_stretch=1.25', '-t', text, '-o', file]
    },
    input: () => '',
  },
  cs: {
    command: 'text2wave',
    args: (file) => ['-eval', FESTIVAL_VOICE, '-o', file],
    input: toLatin2,
  },
}

/** How far below the voice its softest consonants are, in dB. */
const SOFTEST = 27
/** Seconds that are kept around a sentence, so that nothing of it is cut; they are faded. */
const MARGIN = 0.01

/**
 * Speaks one sentence.
 *
 * @returns Mono samples at `SAMPLE_RATE` from where the voice sets in to where it ends, without
 *   the silence that engines put around it.
 */
export async function speak(text: string, language: string): Promise<Int16Array> {
  const engine = ENGINES[language]
  if (engine === undefined) {
    throw new RangeError(`expected one of ${Object.keys(ENGINES).join(', ')}, got "${language}"`)
  }
  const folder = await mkdtemp(join(tmpdir(), 'speech-'))
  try {
    // Into a file, because in a pipe they cannot go back and write the length into the header.
    const file = join(folder, 'sentence.wav')
    await runTool(engine.command, engine.args(file, text), engine.input(text))
    return fadeEnds(trimSilence(await decode(file)))
  } finally {
    await rm(folder, { recursive: true })
  }
}

const BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte)
/** The encoding in which Festival's Czech voices read, character → byte. */
const LATIN_2 = new Map(
  Array.from(new TextDecoder('iso-8859-2').decode(BYTES), (character, byte) => [character, byte]),
)

/** What the encoding does not know is left out. */
function toLatin2(text: string): Uint8Array {
  return Uint8Array.from(Array.from(text, (character) => LATIN_2.get(character) ?? 0x20))
}

function trimSilence(samples: Int16Array): Int16Array {
  const level = speechLevel(samples) - SOFTEST
  const length = samples.length / SAMPLE_RATE
  const start = (findOnset(samples, 0, length, level) ?? 0) - MARGIN
  const end = (findOffset(samples, length, length, level) ?? length) + MARGIN
  return samples.slice(Math.max(0, Math.round(start * SAMPLE_RATE)), Math.round(end * SAMPLE_RATE))
}

function fadeEnds(samples: Int16Array): Int16Array {
  const fade = MARGIN * SAMPLE_RATE
  return samples.map((sample, index) => {
    const fromEnd = Math.min(index, samples.length - 1 - index)
    return fromEnd < fade ? sample * (fromEnd / fade) : sample
  })
}
