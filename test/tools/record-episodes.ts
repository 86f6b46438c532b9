import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { renderVtt } from '../../src/posts/timed-text/render-vtt.ts'
import { chaptersOf, formatChapters } from './chapters.ts'
import { SAMPLE_RATE } from './levels.ts'
import { type Cue, narrate, type Narration } from './narration.ts'
import { readSamplePosts, type SamplePost } from './sample-posts.ts'
import { decode, encode, measureDelay } from './sound.ts'
import { SPOKEN_PARTS } from '../../src/speech/speakable.ts'
import type { Lexicon } from '../../src/speech/words/say.ts'
import { type Script, writeScript } from '../../src/speech/script.ts'
import { type Mark, tagChapters } from './tag-chapters.ts'

const ALBUM = 'The Long Minute'
/** How far the encoder may stretch a recording before something is wrong: 2 ms. */
const DRIFT = SAMPLE_RATE / 500

/** Where it is kept how the sample recordings were made, for tests of what is made of them. */
const SPOKEN = join(import.meta.dirname, '../browser/spoken')

/** How a recording was put together: at which samples each sentence was laid. */
export interface Spoken {
  readonly sampleRate: number
  /** Samples by which a player hears it later than it was laid. */
  readonly delay: number
  /** First sample, the one behind the last, and the article's own words. */
  readonly sentences: readonly (readonly [number, number, string])[]
}

/**
 * Makes the recordings of a folder of posts anew, each with its transcript and its chapters.
 *
 * @param report Told of each recording when it is there.
 * @param spoken The folder that keeps how each was made; null keeps nothing.
 */
export async function recordEpisodes(
  folder: string,
  report: (line: string) => void,
  spoken: string | null = null,
): Promise<void> {
  for (const post of await readSamplePosts(folder)) {
    report(await recordPost(post, spoken))
  }
}

function toSample(seconds: number): number {
  return Math.round(seconds * SAMPLE_RATE)
}

/** How a narration was laid, as {@link Spoken} keeps it. */
function describeSpoken({ cues }: Narration, delay: number): Spoken {
  return {
    sampleRate: SAMPLE_RATE,
    delay: toSample(delay),
    sentences: cues.map(({ start, end, text }) => [toSample(start), toSample(end), text] as const),
  }
}

async function recordPost(post: SamplePost, spoken: string | null): Promise<string> {
  const narration = await narrate(scriptOf(post))
  const delay = await writeRecording(post, narration)
  if (spoken !== null) {
    const name = `${basename(post.file, '.md')}.json`
    const text = `${JSON.stringify(describeSpoken(narration, delay), null, 1)}\n`
    await writeFile(join(spoken, name), text)
  }
  const cues = narration.cues.map((cue) => shift(cue, delay))
  await writeFile(post.transcript, renderVtt(cues.map((cue) => ({ ...cue, speaker: null }))))
  if (post.chapters !== null) await writeChapters(post, post.chapters, narration, chaptersOf(cues))
  const minutes = (narration.samples.length / SAMPLE_RATE / 60).toFixed(1)
  const late = (delay * 1000).toFixed(1)
  return `${basename(post.recording)}: ${minutes} min, ${cues.length} sentences, heard ${late} ms late`
}

/** Beside the recording, and inside of it where it is an MP3. */
async function writeChapters(
  { recording }: SamplePost,
  file: string,
  { samples }: Narration,
  marks: readonly Mark[],
): Promise<void> {
  await writeFile(file, formatChapters(marks))
  if (!recording.endsWith('.mp3')) return
  const tagged = tagChapters(await readFile(recording), marks, samples.length / SAMPLE_RATE)
  await writeFile(recording, tagged)
}

/** Foreign words as a Czech reader says them, and where an American voice goes astray. */
const LEXICONS: Readonly<Record<string, Lexicon>> = {
  cs: { Charlesi: 'Šárlovi', secunda: 'sekunda' },
  en: {
    metre: 'meter',
    metres: 'meters',
    centimetre: 'centimeter',
    centimetres: 'centimeters',
    cosine: 'co sign',
    Légé: 'Lay zhay',
  },
}

/** The title is read out too: a listener sees no page. Code is for the eye. */
function scriptOf({ title, body, language }: SamplePost): Script {
  const parts = { ...SPOKEN_PARTS, code: 'skip', formulas: 'skip' } as const
  return writeScript(title, body, { language, parts, lexicon: LEXICONS[language] ?? {} })
}

/** @returns By how many seconds a player hears the recording late. */
async function writeRecording(post: SamplePost, narration: Narration): Promise<number> {
  const folder = dirname(post.recording)
  const workshop = await mkdtemp(join(folder, '.recording-'))
  try {
    const tags = { title: post.title, artist: post.author, album: ALBUM, language: post.language }
    const make = async (recording: string): Promise<number> => {
      const draft = join(workshop, basename(recording))
      await encode(narration.samples, tags, draft)
      const delay = findDelay(narration, await decode(draft))
      await rename(draft, recording)
      return delay
    }
    if (post.alternate !== null) await make(post.alternate)
    return await make(post.recording)
  } finally {
    await rm(workshop, { recursive: true, force: true })
  }
}

/** Measured at the first sentence and again at the last, which must agree. */
function findDelay({ samples, cues }: Narration, heard: Int16Array): number {
  const [first = 0, last = 0] = [cues.at(0), cues.at(-1)].map((cue) =>
    measureDelay(samples, heard, Math.round((cue?.start ?? 0) * SAMPLE_RATE)),
  )
  if (Math.abs(last - first) > DRIFT) {
    throw new Error(`the recording drifts: ${first} samples at its start, ${last} at its end`)
  }
  return first / SAMPLE_RATE
}

/** To whole milliseconds, which is what timed text can say. */
function shift(cue: Cue, seconds: number): Cue {
  const move = (time: number) => Math.round((time + seconds) * 1000) / 1000
  return { ...cue, start: move(cue.start), end: move(cue.end) }
}

if (import.meta.main) {
  const { positionals } = parseArgs({ allowPositionals: true })
  await recordEpisodes(positionals[0] ?? 'episodes', (line) => console.log(line), SPOKEN)
}
