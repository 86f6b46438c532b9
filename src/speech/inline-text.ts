import type { HtmlContent, HtmlElement } from '../posts/article/article-tree.ts'
import { hostOf } from './words/say.ts'
import { roleOf } from './roles.ts'

/** The walk through an article, which knows whether a `<!-- audio:skip -->` is in effect. */
export interface Skips {
  readonly skipping: boolean
  readonly mark: (comment: HtmlElement) => 'next' | null
}

/**
 * Inline elements that are not read: struck-out text, ruby annotations, checkboxes; and links to a time of a
 * recording, see `linkTimes`.
 */
const SILENT = new Set('del s strike rt rp input'.split(' '))
/** Superscripts that are powers, as in m²; all others are footnote numbers. */
const POWERS: Readonly<Record<string, string>> = { 2: '²', 3: '³' }
const NOTE = /^[([]?[\d*†‡,\s]+[)\]]?$/
const URL_TEXT = /^(?:https?:\/\/|www\.)\S+$/i
const LONGEST_CODE = 40
/** A file name as alternative text, which says nothing about what the image shows. */
const FILE_NAME =
  /^\S*\.(?:avif|bmp|gif|jpe?g|png|svg|webp)$|^(?:img|dsc|image|screenshot)[-_ ]?\d+$/i

/** The words of a line as they are read aloud. */
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

/** Whether inline code is a name, which can be read, rather than an expression. */
function isWordy(code: string): boolean {
  const said = code.replace(/[^\p{L}\p{N}\s._-]/gu, '')
  return code.length <= LONGEST_CODE && said.length >= 0.8 * code.length
}

/** Drops the number of a footnote and keeps that of a power. */
function raised(text: string): string {
  return POWERS[text] ?? (NOTE.test(text) ? '' : text)
}

/** The alternative texts of images that are alone on their line; null if there are words as well. */
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
