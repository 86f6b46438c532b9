import {
  elementOf,
  type HtmlContent,
  type HtmlElement,
  type HtmlRoot,
  type HtmlText,
  textNode,
} from './article-tree.ts'
import { parseArticle } from './parse-article.ts'
import { textOf, toLine } from './plain-text.ts'
import type { Chapter } from '../fields/chapters-field.ts'
import { shorten } from './shorten.ts'
import { isBeyond, timeListOf, type TimeList, type TimeMark } from './time-list.ts'
import { type Line, linesOf, SPAN, TIME } from './time-lines.ts'
import { parseTimestamp } from '../fields/timestamp.ts'

/** A time in the text at which something in the recording begins. */
interface WrittenMark extends TimeMark {
  readonly row: number
  /** The time as it is written. */
  readonly written: string
  /** Seconds at which it ends; null if it is not given. */
  readonly until: number | null
  /** The text node and the offsets at which it is written, including brackets. */
  readonly place: { readonly text: HtmlText; readonly start: number; readonly end: number }
  /** Whether only its position distinguishes it from a time of day in a sentence. */
  readonly plain: boolean
  readonly link: HtmlElement | null
}

/** The rest of a Markdown link in HTML, where it is not parsed: `[01:35](#t=01:35)`. */
const WRITTEN_LINK = String.raw`\(#t=[\d:.]{1,12}\)`
/** `03:14 - Title`, `[@01:35] - Title`, `(2:24) Title`, `0:00–1:30 Title` */
const LEADING = new RegExp(
  String.raw`^(?<before>[ \t]{0,12}(?:[•·][ \t]*)?)(?<mark>[[(]?@?${SPAN}(?:\]${WRITTEN_LINK}|[\])])?)(?<rest>(?:[ \t]*[-–—|:]|[ \t]|$).*)$`,
)
/** `Title (00:45)`, `Title - 00:01:01.` */
const TRAILING = new RegExp(
  String.raw`^(?<before>(?<rest>\S.*?)[ \t]*)(?:(?<mark>[[(]@?${SPAN}[\])]?)|(?<![\d:])(?<bare>${TIME}))[.;,]?[ \t]*$`,
)
/** What follows a time of day, or the end of a span of time. */
const OF_DAY = new RegExp(
  String.raw`^\s*(?:[-–—]\s*\d{1,2}[:.]\d{2}|[ap]\.?\s?m\b|h\b|hod|uhr\b|o['’]clock)`,
  'i',
)
const SEPARATOR = /^\s*[-–—|:]+\s*/
const LOOSE_SEPARATOR = /\s*[-–—|:]+\s*$/
const ANY_TIME = /\d:[0-5]\d/g
const STARTS_WITH_TIME = new RegExp(`^${TIME}`)
/** A link to a time of the recording; also in plain seconds. */
const LEADS_TO = new RegExp(`^#t=(${TIME}|\\d{1,6}(?:\\.\\d{1,3})?)$`)

/** Fewer are no list. */
const FEWEST = 3
/** Lines that begin or end with a time; in a text with more, they are not searched. */
const MOST_LINES = 1_000
/** UTF-16 units; apps show no more of a chapter title. */
const MAX_TITLE = 120
const MAX_LINE = 1000
/** Hours of a day. */
const HOURS = 24

/** The chapters in the text of an article, and the times that do not count. */
export interface TextChapters {
  readonly chapters: readonly Chapter[]
  /** A sentence for each time that was left out, with its line in the text, from 1; null if not found. */
  readonly faults: readonly { readonly line: number | null; readonly message: string }[]
}

const NO_CHAPTERS: TextChapters = { chapters: [], faults: [] }

/**
 * Finds the chapters in the text of an article: times at the beginning of lines, at the end of list items or
 * in a row of a table, each with its title.
 *
 * A time in a sentence does not count, nor does a list of times of day or a transcript with times, see
 * `timeListOf`. A time that does not fit into the list is left out and reported.
 *
 * @param seconds Of the recording; null while unknown.
 */
export function textChapters(body: string, seconds: number | null): TextChapters {
  if (!mayHaveChapters(body)) return NO_CHAPTERS
  const { tree, plain } = parseArticle(body)
  if (plain) return NO_CHAPTERS
  const marks = timeMarks(tree)
  const list = timeListOf(marks, seconds)
  if (list === null) return { chapters: [], faults: beyond(marks, seconds, body) }
  const faults = list.slips.map((mark) => ({
    line: lineIn(body, mark),
    message: whyLeftOut(mark, marks, list, seconds),
  }))
  // A heading and the first item below it may begin at the same time
  const chapters = new Map<number, Chapter>()
  for (const [{ title, until }, start] of list.kept) {
    const end = until !== null && until > start ? { end: until } : {}
    if (!chapters.has(start)) chapters.set(start, { start, ...end, title })
  }
  return { chapters: [...chapters.values()], faults }
}

function whyLeftOut(
  mark: WrittenMark,
  marks: readonly WrittenMark[],
  { kept }: TimeList<WrittenMark>,
  seconds: number | null,
): string {
  const what = `the time ${mark.written} ("${mark.title}") in the text`
  if (seconds !== null && mark.starts[0] >= seconds) {
    return `${what} is past the end of the recording, which lasts ${Math.floor(seconds)} s, so it is left out; correct it`
  }
  const at = marks.indexOf(mark)
  const before = marks.slice(0, at).findLast((each) => kept.has(each))
  const isBehind = before !== undefined && (kept.get(before) ?? 0) > mark.starts[0]
  const other = isBehind ? before : marks.slice(at).find((each) => kept.has(each))
  const place =
    other === undefined ? '' : ` stands ${isBehind ? 'after' : 'before'} ${other.written}`
  return `${what}${place}, so it is left out; correct it`
}

/** A fault if so many times are past the end that the list seems to belong to another recording. */
function beyond(
  marks: readonly WrittenMark[],
  seconds: number | null,
  body: string,
): TextChapters['faults'] {
  const late = marks.filter(({ starts }) => seconds !== null && Math.min(...starts) >= seconds)
  const [first] = late
  if (first === undefined || !isBeyond(marks, seconds)) return []
  const message = `${late.length} of ${marks.length} times in the text, from ${first.written} on, are past the end of the recording, which lasts ${Math.floor(seconds ?? 0)} s, so none is a chapter; correct them, or the length that the post declares`
  return [{ line: lineIn(body, first), message }]
}

/** The line of a text with a time and its title, otherwise the first with that time. */
function lineIn(body: string, { written, title }: WrittenMark): number | null {
  const lines = body.split('\n')
  const [word = ''] = /[\p{L}\p{N}]{2,}/u.exec(title) ?? []
  const withWord = lines.findIndex((line) => line.includes(written) && line.includes(word))
  const at = withWord === -1 ? lines.findIndex((line) => line.includes(written)) : withWord
  return at === -1 ? null : at + 1
}

/** Whether a text has enough times to look closer: most articles have none. */
export function mayHaveChapters(body: string): boolean {
  return (body.match(ANY_TIME)?.length ?? 0) >= FEWEST
}

/** Makes each time of `textChapters` a link to `#t=`, unless it is a link already. */
export function linkTimes(tree: HtmlRoot, seconds: number | null): HtmlRoot {
  const list = timeListOf(timeMarks(tree), seconds)
  if (list === null) return tree
  const marks = [...list.kept.keys()].filter(({ link }) => link === null)
  const wrong = [...list.kept].flatMap(([{ link, written }, start]) =>
    link !== null && leadsTo(link) !== null && leadsTo(link) !== start
      ? [[link, written] as const]
      : [],
  )
  if (marks.length === 0 && wrong.length === 0) return tree
  const byText = Map.groupBy(marks, ({ place }) => place.text)
  return { ...tree, children: linkIn(tree.children, byText, new Map(wrong)) }
}

function linkIn(
  content: readonly HtmlContent[],
  marks: ReadonlyMap<HtmlText, readonly WrittenMark[]>,
  wrong: ReadonlyMap<HtmlElement, string>,
): readonly HtmlContent[] {
  return content.flatMap((node) => {
    if (node.type === 'text') return linkText(node, marks.get(node) ?? [])
    const right = wrong.get(node)
    const attributes =
      right === undefined ? node.attributes : { ...node.attributes, href: `#t=${right}` }
    return [{ ...node, attributes, children: linkIn(node.children, marks, wrong) }]
  })
}

/** Square brackets around a time are replaced by the link; others stay. */
function linkText(node: HtmlText, marks: readonly WrittenMark[]): readonly HtmlContent[] {
  const parts: HtmlContent[] = []
  let done = 0
  for (const { place } of marks) {
    const written = node.value.slice(place.start, place.end)
    const [time = ''] = /@?[\d:.]+/.exec(written) ?? []
    const isBracketed = written.startsWith(`[${time}]`)
    const from = isBracketed ? place.start : place.start + written.indexOf(time)
    const to = isBracketed ? place.end : from + time.length
    parts.push(textNode(node.value.slice(done, from)))
    parts.push(elementOf('a', [textNode(time)], { href: `#t=${time.replace('@', '')}` }))
    done = to
  }
  return [...parts, textNode(node.value.slice(done))].filter(
    (part) => part.type === 'element' || part.value !== '',
  )
}

function timeMarks(tree: HtmlRoot): readonly WrittenMark[] {
  const lines = linesOf(tree)
  const found: WrittenMark[] = []
  for (const [index, line] of lines.entries()) {
    const mark = markOn(line, index, lines)
    if (mark !== null) found.push(mark)
    if (found.length > MOST_LINES) return []
  }
  return found.filter((mark, index) => !mark.plain || hasNeighbour(mark, found, index))
}

function markOn(line: Line, index: number, lines: readonly Line[]): WrittenMark | null {
  const { text, item } = line
  if (text.length > MAX_LINE) return null
  const leading = LEADING.exec(text)
  const found = leading ?? (item ? TRAILING.exec(text) : null)
  const { before = '', bare, mark = bare, time = bare, until, rest = '' } = found?.groups ?? {}
  if (mark === undefined || time === undefined || OF_DAY.test(rest)) return null
  const at = line.places.findLast(({ start }) => start <= before.length)
  if (at === undefined) return null
  const start = at.from + before.length - at.start
  const isMarked = /^[[(]|@/.test(mark) || at.emphasised || at.link !== null
  // At the end of a link with other words, it is a time of what the link leads to
  const isOfLink = at.link !== null && textOf(at.link).trim() !== mark
  if (leading === null && (!isMarked || isOfLink)) return null
  const title = titleOf(rest) || titleOf(nextFilled(lines, index))
  if (title === '' || STARTS_WITH_TIME.test(title)) return null
  const parts = time.split(':')
  const sure = isMarked || parts.length > 2
  const linked = at.link === null ? null : leadsTo(at.link)
  const read = parseTimestamp(time)
  return {
    starts: linked === null || linked === read ? [read] : [read, linked],
    title,
    row: line.row,
    written: time,
    until: until === undefined ? null : parseTimestamp(until),
    place: { text: at.text, start, end: start + mark.length },
    plain: !sure && !item && rest.trim() !== '' && !SEPARATOR.test(rest),
    sure,
    mayBeHour:
      parts.length === 2 && Number(parts[0]) < HOURS && linked === null && !mark.includes('@'),
    leads: leading !== null && !line.behind,
    mayBeDuration: line.behind,
    isSpan: until !== undefined,
    link: at.link,
  }
}

/** The time of the recording that a link leads to, in seconds; null for any other link. */
function leadsTo({ attributes }: HtmlElement): number | null {
  const [, time] = LEADS_TO.exec(attributes['href'] ?? '') ?? []
  return time === undefined ? null : parseTimestamp(time)
}

function nextFilled(lines: readonly Line[], index: number): string {
  for (let next = index + 1; next < lines.length; next += 1) {
    const text = lines[next]?.text.trim() ?? ''
    if (text !== '') return text
  }
  return ''
}

/** The title without the punctuation between it and its time. */
function titleOf(text: string): string {
  const words = toLine(text.slice(0, MAX_LINE)).replace(SEPARATOR, '').replace(LOOSE_SEPARATOR, '')
  return shorten(words, MAX_TITLE)
}

/** `0:00 Intro` looks like a sentence, unless a neighbouring line has the same form. */
function hasNeighbour({ row }: WrittenMark, marks: readonly WrittenMark[], index: number): boolean {
  return marks[index - 1]?.row === row - 1 || marks[index + 1]?.row === row + 1
}
