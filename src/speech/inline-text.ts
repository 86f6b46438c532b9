import type { HtmlContent, HtmlElement } from '../posts/article/article-tree.ts'
import { hostOf } from './words/say.ts'
import { roleOf } from './roles.ts'

/** The reader of an article that knows what is left out. */
export interface Skips {
  readonly skipping: boolean
  readonly mark: (comment: HtmlElement) => 'next' | null
}

/** Parts of a line that are not heard: what is struck out, how a sign is read, boxes to tick; and links to a
 * time of a recording, see `linkTimes`. */
const SILENT = new Set('del s strike rt rp input'.split(' '))
/** Numbers above a line that are powers, as in m²; the others are those of notes. */
const POWERS: Readonly<Record<string, string>> = { 2: '²', 3: '³' }
const NOTE = /^[([]?[\d*†‡,\s]+[)\]]?$/
const URL_TEXT = /^(?:https?:\/\/|www\.)\S+$/i
const LONGEST_CODE = 40
/** The name of a file, which says nothing of what an image shows. */
const FILE_NAME =
  /^\S*\.(?:avif|bmp|gif|jpe?g|png|svg|webp)$|^(?:img|dsc|image|screenshot)[-_ ]?\d+$/i

/** The words of a line as they are heard. */
export function collectText(nodes: readonly HtmlContent[], skips: Skips): string {
  let text = ''
  let left = false
  for (const node of nodes) {
    if (node.type === 'element' && roleOf(node.tagName) === 'comment') {
      left = skips.mark(node) === 'next'
    } else if (left && node.type === 'element') left = false
    else if (!skips.skipping) text += wordsOf(node, skips)
  }
  return text
}

function wordsOf(node: HtmlContent, skips: Skips): string {
  if (node.type === 'text') return node.value
  const { tagName, attributes, children } = node
  if (SILENT.has(tagName) || 'data-footnote-ref' in attributes) return ''
  if ('data-footnote-backref' in attributes || attributes['aria-hidden'] === 'true') return ''
  if (tagName === 'br') return '\n'
  const role = roleOf(tagName)
  if (role !== 'inline' && role !== 'paragraph') return role === 'item' ? `${inner()} ` : ''
  const text = inner()
  if (tagName === 'a' && attributes['href']?.startsWith('#t=')) return ''
  if (tagName === 'a') return URL_TEXT.test(text.trim()) ? hostOf(text.trim()) : text
  if (tagName === 'code') return isWordy(text) ? text : ''
  if (tagName === 'sup') return raised(text)
  return role === 'paragraph' ? `${text} ` : text

  function inner(): string {
    return collectText(children, skips)
  }
}

/** A name in code can be said, an expression cannot. */
function isWordy(code: string): boolean {
  const said = code.replace(/[^\p{L}\p{N}\s._-]/gu, '')
  return code.length <= LONGEST_CODE && said.length >= 0.8 * code.length
}

/** The number of a note goes, that of a power stays. */
function raised(text: string): string {
  return POWERS[text] ?? (NOTE.test(text) ? '' : text)
}

/** What images show that are alone on their line; null if there are words, too. */
export function isLoneImage(nodes: readonly HtmlContent[]): string[] | null {
  const images: string[] = []
  for (const node of nodes) {
    if (node.type === 'text') {
      if (node.value.trim() !== '') return null
    } else if (node.tagName === 'img') {
      const alt = (node.attributes['alt'] ?? '').trim()
      if (!FILE_NAME.test(alt)) images.push(alt)
    } else if (node.tagName === 'br') continue
    else if (node.tagName === 'a' || node.tagName === 'picture' || node.tagName === 'span') {
      const inner = isLoneImage(node.children)
      if (inner === null) return null
      images.push(...inner)
    } else if (roleOf(node.tagName) !== 'comment' && node.tagName !== 'source') return null
  }
  return images
}
