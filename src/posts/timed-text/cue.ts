import { toLine } from '../article/plain-text.ts'
import { BlockError } from '../front-matter/values.ts'
import { parseClock } from '../../base/written-times.ts'

/** A few words of a recording, and when they are heard. */
export interface Cue {
  /** Seconds from the start of the recording, to the millisecond. */
  readonly start: number
  /** Always after `start`. */
  readonly end: number
  /** Null if not named. */
  readonly speaker: string | null
  /** Plain text of one line, never empty. */
  readonly text: string
}

/** What a file of timed text says. */
export interface TimedText {
  /** By `start`, ascending; never empty. */
  readonly cues: readonly Cue[]
  /** Whether every player accepts the file as it is; otherwise it is written again. */
  readonly standard: boolean
}

/** A cue as a file has it, before anyone has looked at its neighbours. */
export interface WrittenCue extends Omit<Cue, 'end'> {
  /** Null where the file does not say; never before `start`. */
  readonly end: number | null
  /** In the file, from 1; null where it is not known. */
  readonly line: number | null
}

/** More than a day of speech; no transcript is longer. */
const MAX_CUES = 200_000
/** For the last cue of a file that says no ends: the least that can be seen. */
const LAST_SECONDS = 1

const TIME = String.raw`(?:\d{1,4}:)?\d{1,4}:\d{1,2}(?:[.,]\d{1,3})?`
const WHOLE_TIME = new RegExp(`^${TIME}$`)
const TIMING = new RegExp(String.raw`^(${TIME})\s*-->\s*(${TIME})(?=\s|$)`)

/**
 * Reads the line over a cue, in the forms that are in use: hours may be absent, and the fraction
 * follows a dot in WebVTT and a comma in SRT.
 *
 * @throws {BlockError} If it does not have two times, or the second is before the first.
 */
export function parseTiming(text: string, line: number): { start: number; end: number | null } {
  const [, from, to] = TIMING.exec(text.trim()) ?? []
  const start = from === undefined ? null : parseTime(from)
  const end = to === undefined ? null : parseTime(to)
  if (start === null || end === null) {
    const got = JSON.stringify(text.trim().slice(0, 60))
    throw new BlockError(`expected times such as 00:01:02.500 --> 00:01:05.000, got ${got}`, line)
  }
  return { start, end: checkEnd(start, end, line) }
}

/** Seconds of `[HH:]MM:SS[.mmm]`; null if minutes or seconds exceed 59, or it is not a time. */
export function parseTime(text: string): number | null {
  if (!WHOLE_TIME.test(text)) return null
  const time = text.replace(',', '.')
  const [, ...rest] = time.split(':').map(Number)
  if (rest.length === 0 || rest.some((part) => part >= 60)) return null
  return toMilliseconds(parseClock(time))
}

/** To the millisecond, which is as fine as any form of timed text is. */
export function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}

/**
 * An end as it counts: one that is the start says nothing.
 *
 * @throws {BlockError} If it is before the start.
 */
export function checkEnd(start: number, end: number | null, line: number | null): number | null {
  if (end !== null && end < start) {
    throw new BlockError(`expected an end after the start, got ${start} s to ${end} s`, line ?? 1)
  }
  return end === start ? null : end
}

/**
 * The cues of a file, each checked against the one before it. Those without words are left out; one
 * without an end lasts until the next begins.
 *
 * @throws {BlockError} If they are not in ascending order, are too many, or none has a word.
 */
export function finishCues(written: readonly WrittenCue[]): readonly Cue[] {
  if (written.length > MAX_CUES) {
    throw new BlockError(`expected at most ${MAX_CUES} cues, got ${written.length}`, 1)
  }
  let last = 0
  for (const { start, line } of written) {
    if (start < last) {
      throw new BlockError(
        `expected a cue at ${last} s or later, got one at ${start} s; put the cues in the order of time`,
        line ?? 1,
      )
    }
    last = start
  }
  const cues = closeCues(written).filter(({ text }) => text !== '')
  if (cues.length === 0) throw new BlockError('expected cues with text, got none', 1)
  return cues
}

function closeCues(written: readonly WrittenCue[]): Cue[] {
  let next: number | null = null
  const cues = written.toReversed().map(({ start, end, speaker, text }) => {
    const open = next !== null && next > start ? next : start + LAST_SECONDS
    next = start
    return { start, end: end ?? open, speaker, text: toLine(text) }
  })
  return cues.toReversed()
}

/** The name of a speaker; null for nothing. */
export function speakerOf(text: string): string | null {
  return toLine(text) || null
}
