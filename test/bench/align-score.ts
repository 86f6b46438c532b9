import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Aligned } from '../../src/jobs/align-recording.ts'
import { encode } from '../tools/sound.ts'
import { PARAGRAPH, type Spoken } from './align-recordings.ts'

/** A recording and its text, as files. */
export interface Filed {
  readonly mp3: string
  /** The article. */
  readonly markdown: string
  /** One clip a line. */
  readonly lines: string
}

/** What came of aligning, and what it took. */
export interface Ran {
  readonly aligned: Aligned
  /** Seconds that passed, and those of all processors. */
  readonly seconds: number
  readonly computed: number
  readonly megabytes: number
}

/** How far off sentences are. */
export interface Score {
  /** Seconds for each sentence that was found, the least first. */
  readonly errors: readonly number[]
  /** Sentences that are not in the recording, and those of them that were noticed. */
  readonly left: number
  readonly found: number
  /** Sentences in the recording that were not found. */
  readonly lost: number
}

/** Sentences of an article among which one is looked for, so that nobody takes a later one with the same words. */
const NEAR = 8

/** Writes a recording as MP3, and its text. @param folder Made where there is none. */
export async function file(
  name: string,
  spoken: Spoken,
  language: string,
  folder: string,
): Promise<Filed> {
  await mkdir(folder, { recursive: true })
  const base = join(folder, name)
  const filed = { mp3: `${base}.mp3`, markdown: `${base}.md`, lines: `${base}.txt` }
  await encode(spoken.samples, { title: '', artist: '', album: '', language }, filed.mp3)
  const paragraphs = Map.groupBy(spoken.sentences, (_, index) => Math.floor(index / PARAGRAPH))
  const texts = [...paragraphs.values()].map((each) => each.join(' '))
  await writeFile(filed.markdown, texts.join('\n\n'))
  await writeFile(filed.lines, spoken.sentences.join('\n'))
  return filed
}

/** Aligns in a process of its own, so that its memory is known. */
export async function alignOnce({ mp3, markdown }: Filed, language: string): Promise<Ran> {
  const once = join(import.meta.dirname, 'align-once.ts')
  const args = [once, mp3, markdown, language]
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1e8 })
  return JSON.parse(stdout) as Ran
}

/** When each clip is heard; null for one that is not. A clip may be several sentences, the first of which tells. */
export function startsOf({ sentences }: Spoken, aligned: Aligned): readonly (number | null)[] {
  const cues = aligned.kind === 'aligned' ? aligned.cues : []
  let next = 0
  return sentences.map((sentence) => {
    const near = cues.slice(next, next + NEAR).findIndex(({ text }) => sentence.startsWith(text))
    if (near === -1) return null
    next += near + 1
    return cues[next - 1]?.start ?? null
  })
}

export function scoreOf({ starts }: Spoken, heard: readonly (number | null)[]): Score {
  const both = starts.map((truth, index) => ({ truth, start: heard[index] ?? null }))
  const left = both.filter(({ truth }) => truth === null)
  const errors = both.flatMap(({ truth, start }) =>
    truth === null || start === null ? [] : [Math.abs(start - truth)],
  )
  return {
    errors: errors.toSorted((a, b) => a - b),
    left: left.length,
    found: left.filter(({ start }) => start === null).length,
    lost: both.length - left.length - errors.length,
  }
}

/** Several taken together. */
export function sumOf(scores: readonly Score[]): Score {
  const sum = (what: 'left' | 'found' | 'lost'): number =>
    scores.reduce((total, score) => total + score[what], 0)
  return {
    errors: scores.flatMap(({ errors }) => errors).toSorted((a, b) => a - b),
    left: sum('left'),
    found: sum('found'),
    lost: sum('lost'),
  }
}

export function mean(figures: readonly number[]): number {
  return figures.reduce((sum, each) => sum + each, 0) / Math.max(1, figures.length)
}

/** The figure that such a share of sorted ones are not above. */
export function quantile(figures: readonly number[], share: number): number {
  return figures[Math.min(figures.length - 1, Math.floor(figures.length * share))] ?? 0
}

/** Seconds after which a reader sees that the wrong sentence is marked. */
export const VISIBLE = 0.5

function ms(seconds: number): string {
  return `${Math.round(seconds * 1000)} ms`.padStart(8)
}

export function tell({ errors, left, found, lost }: Score): string {
  const far = errors.filter((error) => error > VISIBLE).length
  const gaps = left === 0 ? '' : `, ${found} of ${left} left out noticed`
  return `mean${ms(mean(errors))}, 95 %${ms(quantile(errors, 0.95))}, most${ms(quantile(errors, 1))}, ${far} of ${errors.length} over 0.5 s, ${lost} lost${gaps}`
}
