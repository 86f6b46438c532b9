import { openLines } from '../front-matter/open-lines.ts'
import { toPlainText } from './plain-text.ts'
import type { Chapter } from '../post.ts'
import { shorten } from './shorten.ts'
import { parseTimestamp } from '../fields/timestamp.ts'

/** A time in the text at which something of the recording begins. */
interface TimeMark extends Chapter {
  /** Of the line in the body, counted without those of code. */
  readonly row: number
  /** Where the author wrote the time, brackets included. */
  readonly place: { readonly start: number; readonly end: number }
  /** Whether nothing but its place tells it from a time of day in a sentence. */
  readonly plain: boolean
  /** Whether nobody would write a time of day so. */
  readonly sure: boolean
  readonly linked: boolean
}

const TIME = String.raw`\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:\.\d{1,3})?`
const ITEM = String.raw`[ \t]{0,12}(?:>[ \t]?)*(?:[-*+•]|\d{1,3}[.)]|#{1,6})[ \t]+`
/** `03:14 - Title`, `**[00:49](#t=00:49)** Title`, `* [@01:35] - Title`, `- **2:24** - Title` */
const LEADING = new RegExp(
  String.raw`^(?<before>(?:${ITEM}|[ \t]{0,3}))(?<open>[*_]{0,3})(?<mark>[[(]?@?(?<time>${TIME})[\])]?)(?<link>\([^()\s]*\))?(?<close>[*_]{0,3})(?<rest>(?:[ \t]*[-–—|:]|[ \t]|$).*)$`,
)
/** `- Title (00:45)`, `- Title - *00:01:01*.` */
const TRAILING = new RegExp(
  String.raw`^(?<before>${ITEM}(?<rest>\S.*?)[ \t]*)(?:(?<open>[*_]{1,3})|(?=[[(]))(?<mark>[[(]?@?(?<time>${TIME})[\])]?)(?<link>\([^()\s]*\))?(?<close>[*_]{0,3})[.;,]?[ \t]*$`,
)
/** What follows a time of day, or the end of a span of time. */
const OF_DAY = new RegExp(
  String.raw`^\s*(?:[-–—]\s*\d{1,2}[:.]\d{2}|[ap]\.?\s?m\b|h\b|hod|uhr\b|o['’]clock)`,
  'i',
)
const SEPARATOR = /^\s*[-–—|:]+\s*/
const LOOSE_SEPARATOR = /\s*[-–—|:]+\s*$/
const ANY_TIME = /\d:[0-5]\d/g

/** Fewer are no list. */
const FEWEST = 3
/** More are the times of a transcript. */
const MOST = 150
/** Lines that begin or end with a time; with more, what they say is not looked at. */
const MOST_LINES = 1_000
/** Seconds between two marks, on average; what is closer is a transcript too. Long lists are sparse. */
const SPACING = 10
const LONG = 20
const SPACING_LONG = 40
/** Seconds by which a list has begun; one that may be a day's begins later than that. */
const FIRST = 300
const FIRST_SURE = 900
/** UTF-16 units; an app shows no more of a chapter's title. */
const MAX_TITLE = 120
const MAX_LINE = 1000

/**
 * The chapters that an article writes into its text: times at the beginning of lines or the end of
 * list items, each with what begins there.
 *
 * A time in a sentence is none, nor is a list of hours of the day or a transcript with times: there
 * have to be three, they have to ascend, the first early and the last inside the recording.
 *
 * @param seconds Of the recording; null while unknown.
 */
export function textChapters(body: string, seconds: number | null): readonly Chapter[] {
  // A heading and the first item under it may begin together
  const marks = new Map(
    timeMarks(body, seconds)
      .toReversed()
      .map(({ start, title }) => [start, title]),
  )
  return [...marks].map(([start, title]) => ({ start, title })).toReversed()
}

/** The body with each time of `textChapters` as a link of its own to `#t=`. */
export function linkTimes(body: string, seconds: number | null): string {
  let end = 0
  let linked = ''
  for (const { place, ...mark } of timeMarks(body, seconds)) {
    if (mark.linked) continue
    linked += body.slice(end, place.start) + linkOf(body.slice(place.start, place.end))
    end = place.end
  }
  return linked + body.slice(end)
}

function linkOf(mark: string): string {
  const time = mark.replaceAll(/[^\d:.]/g, '')
  return mark.startsWith('[') ? `${mark}(#t=${time})` : mark.replace(time, `[${time}](#t=${time})`)
}

function timeMarks(body: string, seconds: number | null): readonly TimeMark[] {
  if ((body.match(ANY_TIME)?.length ?? 0) < FEWEST) return []
  const lines = openLines(body).toArray()
  const found: TimeMark[] = []
  for (const [row, line] of lines.entries()) {
    const mark = markOn(line.text, line.start, row, lines)
    if (mark !== null) found.push(mark)
    if (found.length > MOST_LINES) return []
  }
  const marks = found.filter((mark, index) => !mark.plain || hasNeighbour(mark, found, index))
  return isList(marks, seconds) ? marks : []
}

function markOn(
  text: string,
  offset: number,
  row: number,
  lines: readonly { readonly text: string }[],
): TimeMark | null {
  if (text.length > MAX_LINE) return null
  const found = LEADING.exec(text) ?? TRAILING.exec(text)
  const { before = '', open = '', mark, time, link = '', rest = '' } = found?.groups ?? {}
  if (mark === undefined || time === undefined || OF_DAY.test(rest)) return null
  const title = titleOf(rest) || titleOf(lines.slice(row + 1).find(isFilled)?.text ?? '')
  if (title === '' || new RegExp(`^${TIME}`).test(title)) return null
  const start = offset + before.length + open.length
  const sure = open !== '' || mark !== time || link !== '' || time.split(':').length > 2
  return {
    start: parseTimestamp(time),
    title,
    row,
    place: { start, end: start + mark.length },
    plain: !sure && before.trim() === '' && rest.trim() !== '' && !SEPARATOR.test(rest),
    sure,
    linked: link !== '',
  }
}

function isFilled({ text }: { readonly text: string }): boolean {
  return text.trim() !== ''
}

/** Without what a line of a list begins with, and the marks between a time and its title. */
function titleOf(text: string): string {
  const words = text.replace(new RegExp(`^${ITEM}`), '').replace(SEPARATOR, '')
  return shorten(toPlainText(words).replace(SEPARATOR, '').replace(LOOSE_SEPARATOR, ''), MAX_TITLE)
}

/** `0:00 Intro` looks like a sentence, but not where the next line does so too. */
function hasNeighbour({ row }: TimeMark, marks: readonly TimeMark[], index: number): boolean {
  return marks[index - 1]?.row === row - 1 || marks[index + 1]?.row === row + 1
}

function isList(marks: readonly TimeMark[], seconds: number | null): boolean {
  const [first] = marks
  const last = marks.at(-1)
  const count = new Set(marks.map(({ start }) => start)).size
  if (first === undefined || last === undefined || count < FEWEST) return false
  const ascends = marks.every(({ start }, index) => start >= (marks[index - 1]?.start ?? 0))
  const spacing = (last.start - first.start) / (count - 1)
  const isTranscript = count > MOST || spacing < (count > LONG ? SPACING_LONG : SPACING)
  const early = marks.every(({ sure }) => sure) ? FIRST_SURE : FIRST
  const isInside = seconds === null || last.start < seconds
  return ascends && isInside && !isTranscript && first.start <= early && !areHours(marks)
}

/** A day's hours are on the quarter; of a recording's chapters hardly three are. */
function areHours(marks: readonly TimeMark[]): boolean {
  return marks[0]?.start !== 0 && marks.every(({ start }) => start % 15 === 0)
}
