import { FENCE } from './body-audio.ts'
import { type HtmlContent, type HtmlElement, type HtmlRoot, HTML_BLOCKS } from './article-tree.ts'
import { readArticle } from './parse-article.ts'
import { textOf, toLine } from './plain-text.ts'
import { cutMarkup, markupEnd, shorten } from './shorten.ts'

/** The longest summary, in UTF-16 units. */
export const SUMMARY_LENGTH = 600

const MORE = /(?<!`)<!--\s{0,20}more\s{0,20}-->/i
const DEFINITION = /^ {0,3}(\[[^\]\n]{1,200}\]):[ \t]*\S.*$/gm
/** A reference to a link or footnote that is defined elsewhere, unlike `[text](/address)`. */
const LABEL = /\[[^[\]\n]{1,200}\](?!\()/g
/** How far down `<!--more-->` may be, in UTF-16 units. */
const LEAD_LENGTH = 4_000
/** How much of a body is parsed first; most posts have said by then what they are about. */
const HEAD_LENGTH = 600
const GROWTH = 4
/** A first paragraph without signs of links, HTML, code, tables or template syntax. */
const PROSE = /^\s{0,20}\p{L}[^<>[\]{}|`~\\:=%\n\r]{40,600}(?=\n\n)/u
/** Characters that exclude a paragraph from being read without a parser. */
const UNREADABLE = /^\n*[^\n\p{L}]|[*_@\uFFFF]|&|[\p{Cc}--\n]|www\.|^\n*(?:import|export)\s/iv
/** Words in `*…*` that can only be emphasis. */
const SIMPLE_EMPHASIS = /(?<=[ \(])\*([\p{L}\p{N}](?:[^*]*[\p{L}\p{N}])?)\*(?=[ .,;!?\)]|$)/gv
/** Lines that would make the paragraph before them a part of a definition list. */
const AFTER_TERM = /^\s*[:~]/
/** The most that is parsed synchronously: a few milliseconds, for any content. */
const BEGINNING = 4_000
/** More than any paragraph has, in UTF-16 units. */
const LONGEST_PARAGRAPH = 50_000
/** A shorter line before a list only introduces it. */
const LABEL_LENGTH = 40
const WORD = /[\p{L}\p{N}]/u
/** A label with names: `Special Guests: Ann Lee and Bob Roy`. */
const LABELLED = /^\p{L}[\p{L}\p{M}'’&/-]*(?: [\p{L}\p{M}'’&/-]+){0,2} ?[:：]\s*/u
const LABEL_ALONE = /[:：]$/
const TIME = /(?<![\d:.])\d{1,2}:\d\d(?::\d\d)?(?![\d:])/g
/** What may precede the first time of a line. */
const TIME_FIRST = /^[^\p{L}\p{N}]{0,3}\d{1,2}:\d\d/u
const SENTENCE_END = /\p{Ll}[.!?…]["'”’)]*$|[。！？]/u
const NAME = /^[^\p{L}\p{N}]*(?:[\p{Lu}\p{Lt}\p{Lo}\p{N}@]|https?:)/u
/** The least share of capitalised words in a list of names, which also has words such as "and" and "of". */
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
 * Summarises a post whose author gives no summary, in plain text: the text before `<!--more-->` if that is
 * one or two paragraphs, otherwise the first paragraph with text of its own.
 *
 * Headings and labels, images, lists, code, lines of times or of names (`Host: Ann Lee`) and paragraphs of
 * links only are used if there is nothing else. Only as much of the body is parsed as necessary. A text
 * longer than `SUMMARY_LENGTH` ends after a sentence, or after a word and with `…`. Returns '' for a body
 * without text.
 */
export function summarize(body: string): string {
  return summarizeWithin(body, Infinity) ?? ''
}

/** The summary, if the beginning of a body is enough for it; null if more must be read. */
export function summarizeBeginning(body: string): string | null {
  return summarizeWithin(body, BEGINNING)
}

/** The meaningful paragraphs at the beginning of a body, each shortened like a summary. */
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
 * The text of the first paragraph, if it is evidently prose: most articles begin with prose, and then nothing
 * else has to be parsed. Otherwise null.
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

/** The text of a paragraph in which simple emphasis is the only markup; null if there may be more. */
function readPlainProse(paragraph: string): Line | null {
  const text = paragraph.includes('*') ? paragraph.replaceAll(SIMPLE_EMPHASIS, '$1') : paragraph
  return UNREADABLE.test(text) ? null : { line: toLine(text), isLabel: false }
}

/** The offset of `<!--more-->`; 0 if there is none, or it is too far down. */
function markerIn(body: string): number {
  const head = body.slice(0, LEAD_LENGTH)
  if (!MORE.test(head)) return 0
  const line = openLines(head).find(({ text }) => MORE.test(text))
  return line === undefined ? 0 : line.start + line.text.search(MORE)
}

/**
 * The first blank line after an offset at which no code is open; if there is none for long, an offset inside
 * the code, but not inside a tag.
 */
function blankLineFrom(body: string, place: number): number {
  const furthest = place + LONGEST_PARAGRAPH
  const lines = openLines(body.slice(0, furthest))
  const line = lines.find(({ start, text }) => start >= place && text.trim() === '')
  return Math.min(line?.start ?? markupEnd(body, furthest), body.length)
}

/** A body up to an offset, with the definitions of links and footnotes that it may need from the rest. */
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

/**
 * The meaningful paragraphs.
 *
 * @returns The text of each, in order.
 */
function paragraphsOf(content: readonly HtmlContent[]): Generator<string, undefined> {
  return saying(linesIn(content))
}

/**
 * Selects the meaningful ones of some paragraphs.
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

/** A paragraph, and whether it serves as a heading. */
interface Line {
  readonly line: string
  readonly isLabel: boolean
}

/**
 * Goes through all paragraphs.
 *
 * @param after The element after the content.
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

/** Removes the fallback content of players and the like. */
function saidIn(content: readonly HtmlContent[]): readonly HtmlContent[] {
  return content.flatMap((node): HtmlContent[] => {
    if (node.type === 'text') return [node]
    return PASSED_OVER.has(node.tagName) ? [] : [{ ...node, children: saidIn(node.children) }]
  })
}

/** Splits content into blocks and the lines between them, which two line breaks divide as well. */
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

/** Whether a paragraph serves as a heading: all bold, or a few words before a list. */
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

/** A paragraph with several times, or the only line of such a list. */
function isTimes(line: string): boolean {
  const times = line.match(TIME)?.length ?? 0
  return TIME_FIRST.test(line) && (times > 1 || !SENTENCE_END.test(line))
}

/** A label of a word or two, followed by names. */
function isLabelled(line: string): boolean {
  const names = line.replace(LABELLED, '')
  return names !== line && isNames(names)
}

/** Names only, not a sentence. */
function isNames(line: string): boolean {
  if (line.length > LONGEST_NAMES || SENTENCE_END.test(line)) return false
  const words = line.split(/\s+/).filter((word) => WORD.test(word))
  return words.filter((word) => NAME.test(word)).length >= words.length * MOSTLY
}

function isBold(node: HtmlContent): boolean {
  return node.type === 'element' && EMPHASIS.has(node.tagName)
}

/** For bodies without a meaningful paragraph: the first list item with some words, otherwise any text. */
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

/** Whether there is text besides links, images and footnote references. */
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
  /** Without its line ending. */
  readonly text: string
}

/**
 * Goes through the lines of a body that are not in fenced code.
 *
 * @yields Each without its line ending.
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
