import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { findOffset, findOnset, SAMPLE_RATE, speechLevel } from '../tools/levels.ts'
import { runTool } from '../tools/run-tool.ts'
import { decode } from '../tools/sound.ts'

/** A sentence or two, and how they sound from the first sound to where the voice ends. */
export interface Clip {
  readonly text: string
  /** Mono, at `SAMPLE_RATE`. */
  readonly samples: Int16Array
  /** Seconds of clicks and rumble before the voice begins. */
  readonly lead: number
}

/** Who speaks. */
export interface Voice {
  readonly name: string
  readonly language: string
  /** What parameters were chosen with; the others tell how good they are. */
  readonly tuned: boolean
  readonly source: Human | Synthetic
}

/** Dialogues of the game Fish Fillets, which Debian has in several languages. */
interface Human {
  readonly kind: 'human'
  /** The package with the sounds. */
  readonly debian: string
  /** What the names of the clips of a speaker have in them. */
  readonly speaker: RegExp
}

interface Synthetic {
  readonly kind: 'festival' | 'flite'
  readonly voice: string
  readonly encoding?: string
}

const CS = 'fillets-ng-data-cs'
const NL = 'fillets-ng-data-nl'

export const VOICES: readonly Voice[] = [
  human('cs-small', 'cs', true, CS, /^[a-l].*-m-/),
  human('cs-big', 'cs', true, CS, /^[a-l].*-v-/),
  spoken('cs-dita', 'cs', true, 'festival', 'voice_czech_dita', 'iso-8859-2'),
  spoken('en-slt', 'en', true, 'flite', 'slt'),
  human('cs-small-other', 'cs', false, CS, /^[m-z].*-m-/),
  human('cs-big-other', 'cs', false, CS, /^[m-z].*-v-/),
  human('cs-others', 'cs', false, CS, /^(?!.*-[mv]-)/),
  spoken('cs-machac', 'cs', false, 'festival', 'voice_czech_machac', 'iso-8859-2'),
  spoken('cs-ph', 'cs', false, 'festival', 'voice_czech_ph', 'iso-8859-2'),
  spoken('cs-krb', 'cs', false, 'festival', 'voice_czech_krb', 'iso-8859-2'),
  spoken('en-rms', 'en', false, 'flite', 'rms'),
  spoken('en-awb', 'en', false, 'flite', 'awb'),
  human('nl-small', 'nl', false, NL, /-m-/),
  human('nl-big', 'nl', false, NL, /-v-/),
  spoken('it-lp', 'it', false, 'festival', 'voice_lp_diphone', 'iso-8859-1'),
]

function human(
  name: string,
  language: string,
  tuned: boolean,
  debian: string,
  speaker: RegExp,
): Voice {
  return { name, language, tuned, source: { kind: 'human', debian, speaker } }
}

function spoken(
  name: string,
  language: string,
  tuned: boolean,
  kind: Synthetic['kind'],
  voice: string,
  encoding = 'utf-8',
): Voice {
  return { name, language, tuned, source: { kind, voice, encoding } }
}

interface Line {
  readonly id: string
  readonly text: string
  /** Null where nobody says it. */
  readonly sound: string | null
}

const GAME = 'usr/share/games/fillets-ng'
/** Letters of a line that is long enough to be a sentence, and of one that is too long. */
const LETTERS = { least: 25, most: 300 }
/** A line that is a sentence by itself, whatever comes before and after it. */
const WHOLE = /^["„“'¿¡(]*\p{Lu}.*[.!?…]["“”')]*$/su
/** Letters a second of somebody who reads what is written. */
const PACE = { least: 6, most: 26 }
/** Decibels below the voice at which it begins. */
const SOFTEST = 27

/** Clips of a voice, in an order of their own. */
export async function clipsOf(voice: Voice, count: number, cache: string): Promise<Clip[]> {
  const folder = join(cache, 'clips', voice.name)
  await mkdir(folder, { recursive: true })
  const lines = await linesOf(voice, cache)
  const wanted = lines.slice(0, Math.ceil(count * 1.4))
  if (voice.source.kind === 'festival') await speakWithFestival(wanted, voice.source, folder)
  const each = pLimit(availableParallelism())
  const clips = await each.map(wanted, (line) => clipOf(line, voice, folder))
  return clips.flatMap((clip) => clip ?? []).slice(0, count)
}

/** English is what the lines are translated from. */
const ENGLISH = /dialogId\("([^"]+)",\s*"[^"]*",\s*"((?:[^"\\]|\\.)*)"\)/g
const TRANSLATED = /dialogId\("([^"]+)".*\)\s*dialogStr\("((?:[^"\\]|\\.)*)"\)/g

/** Mixed, so that neighbours are not of one scene; each time the same. */
async function linesOf({ language, source }: Voice, cache: string): Promise<Line[]> {
  const root = await unpacked(['fillets-ng-data', CS, NL], cache)
  const scripts = join(root, GAME, 'script')
  const lines: Line[] = []
  for (const room of (await readdir(scripts)).toSorted()) {
    const file = join(scripts, room, `dialogs_${language}.lua`)
    const dialogs = await readFile(file, 'utf8').catch(() => '')
    const sounds = join(root, GAME, 'sound', room, language)
    const recorded = new Set(source.kind === 'human' ? await readdir(sounds).catch(() => []) : [])
    const pattern = language === 'en' ? ENGLISH : TRANSLATED
    for (const [, id = '', text = ''] of dialogs.matchAll(pattern)) {
      const isLong = text.length >= LETTERS.least && text.length <= LETTERS.most
      const isOwn =
        source.kind !== 'human' || (recorded.has(`${id}.ogg`) && source.speaker.test(id))
      if (!isLong || !isOwn || /\\|\.\.\./.test(text)) continue
      lines.push({ id, text, sound: source.kind === 'human' ? join(sounds, `${id}.ogg`) : null })
    }
  }
  return shuffled(lines, 7).filter(({ text }) => WHOLE.test(text))
}

/** Unpacks packages of Debian without installing them. */
async function unpacked(packages: readonly string[], cache: string): Promise<string> {
  const root = join(cache, 'debian')
  await mkdir(root, { recursive: true })
  const done = await readdir(root)
  for (const name of packages.filter((each) => !done.includes(`${each}.done`))) {
    await runTool('sh', [
      '-c',
      `cd "$1" && apt-get download -qq "$2" && dpkg-deb -x "$2"_*.deb .`,
      '',
      root,
      name,
    ])
    await writeFile(join(root, `${name}.done`), '')
  }
  return root
}

async function clipOf(line: Line, voice: Voice, folder: string): Promise<Clip | null> {
  const kept = join(folder, `${line.id}.s16`)
  const bytes = await readFile(kept).catch(() => null)
  if (bytes !== null) return bytes.length === 0 ? null : clipFrom(line, samplesOf(bytes))
  const samples = await soundOf(line, voice, folder)
  await writeFile(kept, samples === null ? '' : new Uint8Array(samples.buffer))
  return samples && clipFrom(line, samples)
}

function clipFrom({ text }: Line, samples: Int16Array): Clip {
  return { text, samples, lead: leadOf(samples) }
}

/** Hz: below every voice, where microphones have rumble. */
const LOWEST = 80
/** Seconds of the longest click, and of the shortest silence after it. */
const CLICK = 0.04
const AFTER_CLICK = 0.06
/** Seconds from one look to the next. */
const STEP = 0.005

/** Seconds until the voice begins, after rumble and clicks. */
function leadOf(samples: Int16Array): number {
  const clear = withoutRumble(withoutRumble(samples))
  const level = speechLevel(clear) - SOFTEST
  const length = samples.length / SAMPLE_RATE
  for (let from = 0; ; from += STEP) {
    const start = findOnset(clear, from, length, level)
    if (start === null) return 0
    if (!isClick(clear, start, level)) return start
    from = start
  }
}

function isClick(samples: Int16Array, start: number, level: number): boolean {
  for (let time = start; time <= start + CLICK; time += STEP) {
    if (findOnset(samples, time, AFTER_CLICK, level) === null) return true
  }
  return false
}

/** A high-pass filter of the first order. */
function withoutRumble(samples: Int16Array): Int16Array {
  const share = 1 / (1 + (2 * Math.PI * LOWEST) / SAMPLE_RATE)
  let [before, passed] = [samples[0] ?? 0, 0]
  return samples.map((sample) => {
    passed = share * (passed + sample - before)
    before = sample
    return passed
  })
}

function samplesOf(bytes: Buffer): Int16Array {
  return new Int16Array(new Uint8Array(bytes).buffer)
}

/** @returns Null for what is no sentence read at a usual pace. */
async function soundOf(
  { id, text, sound }: Line,
  voice: Voice,
  folder: string,
): Promise<Int16Array | null> {
  const file = sound ?? join(folder, `${id}.wav`)
  const { source } = voice
  if (source.kind === 'flite')
    await runTool('flite', ['-voice', source.voice, '-t', text, '-o', file])
  const all = await decode(file).catch(() => new Int16Array())
  const level = speechLevel(all) - SOFTEST
  const length = all.length / SAMPLE_RATE
  const start = findOnset(all, 0, length, level)
  const end = findOffset(all, length, length, level)
  if (start === null || end === null || end - start < 1) return null
  const pace = text.length / (end - start)
  if (pace < PACE.least || pace > PACE.most) return null
  return all.slice(Math.round(start * SAMPLE_RATE), Math.round(end * SAMPLE_RATE))
}

/** Has all lines spoken in one run. */
async function speakWithFestival(
  lines: readonly Line[],
  { voice, encoding = 'utf-8' }: Synthetic,
  folder: string,
): Promise<void> {
  const done = new Set(await readdir(folder))
  const left = lines.filter(({ id }) => !done.has(`${id}.wav`))
  if (left.length === 0) return
  const script = [
    `(${voice})`,
    ...left.map(({ id, text }) => {
      // Some voices end with an error at a sign that they do not know.
      const quoted = text.replaceAll(/[^\p{L}\p{N}\s.,;:?!'-]+/gu, ' ')
      return `(utt.save.wave (utt.synth (Utterance Text "${quoted}")) "${join(folder, id)}.wav" 'riff)`
    }),
  ].join('\n')
  const encoded =
    encoding === 'utf-8'
      ? Buffer.from(script)
      : await runTool('iconv', ['-c', '-f', 'utf-8', '-t', `${encoding}//TRANSLIT`], script)
  const file = join(folder, 'script.scm')
  await writeFile(file, encoded)
  await runTool('festival', ['--batch', file])
}

/** The same in an order by chance, which is always the same. */
export function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const random = randomly(seed)
  const rest = [...items]
  return items.map(() => rest.splice(Math.floor(random() * rest.length), 1)).flat()
}

/** Numbers from 0 to 1, the same for the same seed. */
export function randomly(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
