import { withoutMark } from '../../base/disk.ts'
import type { TimedText } from './cue.ts'
import { parseJsonTranscript } from './timed-text-json.ts'
import { parseSrt } from './timed-text-srt.ts'
import { parseVtt } from './timed-text-vtt.ts'
import { BlockError } from '../front-matter/values.ts'

/** Characters; a transcript of 24 hours has a fifth of this. */
const MAX_TEXT = 10_000_000

/** The formats with times: media type → reader. The best one for players comes first. */
const READERS: ReadonlyMap<string, (text: string) => TimedText> = new Map([
  ['text/vtt', parseVtt],
  ['application/x-subrip', parseSrt],
  ['application/json', parseJsonTranscript],
])

/** Media types of timed text, the best one for players first. */
export const TIMED_TYPES: readonly string[] = [...READERS.keys()]

/**
 * Reads a transcript with times.
 *
 * @param type One of `TIMED_TYPES`.
 * @throws {BlockError} If it cannot be read as that; the message is a sentence for its author.
 */
export function parseTimedText(text: string, type: string): TimedText {
  const read = READERS.get(type)
  if (read === undefined) {
    throw new RangeError(`expected one of ${TIMED_TYPES.join(', ')}, got ${type}`)
  }
  if (text.length > MAX_TEXT) {
    throw new BlockError(`expected at most ${MAX_TEXT} characters, got ${text.length}`, 1)
  }
  return read(withoutMark(text).replaceAll(/\r\n?/g, '\n'))
}
