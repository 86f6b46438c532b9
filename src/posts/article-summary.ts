import { htmlParagraphs } from './article-summary-html.ts'
import { type Node, type Root, nodesOf } from './markdown-parser.ts'
import { parseMarkdown } from './markdown.ts'
import { textOf, toLine } from './plain-text.ts'

/** No summary is longer, in UTF-16 units. */
export const SUMMARY_LENGTH = 600

const MORE = /(?<!`)<!--\s{0,20}more\s{0,20}-->/i
const FENCE = /^ {0,3}(`{3,}|~{3,})/
const DEFINITION = /^ {0,3}\[[^\]\n]{1,200}\]:[ \t]*\S.*$/gm
/** How far down the author's own cut may be. */
const LEAD_LENGTH = 4_000
/** How much of a body is parsed at first; most posts have said what they are about by then. */
const HEAD_LENGTH = 2_000
const GROWTH = 4
/** A line before a list that is shorter only names what follows. */
const LABEL_LENGTH = 40
const WORD = /[\p{L}\p{N}]/u
const SENTENCE_END =
  /(?<!\d|(?<!\p{L})\p{L})[.!?…]["'”’»)\]]*(?=\s+["'“„«(]*\p{Lu})|[。！？]["'”’»)\]」』]*/gu
const LOOSE_END = /[\s,;:–—-]{1,20}$/u

/**
 * Says in plain text what a post is about, where its author does not: the text before
 * `<!--more-->` if that is one or two paragraphs, else the first paragraph with text of its own.
 *
 * Headings and labels, pictures, lists, code and paragraphs that are nothing but links do not count
 * unless there is nothing else. Only as much of the body is parsed as it takes. What is longer than
 * `SUMMARY_LENGTH` ends after a sentence, or else after a word and with `…`. It is '' for a body
 * without text.
 */
export function summarize(body: string): string {
  const lead = paragraphsOf(headOf(body, markerIn(body)))
  if (lead.length === 1 || lead.length === 2) return shorten(lead.join(' '))
  for (let length = HEAD_LENGTH; ; length *= GROWTH) {
    const end = blankLineFrom(body, length)
    const head = headOf(body, end)
    const summary = paragraphsOf(head)[0] ?? (end === body.length ? anyTextOf(head) : undefined)
    if (summary !== undefined) return shorten(summary)
  }
}

/** Where the author's own cut is; 0 where there is none, or too far down to be of use. */
function markerIn(body: string): number {
  const head = body.slice(0, LEAD_LENGTH)
  if (!MORE.test(head)) return 0
  const line = openLines(head).find(({ text }) => MORE.test(text))
  return line === undefined ? 0 : line.start + line.text.search(MORE)
}

/** The first blank line from a place on at which no code is open; the end if there is none. */
function blankLineFrom(body: string, place: number): number {
  if (place >= body.length) return body.length
  const line = openLines(body).find(({ start, text }) => start >= place && text.trim() === '')
  return line?.start ?? body.length
}

type Paragraph = Extract<Node, { type: 'paragraph' }>

interface Line {
  readonly start: number
  readonly text: string
}

/**
 * The lines that are in no fenced code.
 *
 * @yields Each without its end.
 */
function* openLines(body: string): Generator<Line, void> {
  let fence = ''
  let start = 0
  for (const text of body.split('\n')) {
    const marks = FENCE.exec(text)?.[1] ?? ''
    if (fence === '' && marks === '') yield { start, text }
    else if (fence === '') fence = marks
    else if (marks.startsWith(fence)) fence = ''
    start += text.length + 1
  }
}

/** A body up to a place, with the definitions of links and notes that it may need from the rest. */
function headOf(body: string, end: number): Root {
  const head = body.slice(0, end)
  if (!head.includes('[')) return parseMarkdown(head)
  const definitions = body.slice(end).match(DEFINITION) ?? []
  return parseMarkdown([head, ...definitions].join('\n\n'))
}

/** The text of each paragraph that says something, in order. */
function paragraphsOf(tree: Root): string[] {
  return tree.children.flatMap((node, index) => {
    if (node.type === 'html') return htmlParagraphs(node.value)
    if (node.type === 'blockquote') return paragraphsOf({ type: 'root', children: node.children })
    if (node.type !== 'paragraph' || !hasWords(node)) return []
    return isLabel(node, tree.children[index + 1]) ? [] : [lineOf(node)]
  })
}

/** A paragraph in the place of a heading: all bold, or a few words before a list. */
function isLabel(paragraph: Paragraph, next: Node | undefined): boolean {
  const line = lineOf(paragraph)
  const introduces = next?.type === 'list' && (line.length < LABEL_LENGTH || line.endsWith(':'))
  return introduces || paragraph.children.every(({ type }) => type === 'strong')
}

/** For bodies without such a paragraph: the first item that says a little, else anything. */
function anyTextOf(tree: Root): string {
  const texts = nodesOf(tree)
    .filter(({ type }) => ['heading', 'listItem', 'paragraph', 'tableCell'].includes(type))
    .map((node) => ({ heading: node.type === 'heading', line: lineOf(node) }))
    .filter(({ line }) => WORD.test(line))
    .toArray()
  const long = texts.find(({ heading, line }) => !heading && line.length >= LABEL_LENGTH)
  return (long ?? texts.find(({ heading }) => !heading) ?? texts[0])?.line ?? ''
}

/** Whether there is text besides links and pictures. */
function hasWords(node: Node): boolean {
  if (node.type === 'text' || node.type === 'inlineCode') return WORD.test(node.value)
  if (node.type === 'link' || node.type === 'linkReference') return false
  return 'children' in node && node.children.some(hasWords)
}

function lineOf(node: Node): string {
  return toLine(textOf(node, { images: false }))
}

function shorten(text: string): string {
  if (text.length <= SUMMARY_LENGTH) return text
  const head = text.slice(0, SUMMARY_LENGTH - 1)
  const sentence = head.matchAll(SENTENCE_END).toArray().at(-1)
  if (sentence !== undefined && sentence.index > head.length / 2) {
    return head.slice(0, sentence.index + sentence[0].length)
  }
  const space = head.lastIndexOf(' ')
  const words = head.slice(0, space > head.length / 2 ? space : characterStart(text, head.length))
  return `${words.replace(LOOSE_END, '')}…`
}

/** The place before a character, joined emoji and accents included, that reaches beyond a place. */
function characterStart(text: string, place: number): number {
  return new Intl.Segmenter().segment(text).containing(place)?.index ?? place
}
