import type { TimedText, WrittenCue } from './cue.ts'
import { finishCues, parseTiming } from './cue.ts'
import { BlockError } from '../front-matter/values.ts'

const NUMBER = /^\s*\d+\s*$/
/** Two times with anything between them: a timing line, valid or not. */
const LIKE_TIMING = /^\s*-?\d{1,4}:\d{1,2}[^\p{L}]*[-–—>][^\p{L}]*\d{1,4}:\d{1,2}/u
const CLOCK = String.raw`\d{2,}:[0-5]\d:[0-5]\d,\d{3}`
const STRICT_BLOCK = new RegExp(
  String.raw`^(\d+)\n${CLOCK} --> ${CLOCK}(?:[ \t]+X1:.*)?[ \t]*\n[^\n]*\S`,
)
const TAG = /<\/?(?:b|br|font|i|s|span|u)\b[^<>]*>|\{\\[^{}]*\}/gi
/** A name before the words of a cue, of at most four words. */
const NAME =
  /^(\p{Lu}[\p{L}\p{M}\p{N}.'’_-]{0,40}(?: [\p{L}\p{N}][\p{L}\p{M}\p{N}.'’_-]{0,40}){0,3}): (?=\S)/u

/**
 * Reads SRT as it occurs in practice: numbers may be missing, fractions follow a comma or a dot, and tags
 * become their text.
 *
 * @throws {BlockError} If a timing line is invalid, or there is text before the first one.
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md#srt
 */
export function parseSrt(text: string): TimedText {
  const lines = text.split('\n')
  const places = lines.flatMap((line, index) => (isTiming(line) ? index : []))
  const before = lines.slice(0, places[0]).findIndex((line) => line.trim() && !NUMBER.test(line))
  if (before !== -1) {
    const got = JSON.stringify(lines[before]?.slice(0, 60))
    throw new BlockError(`expected a number or times, got ${got}`, before + 1)
  }
  const starts = startsOf(lines, places)
  const written = places.map((place, index) => cueOf(lines, place, starts[index + 1]))
  return { cues: finishCues(withSpeakers(written)), standard: isStandard(text) }
}

function isTiming(line: string): boolean {
  return line.includes('-->') || LIKE_TIMING.test(line)
}

/**
 * The first line of each cue: the one with its number, or its timing line. A number directly below words
 * belongs to the cue if it continues the numbering, and to the words if no cue before has a number.
 *
 * @throws {BlockError} If it may be either.
 */
function startsOf(lines: readonly string[], places: readonly number[]): readonly number[] {
  let count: number | null = null
  return places.map((place, index) => {
    const above = lines[place - 1] ?? ''
    const previous = places[index - 1] ?? -1
    if (!NUMBER.test(above) || place - 1 <= previous) return place
    const isApart = index === 0 || lines[place - 2]?.trim() === ''
    const expected: number = count === null ? index + 1 : count + 1
    if (isApart || Number(above) === expected) {
      count = Number(above)
      return place - 1
    }
    if (count === null) return place
    throw new BlockError(
      `expected a blank line and the number ${expected} before the next cue, got ${JSON.stringify(above.trim().slice(0, 60))}`,
      place,
    )
  })
}

function cueOf(lines: readonly string[], place: number, next = lines.length): WrittenCue {
  const payload = lines.slice(place + 1, next).join('\n')
  return {
    ...parseTiming(lines[place] ?? '', place + 1),
    speaker: null,
    text: payload.replaceAll(TAG, ' ').trim(),
    line: place + 1,
  }
}

/**
 * SRT has no syntax for speakers; by convention a cue begins with the name if the speaker changes. It is a
 * name if the first cue has one and a name is repeated: a title with a colon is not.
 */
function withSpeakers(cues: readonly WrittenCue[]): readonly WrittenCue[] {
  const names = cues.map(({ text }) => NAME.exec(text)?.[1] ?? null)
  const known = names.filter((name) => name !== null)
  if (names[0] == null || new Set(known).size === known.length) return cues
  let speaker: string | null = null
  return cues.map((cue, index) => {
    const name = names[index] ?? null
    speaker = name ?? speaker
    return { ...cue, speaker, text: name === null ? cue.text : cue.text.replace(NAME, '') }
  })
}

/** Whether every player accepts it: numbered from 1, text in each cue, blank lines only between cues. */
function isStandard(text: string): boolean {
  const blocks = text.trim().split(/\n{2,}/)
  return blocks.every((block, index) => {
    const [, , ...payload] = block.split('\n')
    return STRICT_BLOCK.exec(block)?.[1] === String(index + 1) && !payload.some(isTiming)
  })
}
