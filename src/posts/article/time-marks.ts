import {
  elementOf,
  type HtmlContent,
  type HtmlRoot,
  type HtmlText,
  textNode,
} from './article-tree.ts'
import { HTML_BLOCKS } from './html-elements.ts'
import { parseArticle } from './parse-article.ts'
import { textOf, toLine } from './plain-text.ts'
import type { Chapter } from '../post.ts'
import { shorten } from './shorten.ts'
import { parseTimestamp } from '../fields/timestamp.ts'

/** A text in a line: where it begins there, and what it stands in. */
interface Place {
  readonly text: HtmlText
  /** Where its part in the line begins, in the text and in the line. */
  readonly from: number
  readonly start: number
  /** The text of the link that it is in. */
  readonly link: string | null
  readonly emphasised: boolean
}

/** What stands between two breaks. */
interface Line {
  text: string
  readonly places: Place[]
  /** Whether it is the item of a list, or a heading. */
  readonly item: boolean
  /** Whether it is in a table, which has its own reasons for times. */
  readonly table: boolean
  /** Lines that follow each other within a block have rows that do so, too. */
  readonly row: number
}

/** A time in the text at which something of the recording begins. */
interface TimeMark extends Chapter {
  readonly row: number
  /** The text in which its author wrote it, and where, brackets included. */
  readonly place: { readonly text: HtmlText; readonly start: number; readonly end: number }
  /** Whether nothing but its place tells it from a time of day in a sentence. */
  readonly plain: boolean
  /** Whether nobody would write a time of day so. */
  readonly sure: boolean
  readonly linked: boolean
}

const TIME = String.raw`\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:\.\d{1,3})?`
/** `03:14 - Title`, `[@01:35] - Title`, `(2:24) Title` */
const LEADING = new RegExp(
  String.raw`^(?<before>[ \t]{0,12}(?:[•·][ \t]*)?)(?<mark>[[(]?@?(?<time>${TIME})[\])]?)(?<rest>(?:[ \t]*[-–—|:]|[ \t]|$).*)$`,
)
/** `Title (00:45)`, `Title - 00:01:01.` */
const TRAILING = new RegExp(
  String.raw`^(?<before>(?<rest>\S.*?)[ \t]*)(?<mark>[[(]@?(?<time>${TIME})[\])]?|(?<![\d:])(?<bare>${TIME}))[.;,]?[ \t]*$`,
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
const ITEMS = new Set('dd dt h1 h2 h3 h4 h5 h6 li'.split(' '))
const EMPHASIS = new Set('b em i strong'.split(' '))
const UNREAD = new Set('pre script style sup template'.split(' '))

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
  if (!mayHaveChapters(body)) return []
  const { tree, plain } = parseArticle(body)
  if (plain) return []
  // A heading and the first item under it may begin together
  const marks = new Map(
    timeMarks(tree, seconds)
      .toReversed()
      .map(({ start, title }) => [start, title]),
  )
  return [...marks].map(([start, title]) => ({ start, title })).toReversed()
}

/** Whether there are times enough in a text to look closer: most articles have none. */
export function mayHaveChapters(body: string): boolean {
  return (body.match(ANY_TIME)?.length ?? 0) >= FEWEST
}

/** The article with each time of `textChapters` as a link to `#t=`, unless it is a link already. */
export function linkTimes(tree: HtmlRoot, seconds: number | null): HtmlRoot {
  const marks = timeMarks(tree, seconds).filter(({ linked }) => !linked)
  if (marks.length === 0) return tree
  const byText = Map.groupBy(marks, ({ place }) => place.text)
  return { ...tree, children: linkIn(tree.children, byText) }
}

function linkIn(
  content: readonly HtmlContent[],
  marks: ReadonlyMap<HtmlText, readonly TimeMark[]>,
): readonly HtmlContent[] {
  return content.flatMap((node) =>
    node.type === 'text'
      ? linkText(node, marks.get(node) ?? [])
      : [{ ...node, children: linkIn(node.children, marks) }],
  )
}

/** Square brackets around a time stand for the link that they become; others stay. */
function linkText(node: HtmlText, marks: readonly TimeMark[]): readonly HtmlContent[] {
  const parts: HtmlContent[] = []
  let done = 0
  for (const { place } of marks) {
    const written = node.value.slice(place.start, place.end)
    const [time = ''] = /@?[\d:.]+/.exec(written) ?? []
    const from = written.startsWith('[') ? place.start : place.start + written.indexOf(time)
    const to = written.startsWith('[') ? place.end : from + time.length
    parts.push(textNode(node.value.slice(done, from)))
    parts.push(elementOf('a', [textNode(time)], { href: `#t=${time.replace('@', '')}` }))
    done = to
  }
  return [...parts, textNode(node.value.slice(done))].filter(
    (part) => part.type === 'element' || part.value !== '',
  )
}

function timeMarks(tree: HtmlRoot, seconds: number | null): readonly TimeMark[] {
  const lines = linesOf(tree)
  const found: TimeMark[] = []
  for (const [index, line] of lines.entries()) {
    const mark = markOn(line, index, lines)
    if (mark !== null) found.push(mark)
    if (found.length > MOST_LINES) return []
  }
  const marks = found.filter((mark, index) => !mark.plain || hasNeighbour(mark, found, index))
  return isList(marks, seconds) ? marks : []
}

function markOn(line: Line, index: number, lines: readonly Line[]): TimeMark | null {
  const { text, item } = line
  if (text.length > MAX_LINE || line.table) return null
  const leading = LEADING.exec(text)
  const found = leading ?? (item ? TRAILING.exec(text) : null)
  const { before = '', mark, bare, time = bare, rest = '' } = found?.groups ?? {}
  if (mark === undefined || time === undefined || OF_DAY.test(rest)) return null
  const at = line.places.findLast(({ start }) => start <= before.length)
  if (at === undefined) return null
  const start = at.from + before.length - at.start
  const marked = mark !== time || at.emphasised || at.link !== null
  // At the end of a link with words in it, it is a time of what is linked
  if (leading === null && (!marked || (at.link ?? mark) !== mark)) return null
  const title = titleOf(rest) || titleOf(nextFilled(lines, index))
  if (title === '' || STARTS_WITH_TIME.test(title)) return null
  const sure = marked || time.split(':').length > 2
  return {
    start: parseTimestamp(time),
    title,
    row: line.row,
    place: { text: at.text, start, end: start + mark.length },
    plain: !sure && !item && rest.trim() !== '' && !SEPARATOR.test(rest),
    sure,
    linked: at.link !== null,
  }
}

function nextFilled(lines: readonly Line[], index: number): string {
  for (let next = index + 1; next < lines.length; next += 1) {
    const text = lines[next]?.text.trim() ?? ''
    if (text !== '') return text
  }
  return ''
}

/** Without the marks between a time and its title. */
function titleOf(text: string): string {
  const words = toLine(text.slice(0, MAX_LINE)).replace(SEPARATOR, '').replace(LOOSE_SEPARATOR, '')
  return shorten(words, MAX_TITLE)
}

/** The lines of an article, but for code. */
function linesOf(tree: HtmlRoot): readonly Line[] {
  const lines: Line[] = []
  let row = 0
  let open: Line | null = null
  const close = (rows: number) => {
    open = null
    row += rows
  }
  const read = (
    node: HtmlContent,
    around: Omit<Place, 'text' | 'from' | 'start'>,
    block: Pick<Line, 'item' | 'table'>,
  ) => {
    if (node.type === 'text') {
      let from = 0
      for (const part of node.value.split('\n')) {
        if (from > 0) close(1)
        open ??= lines[lines.push({ ...block, text: '', places: [], row }) - 1] ?? null
        open?.places.push({ ...around, text: node, from, start: open.text.length })
        if (open !== null) open.text += part
        from += part.length + 1
      }
      return
    }
    const { tagName, children } = node
    if (UNREAD.has(tagName)) return
    if (tagName === 'br') return close(1)
    const isBlock = HTML_BLOCKS.has(tagName)
    if (isBlock) close(2)
    const inner = {
      link: tagName === 'a' ? textOf(node).trim() : around.link,
      emphasised: around.emphasised || EMPHASIS.has(tagName),
    }
    const within = {
      item: ITEMS.has(tagName) || (block.item && tagName === 'p'),
      table: block.table || tagName === 'table',
    }
    for (const child of children) read(child, inner, isBlock ? within : block)
    if (isBlock) close(2)
  }
  for (const child of tree.children) {
    read(child, { link: null, emphasised: false }, { item: false, table: false })
  }
  return lines
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
