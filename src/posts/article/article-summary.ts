import { FENCE } from './body-audio.ts'
import { type HtmlContent, type HtmlElement, type HtmlRoot, HTML_BLOCKS } from './article-tree.ts'
import { readArticle } from './parse-article.ts'
import { textOf, toLine } from './plain-text.ts'
import { cutMarkup, markupEnd, shorten } from './shorten.ts'

/** No summary is longer, in UTF-16 units. */
export const SUMMARY_LENGTH = 600

const MORE = /(?<!`)<!--\s{0,20}more\s{0,20}-->/i
const DEFINITION = /^ {0,3}(\[[^\]\n]{1,200}\]):[ \t]*\S.*$/gm
/** A label of a link or a note, which is defined elsewhere, but for `[text](/address)`. */
const LABEL = /\[[^[\]\n]{1,200}\](?!\()/g
/** How far down the author's own cut may be. */
const LEAD_LENGTH = 4_000
/** How much of a body is parsed at first; most posts have said what they are about by then. */
const HEAD_LENGTH = 600
const GROWTH = 4
/** A paragraph at the start without signs of links, HTML, code, tables or what generators fill in. */
const PROSE = /^\s{0,20}\p{L}[^<>[\]{}|`~\\:=%\n\r]{40,600}(?=\n\n)/u
/** What has no place in such a paragraph that can be read without being parsed. */
const UNREADABLE = /^\n*[^\n\p{L}]|[*_@\uFFFF]|&|[\p{Cc}--\n]|www\.|^\n*(?:import|export)\s/iv
/** Words in `*…*` that are set apart, so that it can be nothing else. */
const SIMPLE_EMPHASIS = /(?<=[ \(])\*([\p{L}\p{N}](?:[^*]*[\p{L}\p{N}])?)\*(?=[ .,;!?\)]|$)/gv
/** What a paragraph before it would be a part of. */
const AFTER_TERM = /^\s*[:~]/
/** What is parsed at most by whoever has no time: some milliseconds, whatever stands there. */
const BEGINNING = 4_000
/** More of a body than any paragraph has, in UTF-16 units. */
const LONGEST_PARAGRAPH = 50_000
/** A line before a list that is shorter only names what follows. */
const LABEL_LENGTH = 40
const WORD = /[\p{L}\p{N}]/u
/** Who speaks, who pays and the like: `Special Guests: Ann Lee and Bob Roy`. */
const LABELLED = /^\p{L}[\p{L}\p{M}'’&/-]*(?: [\p{L}\p{M}'’&/-]+){0,2} ?[:：]\s*/u
const LABEL_ALONE = /[:：]$/
const TIME = /(?<![\d:.])\d{1,2}:\d\d(?::\d\d)?(?![\d:])/g
/** What may stand before the first time of a line. */
const TIME_FIRST = /^[^\p{L}\p{N}]{0,3}\d{1,2}:\d\d/u
const SENTENCE_END = /\p{Ll}[.!?…]["'”’)]*$|[。！？]/u
const NAME = /^[^\p{L}\p{N}]*(?:[\p{Lu}\p{Lt}\p{Lo}\p{N}@]|https?:)/u
/** The part of the words that names have, among which there are words such as "and" and "of". */
const MOSTLY = 0.6
const LONGEST_NAMES = 300

const LISTS = new Set(['dl', 'ol', 'ul'])
const PASSED_OVER = new Set(
  'audio canvas dl embed figcaption form h1 h2 h3 h4 h5 h6 hr iframe math noscript object ol pre script select style svg table template textarea title ul video'.split(
    ' ',
  ),
)
const EMPHASIS = new Set(['b', 'strong'])
const TEXTS = new Set('caption dd dt figcaption h1 h2 h3 h4 h5 h6 li p td th'.split(' '))
const HEADING = /^h[1-6]$/

/**
 * Says in plain text what a post is about, where its author does not: the text before
 * `<!--more-->` if that is one or two paragraphs, else the first paragraph with text of its own.
 *
 * Headings and labels, pictures, lists, code, lines of times or of names (`Host: Ann Lee`) and
 * paragraphs that are nothing but links do not count unless there is nothing else. Only as much of
 * the body is parsed as it takes. What is longer than `SUMMARY_LENGTH` ends after a sentence, or
 * else after a word and with `…`. It is '' for a body without text.
 */
export function summarize(body: string): string {
  return summarizeWithin(body, Infinity) ?? ''
}

/** The same, as far as the beginning of a body says it; null where more of it must be read. */
export function summarizeBeginning(body: string): string | null {
  return summarizeWithin(body, BEGINNING)
}

/** The paragraphs at the beginning of a body that say something, each as short as a summary. */
export function beginningParagraphs(body: string): readonly string[] {
  const line = blankLineFrom(body, BEGINNING / 2)
  const end = line <= BEGINNING ? line : cutMarkup(body, BEGINNING).length
  return [...paragraphsOf(headOf(body, end).children)].map((text) => shorten(text, SUMMARY_LENGTH))
}

function summarizeWithin(body: string, most: number): string | null {
  const marker = markerIn(body)
  const lead = marker === 0 ? [] : [...paragraphsOf(headOf(body, marker).children).take(3)]
  const summary = shorten(lead.join(' '), SUMMARY_LENGTH)
  if (lead.length === 1 || lead.length === 2) return summary
  const first = firstParagraphOf(body)
  if (first !== null) return first
  for (let length = HEAD_LENGTH; ;) {
    const end = blankLineFrom(body, length)
    if (end > most) return null
    const head = headOf(body, end)
    const { value } = paragraphsOf(head.children).next()
    if (value !== undefined) return shorten(value, SUMMARY_LENGTH)
    if (end === body.length) return shorten(anyTextOf(head), SUMMARY_LENGTH)
    length = end * GROWTH
  }
}

/**
 * What the first paragraph says, where that is plain to see: most articles begin with prose, and then
 * nothing below it has to be parsed. Null where it must be.
 */
function firstParagraphOf(body: string): string | null {
  const { 0: paragraph = '' } = PROSE.exec(body) ?? []
  if (paragraph === '' || AFTER_TERM.test(body.slice(paragraph.length, HEAD_LENGTH * 2)))
    return null
  const plain = readPlainProse(paragraph)
  const lines = plain === null ? linesIn(readArticle(paragraph).tree.children) : [plain]
  const { value } = saying(lines).next()
  return value === undefined || value.length <= LABEL_LENGTH ? null : shorten(value, SUMMARY_LENGTH)
}

/** The line of a paragraph of prose in which nothing but simple emphasis is markup; null if more may be. */
function readPlainProse(paragraph: string): Line | null {
  const text = paragraph.includes('*') ? paragraph.replaceAll(SIMPLE_EMPHASIS, '$1') : paragraph
  return UNREADABLE.test(text) ? null : { line: toLine(text), isLabel: false }
}

/** The place of the author's cut; 0 if there is none, or it is too far down. */
function markerIn(body: string): number {
  const head = body.slice(0, LEAD_LENGTH)
  if (!MORE.test(head)) return 0
  const line = openLines(head).find(({ text }) => MORE.test(text))
  return line === undefined ? 0 : line.start + line.text.search(MORE)
}

/**
 * The first blank line from a place on at which no code is open; where there is none for long, a place
 * in the midst of it, but not of a tag.
 */
function blankLineFrom(body: string, place: number): number {
  const furthest = place + LONGEST_PARAGRAPH
  const lines = openLines(body.slice(0, furthest))
  const line = lines.find(({ start, text }) => start >= place && text.trim() === '')
  return Math.min(line?.start ?? markupEnd(body, furthest), body.length)
}

/** A body up to a place, with the definitions of links and notes that it may need from the rest. */
function headOf(body: string, end: number): HtmlRoot {
  const head = body.slice(0, end)
  const labels = new Set(head.match(LABEL)?.map((label) => label.toLowerCase()))
  if (labels.size === 0 || end === body.length) return readArticle(head).tree
  const definitions = body
    .slice(end)
    .matchAll(DEFINITION)
    .filter(([, label = '']) => labels.has(label.toLowerCase()))
    .map(([definition]) => definition)
  return readArticle([head, ...definitions].join('\n\n')).tree
}

/** The text between two breaks, and the block after it. */
interface Run {
  readonly content: readonly HtmlContent[]
  readonly next: HtmlElement | undefined
}

/** The paragraphs that say something. @returns The text of each, in order. */
function paragraphsOf(content: readonly HtmlContent[]): Generator<string, undefined> {
  return saying(linesIn(content))
}

/**
 * Those of some paragraphs that say something.
 *
 * @yields The text of each, in order.
 */
function* saying(lines: Iterable<Line>): Generator<string, undefined> {
  let labelled = false
  for (const { line, isLabel } of lines) {
    if (!isLabel && !isTimes(line) && !isLabelled(line) && !(labelled && isNames(line))) yield line
    labelled = LABEL_ALONE.test(line)
  }
}

/** A paragraph, and whether it stands in the place of a heading. */
interface Line {
  readonly line: string
  readonly isLabel: boolean
}

/**
 * All paragraphs.
 *
 * @param after What comes after all of it.
 * @yields In order.
 */
function* linesIn(
  content: readonly HtmlContent[],
  after?: HtmlElement,
): Generator<Line, undefined> {
  for (const { content: run, next } of runsOf(content, after)) {
    const [only] = run
    if (run.length === 1 && only?.type === 'element' && HTML_BLOCKS.has(only.tagName)) {
      if (!PASSED_OVER.has(only.tagName)) yield* linesIn(only.children, next)
    } else if (run.some(hasWords)) {
      const line = lineOf(saidIn(run))
      yield { line, isLabel: isHeading(line, run, next) }
    }
  }
}

/** Without what players say instead of playing, and the like. */
function saidIn(content: readonly HtmlContent[]): readonly HtmlContent[] {
  return content.flatMap((node): HtmlContent[] => {
    if (node.type === 'text') return [node]
    return PASSED_OVER.has(node.tagName) ? [] : [{ ...node, children: saidIn(node.children) }]
  })
}

/** Blocks alone, and the lines between them, which two breaks in a row divide as well. */
function runsOf(content: readonly HtmlContent[], after: HtmlElement | undefined): Run[] {
  const runs: HtmlContent[][] = [[]]
  let before: HtmlContent | undefined
  for (const node of content) {
    if (isBreak(node) && isBreak(before)) runs.push([])
    else if (node.type === 'element' && HTML_BLOCKS.has(node.tagName) && node.tagName !== 'br') {
      runs.push([node], [])
    } else runs.at(-1)?.push(node)
    if (isSeen(node)) before = node
  }
  const filled = runs.filter((run) => run.some(isSeen))
  return filled.map((run, index) => {
    const [next = after] = filled[index + 1] ?? []
    return { content: run, next: next?.type === 'element' ? next : undefined }
  })
}

function isSeen(node: HtmlContent): boolean {
  return node.type !== 'text' || node.value.trim() !== ''
}

function isBreak(node: HtmlContent | undefined): boolean {
  return node?.type === 'element' && node.tagName === 'br'
}

/** A paragraph in the place of a heading: all bold, or a few words before a list. */
function isHeading(
  line: string,
  run: readonly HtmlContent[],
  next: HtmlElement | undefined,
): boolean {
  const introduces =
    next !== undefined &&
    LISTS.has(next.tagName) &&
    (line.length < LABEL_LENGTH || line.endsWith(':'))
  return introduces || run.filter(isSeen).every(isBold)
}

/** A list of times in one paragraph, or the only one of such a list. */
function isTimes(line: string): boolean {
  const times = line.match(TIME)?.length ?? 0
  return TIME_FIRST.test(line) && (times > 1 || !SENTENCE_END.test(line))
}

/** A word or two with names behind it. */
function isLabelled(line: string): boolean {
  const names = line.replace(LABELLED, '')
  return names !== line && isNames(names)
}

/** Names and no sentence. */
function isNames(line: string): boolean {
  if (line.length > LONGEST_NAMES || SENTENCE_END.test(line)) return false
  const words = line.split(/\s+/).filter((word) => WORD.test(word))
  return words.filter((word) => NAME.test(word)).length >= words.length * MOSTLY
}

function isBold(node: HtmlContent): boolean {
  return node.type === 'element' && EMPHASIS.has(node.tagName)
}

/** For bodies without such a paragraph: the first item that says a little, else anything. */
function anyTextOf(tree: HtmlRoot): string {
  const texts = blocksIn(tree.children)
    .map((node) => ({ heading: HEADING.test(node.tagName), line: lineOf([node]) }))
    .filter(({ line }) => WORD.test(line))
  const long = texts.find(({ heading, line }) => !heading && line.length >= LABEL_LENGTH)
  const found = long ?? texts.find(({ heading }) => !heading) ?? texts[0]
  return found?.line ?? ''
}

function blocksIn(content: readonly HtmlContent[]): HtmlElement[] {
  return content.flatMap((node) => {
    if (node.type === 'text') return []
    return TEXTS.has(node.tagName) ? [node] : blocksIn(node.children)
  })
}

/** Whether there is text besides links, pictures and marks of footnotes. */
function hasWords(node: HtmlContent): boolean {
  if (node.type === 'text') return WORD.test(node.value)
  const { tagName, children } = node
  return tagName !== 'a' && !PASSED_OVER.has(tagName) && children.some(hasWords)
}

function lineOf(content: readonly HtmlContent[]): string {
  return toLine(content.map((node) => textOf(node, { images: false })).join(''))
}

/** A line of a body. */
interface BodyLine {
  /** Its offset in the body. */
  readonly start: number
  /** Without its end. */
  readonly text: string
}

/**
 * The lines of a body outside fenced code.
 *
 * @yields Each without its end.
 */
function* openLines(body: string): Generator<BodyLine, void> {
  let fence = ''
  for (let start = 0, end = 0; end !== -1; start = end + 1) {
    end = body.indexOf('\n', start)
    const text = end === -1 ? body.slice(start) : body.slice(start, end)
    const marks = FENCE.exec(text)?.[1] ?? ''
    if (fence === '' && marks === '') yield { start, text }
    else if (fence === '') fence = marks
    else if (marks.startsWith(fence)) fence = ''
  }
}
