import { fieldOf } from '../fields/convert.ts'
import type { TimedText, WrittenCue } from './cue.ts'
import { checkEnd, finishCues, parseTime, speakerOf, toMilliseconds } from './cue.ts'
import { parseJson } from '../front-matter/json.ts'
import { sameKey } from '../front-matter/keys.ts'
import type { Block, Value } from '../front-matter/values.ts'
import { BlockError, isList, isMap } from '../front-matter/values.ts'

/** Keys under which transcription programs write segments, in lower case without punctuation. */
const LISTS = ['segments', 'transcription', 'cues', 'captions']
const STARTS = ['starttime', 'start', 'from']
const ENDS = ['endtime', 'end', 'to']
const TEXTS = ['body', 'text', 'transcript', 'content']
const SPEAKERS = ['speaker', 'speakername', 'voice']

/**
 * Reads the JSON transcript of the podcast namespace, and the formats of transcription programs: `segments`
 * with `start`, `end` and `text` (Whisper), a `transcription` of `timestamps` (whisper.cpp), or a plain list.
 *
 * @throws {BlockError} If it is not JSON, has no such list, or a segment has no start.
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md#json
 */
export function parseJsonTranscript(text: string): TimedText {
  const bare = text.trimStart().startsWith('[')
  const json = bare ? `{"segments":${text}}` : text
  const { block, end } = parseJson(json)
  if (json.slice(end).trim() !== '') {
    const line = json.slice(0, end).split('\n').length
    throw new BlockError('expected nothing after the closing brace, got more', line)
  }
  const name = LISTS.find((each) => isList(fieldOf(block.values, each)))
  const list = name === undefined ? null : fieldOf(block.values, name)
  if (!isList(list)) throw new BlockError('expected a list of "segments", got none', 1)
  const written = list.map((item, index) => segmentOf(item, lineOf(block, name, index)))
  return { cues: finishCues(written), standard: isStandard(text) }
}

function lineOf({ values, lines }: Block, name: string | undefined, index: number): number | null {
  const key = Object.keys(values).find((each) => each.toLowerCase() === name)
  return lines.get(`${key}[${index}]`) ?? null
}

function segmentOf(item: Value, line: number | null): WrittenCue {
  const segment = fieldsOf(item)
  const times = segment.get('timestamps')
  const place = isMap(times) ? fieldsOf(times) : segment
  const start = secondsOf(firstOf(place, STARTS))
  if (start === null) {
    throw new BlockError('expected a segment with "startTime" in seconds, got none', line ?? 1)
  }
  return {
    start,
    end: checkEnd(start, secondsOf(firstOf(place, ENDS)), line),
    speaker: speakerOf(textIn(segment, SPEAKERS)),
    text: textIn(segment, TEXTS),
    line,
  }
}

/** The fields of a segment by their keys for comparison; none if it is not a map. */
function fieldsOf(item: Value): ReadonlyMap<string, Value> {
  const entries = isMap(item) ? Object.entries(item) : []
  return new Map(entries.map(([key, value]) => [sameKey(key), value]))
}

function firstOf(fields: ReadonlyMap<string, Value>, keys: readonly string[]): Value {
  const key = keys.find((each) => fields.has(each))
  return key === undefined ? null : (fields.get(key) ?? null)
}

function textIn(fields: ReadonlyMap<string, Value>, keys: readonly string[]): string {
  const value = firstOf(fields, keys)
  return typeof value === 'string' ? value : ''
}

function secondsOf(value: Value): number | null {
  if (typeof value !== 'string') return null
  if (/^\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(value)) return toMilliseconds(Number(value))
  return parseTime(value)
}

/** Whether it has the form of the namespace. */
function isStandard(text: string): boolean {
  const file: unknown = JSON.parse(text)
  if (typeof file !== 'object' || file === null) return false
  const list: unknown = 'segments' in file ? file.segments : null
  const versioned = 'version' in file && typeof file.version === 'string'
  return versioned && Array.isArray(list) && list.every(isSegment)
}

function isSegment(item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return false
  const { startTime, endTime, body, speaker }: Record<string, unknown> = { ...item }
  return (
    typeof startTime === 'number' &&
    typeof body === 'string' &&
    body !== '' &&
    (endTime === undefined || typeof endTime === 'number') &&
    (speaker === undefined || typeof speaker === 'string')
  )
}
