import { htmlParagraphs } from './article-summary-html.ts'
import { type Node, type Root, nodesOf } from './markdown-parser.ts'
import { parseMarkdown } from './markdown.ts'
import { openLines } from '../front-matter/open-lines.ts'
import { textOf, toLine } from './plain-text.ts'
import { shorten } from './shorten.ts'

/** No summary is longer, in UTF-16 units. */
export const SUMMARY_LENGTH = 600

const MORE = /(?<!`)<!--\s{0,20}more\s{0,20}-->/i
const DEFINITION = /^ {0,3}\[[^\]\n]{1,200}\]:[ \t]*\S.*$/gm
/** How far down the author's own cut may be. */
const LEAD_LENGTH = 4_000
/** How much of a body is parsed at first; most posts have said what they are about by then. */
const HEAD_LENGTH = 2_000
const GROWTH = 4
/** A line before a list that is shorter only names what follows. */
const LABEL_LENGTH = 40
const WORD = /[\p{L}\p{N}]/u

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
  if (lead.length === 1 || lead.length === 2) return shorten(lead.join(' '), SUMMARY_LENGTH)
  for (let length = HEAD_LENGTH; ; length *= GROWTH) {
    const end = blankLineFrom(body, length)
    const head = headOf(body, end)
    const summary = paragraphsOf(head)[0] ?? (end === body.length ? anyTextOf(head) : undefined)
    if (summary !== undefined) return shorten(summary, SUMMARY_LENGTH)
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
