import { describe, type Warn } from './convert.ts'
import { parseName } from './part-values.ts'
import { Parts, readList } from './map-parts.ts'
import { parseTimestamp } from './timestamp.ts'
import type { Value } from '../front-matter/values.ts'
import { isMap } from '../front-matter/values.ts'

/** A short excerpt of an episode that makes listeners want to hear the rest. */
export interface Soundbite {
  /** Seconds from the start of the recording. */
  readonly start: number
  /** Its duration. */
  readonly seconds: number
  readonly title: string | null
}

const LINE = /^([\d:.]+)\s*[-–—]\s*([\d:.]+)(?:\s+(.+))?$/s

/** @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/soundbite.md */
const SHORTEST = 15
const LONGEST = 120

/** Reads soundbites: `1:05 - 1:40 Title`, a map of `start`, `end` or `duration`, and `title`, or a list. */
export const readSoundbites = readList((value: Value, warn: Warn): Soundbite | null => {
  const parts = new Parts(isMap(value) ? value : partsOf(value), 'start', warn)
  const start = parts.must('start start_time from', parseTimestamp)
  const end = parts.may('end end_time to', parseTimestamp)
  const duration = parts.may('duration length seconds', parseTimestamp)
  const title = parts.may('title name text', parseName)
  parts.tellUnknown()
  if (start === null) return null
  const seconds = duration ?? (end ?? start) - start
  if (seconds === 0) throw new RangeError('expected the length of the soundbite; write seconds: 40')
  if (seconds >= SHORTEST && seconds <= LONGEST) return { start, seconds, title }
  throw new RangeError(
    `expected a soundbite of ${SHORTEST} to ${LONGEST} seconds, got ${Math.round(seconds * 1000) / 1000}; move its start or its end`,
  )
})

function partsOf(value: Value): Value {
  const line = LINE.exec(typeof value === 'string' ? value.trim() : '')
  if (line === null) {
    throw new RangeError(`expected a soundbite such as "1:05 - 1:40 Title", got ${describe(value)}`)
  }
  const [, start = '', end = '', title = ''] = line
  return { start, end, title }
}
