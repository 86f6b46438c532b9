import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv } from 'node:process'
import { parseArgs } from 'node:util'
import { align } from '../../src/speech/align/align.ts'
import { isOfText } from '../../src/speech/align/fit.ts'
import { SAMPLE_RATE } from '../tools/levels.ts'
import { record, type Spoken, VARIANTS, type Variant } from './align-recordings.ts'
import { findRivals } from './align-rivals.ts'
import {
  alignOnce,
  file,
  mean,
  quantile,
  type Score,
  scoreOf,
  startsOf,
  sumOf,
  tell,
  VISIBLE,
} from './align-score.ts'
import { type Speaker, speakerOf, spectrumOf } from './align-sounds.ts'
import { type Clip, clipsOf, VOICES, type Voice } from './align-voices.ts'
import { Bounds } from './bounds.ts'

/**
 * `npm run bench:align`: measures `align` against recordings whose sentences begin at known times: clips of
 * people and of other voices than the reference, put together here. It needs festival with the voices of
 * festvox-czech-dita, -machac, -ph and -krb and festvox-italp16k, and flite; it downloads packages of Debian with
 * sounds without installing them, and takes half an hour.
 *
 * `--only clean,changed,pairs,long,rivals` does a part, `--voices` takes some, `--cache DIR` keeps the clips,
 * `--echogarden COMMAND` and `--aeneas PYTHON` name the rivals, if they are not in the path.
 */
const { values } = parseArgs({
  args: argv.slice(2),
  options: {
    only: { type: 'string', default: 'clean,changed,pairs,long,rivals' },
    voices: { type: 'string', default: VOICES.map(({ name }) => name).join(',') },
    cache: { type: 'string', default: join(tmpdir(), 'sidecast-bench-align') },
    echogarden: { type: 'string', default: 'echogarden' },
    aeneas: { type: 'string', default: 'python3' },
  },
})
const parts = values.only.split(',')
const folder = join(values.cache, 'recordings')
const bounds = new Bounds()

/** Clips of a text, and others that are said besides it. */
const CLIPS = 60
const OTHERS = 25
/** Clips of a text that another recording may be of. */
const PAIR = 30

interface Ready {
  readonly voice: Voice
  readonly own: readonly Clip[]
  readonly others: readonly Clip[]
  /** What its texts are compared with; the same text is spoken once. */
  readonly reference: Speaker
}

const PARTS = { clean, changed, pairs, long, rivals }
const names = values.voices.split(',')
const ready: Ready[] = []
for (const voice of VOICES.filter(({ name }) => names.includes(name))) {
  const clips = await clipsOf(voice, CLIPS + OTHERS, values.cache)
  ready.push({
    voice,
    own: clips.slice(0, -OTHERS),
    others: clips.slice(-OTHERS),
    reference: speakerOf(voice),
  })
}
console.log('voices with * are those that parameters were chosen with; bounds are for the others')
for (const [name, part] of Object.entries(PARTS)) {
  if (!parts.includes(name)) continue
  console.log(`\n${name}`)
  await part()
}
bounds.tell()

async function clean(): Promise<void> {
  const { errors, lost } = await measure(
    VARIANTS.filter(({ name }) => name === 'clean'),
    alignFiles,
  )
  bounds.atMost('clean: mean error', mean(errors) * 1000, 30, 'ms')
  bounds.atMost('clean: 95 % of errors', quantile(errors, 0.95) * 1000, 100, 'ms')
  bounds.atLeast('clean: sentences found', (errors.length / (errors.length + lost)) * 100, 99, '%')
}

async function changed(): Promise<void> {
  const variants = VARIANTS.filter(({ name }) => name !== 'clean')
  const { errors, left, found, lost } = await measure(variants, alignSounds)
  const near = errors.filter((error) => error <= VISIBLE).length
  bounds.atLeast('changed: within 0.5 s', (near / (errors.length + lost)) * 100, 99, '%')
  bounds.atLeast('changed: sentences left out that were noticed', (found / left) * 100, 90, '%')
}

/** Prints the score of each voice and variant. @returns Those of voices that parameters were not chosen with. */
async function measure(
  variants: readonly Variant[],
  alignIt: (spoken: Spoken, ready: Ready) => Promise<Scored>,
): Promise<Score> {
  const scores: Score[] = []
  for (const each of ready) {
    const { voice, own, others } = each
    for (const variant of variants) {
      const { score, took, isOwn } = await alignIt(await record(own, others, variant), each)
      const what = `${voice.name}${voice.tuned ? ' *' : ''}`.padEnd(18) + variant.name.padEnd(20)
      console.log(`${what}${tell(score)}, ${took}${isOwn ? '' : ' (refused)'}`)
      if (!voice.tuned) scores.push(score)
    }
  }
  return sumOf(scores)
}

/** What came of aligning one recording. */
interface Scored {
  readonly score: Score
  /** Whether the recording was taken for one of the text. */
  readonly isOwn: boolean
  readonly took: string
}

/** As the command does it: an MP3 and an article, in a process of its own. */
async function alignFiles(spoken: Spoken, { voice }: Ready): Promise<Scored> {
  const { language } = voice
  const { aligned, computed, megabytes } = await alignOnce(
    await file('recording', spoken, language, folder),
    language,
  )
  const score = scoreOf(spoken, startsOf(spoken, aligned))
  return { score, isOwn: aligned.kind === 'aligned', took: tookTold(computed, megabytes) }
}

/** Without files, and with each text spoken only once, which saves most of the time. */
async function alignSounds(spoken: Spoken, { reference }: Ready): Promise<Scored> {
  const started = process.cpuUsage()
  const { times, fit } = align(await reference(spoken.sentences), spectrumOf(spoken.samples))
  const { user, system } = process.cpuUsage(started)
  const isOwn = isOfText(fit)
  const heard = times.map((time) => (isOwn ? (time?.start ?? null) : null))
  const sure = `certainty ${fit.certainty.toFixed(1)}, uneven ${fit.uneven.toFixed(2)}`
  const took = `${((user + system) / 1e6).toFixed(1)} s of processor, ${sure}`
  return { score: scoreOf(spoken, heard), isOwn, took }
}

function tookTold(computed: number, megabytes: number): string {
  return `${computed.toFixed(1)} s of processor, ${megabytes} MB`
}

/** The right recordings are accepted, others refused: another text by the same voice, and by another one. */
async function pairs(): Promise<void> {
  const counts = { right: { all: 0, well: 0 }, wrong: { all: 0, well: 0 } }
  for (const [index, each] of ready.entries()) {
    const { voice, own } = each
    if (voice.tuned) continue
    const sentences = own.slice(0, PAIR).map(({ text }) => text)
    const next = ready[(index + 1) % ready.length]?.own ?? []
    const sounds = [
      { name: 'its own', clips: own.slice(0, PAIR), kind: 'right' as const },
      { name: 'another text', clips: own.slice(PAIR), kind: 'wrong' as const },
      { name: 'another text and voice', clips: next.slice(PAIR), kind: 'wrong' as const },
    ]
    for (const { name, clips, kind } of sounds) {
      const spoken = await record(clips, [], { name: 'pair' })
      const { isOwn, took } = await alignSounds({ ...spoken, sentences }, each)
      const verdict = isOwn ? 'accepted' : 'refused'
      console.log(`${voice.name.padEnd(18)}${name.padEnd(26)}${verdict}, ${took}`)
      counts[kind].all += 1
      if (isOwn === (kind === 'right')) counts[kind].well += 1
    }
  }
  const { right, wrong } = counts
  bounds.note(
    'right pairs',
    right.well === right.all,
    `${right.well} of ${right.all}`,
    'all accepted',
  )
  bounds.note(
    'wrong pairs',
    wrong.well === wrong.all,
    `${wrong.well} of ${wrong.all}`,
    'all refused',
  )
}

async function long(): Promise<void> {
  const czech = ready.filter(({ voice }) => voice.language === 'cs')
  for (const [minutes, seconds, most] of [
    [10, 15, 250],
    [60, 60, 500],
  ] as const) {
    const clips = clipsFor(minutes, czech)
    const spoken = await record(clips, [], { name: 'long' })
    const filed = await file('long', spoken, 'cs', folder)
    const { aligned, computed, megabytes } = await alignOnce(filed, 'cs')
    const score = scoreOf(spoken, startsOf(spoken, aligned))
    console.log(
      `${minutes} minutes, ${clips.length} clips: ${tell(score)}, ${tookTold(computed, megabytes)}`,
    )
    bounds.atMost(`${minutes} minutes of sound: processor time`, computed, seconds, 's')
    bounds.atMost(`${minutes} minutes of sound: memory`, megabytes, most, 'MB')
  }
}

/** By all voices in turn, the same ones again if there are not enough. */
function clipsFor(minutes: number, voices: readonly Ready[]): readonly Clip[] {
  const clips: Clip[] = []
  for (let turn = 0, length = 0; length < minutes * 60; turn++) {
    const clip = voices[turn % voices.length]?.own[Math.floor(turn / voices.length) % CLIPS]
    if (clip === undefined) break
    clips.push(clip)
    length += clip.samples.length / SAMPLE_RATE + 0.7
  }
  return clips
}

/** Other programs side by side with us, in recordings that are clean and in some that are not. */
async function rivals(): Promise<void> {
  const found = await findRivals(values.echogarden, values.aeneas)
  if (found.length === 0) console.log('neither echogarden nor aeneas is installed')
  const compared = ['clean', 'intro and outro', 'three left out']
  const languages = Map.groupBy(
    ready.filter(({ voice }) => !voice.tuned),
    ({ voice }) => `${voice.language} ${voice.source.kind}`,
  )
  const ours = new Map<string, number[]>()
  for (const [first] of found.length === 0 ? [] : languages.values()) {
    if (first === undefined) continue
    const { voice, own, others } = first
    for (const variant of VARIANTS.filter(({ name }) => compared.includes(name))) {
      const spoken = await record(own, others, variant)
      const what = voice.name.padEnd(18) + variant.name.padEnd(20)
      const filed = await file('recording', spoken, voice.language, folder)
      const { score, took } = await alignFiles(spoken, first)
      const row = (name: string, one: Score, cost: string): void => {
        console.log(`${what}${name.padEnd(12)}${tell(one)}, ${cost}`)
        ours.set(name, [...(ours.get(name) ?? []), ...one.errors])
      }
      row('sidecast', score, took)
      for (const rival of found) {
        const { starts, computed, megabytes } = await rival.align(
          { ...filed, out: join(folder, 'rival.json') },
          voice.language,
        )
        row(rival.name, scoreOf(spoken, starts), tookTold(computed, megabytes))
      }
    }
  }
  for (const { name } of found) {
    const [own, its] = ['sidecast', name].map((each) => mean(ours.get(each) ?? []) * 1000)
    bounds.note(
      `mean error, ${name} ${Math.round(its ?? 0)} ms`,
      (own ?? 0) < (its ?? 0),
      `${Math.round(own ?? 0)} ms`,
      'less',
    )
  }
}
