import * as from from '../../base/sources.ts'
import { inItems } from '../feed.ts'
import { childrenOf, textIn, type Node } from '../read-xml.ts'
import type { FeedChecks } from './feed-checks.ts'
import { addressesIn, readHtml, type HtmlElement } from './html.ts'

const NUMBERED = /^\s*(?:(?:episode|ep)\s*[.:#]?\s*\d{1,4}\b|s\d{1,2}\s*[.:]?\s*e\d{1,3}\b)/i
const ESCAPED = /&(?:amp|lt|gt|quot|nbsp|apos|#\d{2,6});/i
const MARKUP = /<\/?(?:a|b|i|p|em|br|div|span|strong)\b[^<>]*>/i
/** Elements with which notes show something, though they have no text. */
const SHOWN_WITHOUT_TEXT = new Set(['img', 'audio', 'video', 'picture', 'svg', 'iframe'])
/** Elements of an item whose values have no spaces around them. */
const PADDED = ['title', 'itunes:title', 'itunes:author', 'guid']
const ACTIVE = new Set(['script', 'iframe', 'style', 'form', 'object', 'embed'])

/** The part of an element that feed readers remove or refuse; null where it is harmless. */
function activePart({ name, attributes }: HtmlElement): string | null {
  if (ACTIVE.has(name)) return `<${name}>`
  const handler = Object.keys(attributes).find((attribute) => attribute.startsWith('on'))
  if (handler !== undefined) return handler
  return Object.values(attributes).some((value) => /^\s*javascript:/i.test(value))
    ? 'javascript:'
    : null
}

/** The facts about the notes of an item. */
interface Notes {
  /** The first part that does not belong there; null if there is none. */
  readonly active: string | null
  /** The first address that is not absolute; null where there is none. */
  readonly relative: string | null
}

/** Kept, because two rules need them, and each is a whole article. */
const read = new WeakMap<Node, Notes>()

function notesOf(item: Node): Notes {
  const known = read.get(item) ?? readNotes(item)
  read.set(item, known)
  return known
}

function readNotes(item: Node): Notes {
  const html = `${textIn(item, 'description') ?? ''}\n${textIn(item, 'content:encoded') ?? ''}`
  const elements = html.includes('<') ? readHtml(html).elements : []
  const [active = null] = elements.flatMap((element) => activePart(element) ?? [])
  const urls = elements.flatMap(addressesIn)
  return { active, relative: urls.find((url) => !/^[a-z][a-z0-9+.-]*:/i.test(url)) ?? null }
}

/** Whether notes show nothing in apps. */
function showsNothing(html: string): boolean {
  const text = html.replaceAll(/<[^<>]*>|&nbsp;|&#(?:160|xa0);/gi, '').trim()
  if (text !== '' || !html.includes('<')) return text === '' && html.trim() === ''
  return !readHtml(html).elements.some(({ name }) => SHOWN_WITHOUT_TEXT.has(name))
}

const NOTES = ['description', 'content:encoded', 'itunes:summary']

export function notAbsolute(url: string): string {
  return `expected an absolute address, got "${url}"`
}

/** Rules on the title and the notes of an item. */
export const ITEM_TEXT_CHECKS: FeedChecks = {
  'item/title': {
    severity: 'error',
    says: 'an episode has no title',
    source: from.APPLE('every episode has a title'),
    fix: 'write title: … in the post',
    twin: 'post/title',
    find: inItems((item) => !textIn(item, 'title') && 'expected a title, got none'),
  },
  'item/title-number': {
    severity: 'warning',
    says: 'a title begins with a season or episode number',
    source: from.PSP('numbers have elements of their own and do not belong in the title'),
    fix: 'use itunes:season and itunes:episode',
    twin: 'episode/title-number',
    find: inItems((item) => {
      const [found] = NUMBERED.exec(textIn(item, 'title') ?? '') ?? []
      return found !== undefined && `"${found.trim()}" is a number; apps show numbers themselves`
    }),
  },
  'item/title-markup': {
    severity: 'warning',
    says: 'a title contains markup, or was escaped twice',
    source: from.VALIDATOR('ContainsHTML: a title is plain text'),
    fix: 'write plain text, escaped once',
    twin: 'writing/markup',
    find: inItems((item) => {
      const title = textIn(item, 'title') ?? ''
      const [found] = ESCAPED.exec(title) ?? MARKUP.exec(title) ?? []
      return found !== undefined && `apps show "${found}" in the title literally`
    }),
  },
  'item/title-padded': {
    severity: 'warning',
    says: 'a title, a guid or an author begins or ends with spaces or line breaks',
    source: from.PSP('values have no spaces at their start or end'),
    fix: 'put the value directly between the tags',
    find: inItems(function* (item) {
      for (const name of PADDED) {
        const value = childrenOf(item, name)[0]?.text ?? ''
        if (value !== value.trim())
          yield `expected ${name} without spaces around it, got ${JSON.stringify(value.slice(0, 60))}`
      }
    }),
  },
  'item/notes': {
    severity: 'advice',
    says: 'an episode has no notes',
    source: from.PSP('description is recommended'),
    fix: 'say in a sentence or two what it is about (description)',
    twin: 'writing/empty',
    find: inItems(
      (item) =>
        NOTES.every((name) => !textIn(item, name)) &&
        'expected a description or content:encoded, got neither',
    ),
  },
  'item/notes-empty': {
    severity: 'warning',
    says: 'the notes of an episode are empty in content:encoded, which apps prefer to its description',
    source: from.VALIDATOR('NotBlank'),
    fix: 'write the notes there, or leave content:encoded out',
    find: inItems((item) => {
      const content = textIn(item, 'content:encoded')
      const isMeant = content !== null && NOTES.some((name) => textIn(item, name))
      const isEmpty = isMeant && showsNothing(content)
      return isEmpty && 'expected notes in content:encoded, got nothing that is shown'
    }),
  },
  'item/active-content': {
    severity: 'warning',
    says: 'the notes of an episode contain scripts, frames or styles',
    source: from.VALIDATOR('SecurityRisk: readers remove them, or refuse the feed'),
    fix: 'remove them from the notes',
    find: inItems((item) => {
      const { active } = notesOf(item)
      return active !== null && `${active} does not belong in notes`
    }),
  },
  'item/relative-address': {
    severity: 'warning',
    says: 'the notes of an episode contain an address that is not absolute',
    source: from.VALIDATOR('ContainsRelRef: apps do not know what it is relative to'),
    fix: 'write absolute addresses',
    find: inItems((item) => {
      const { relative } = notesOf(item)
      return relative !== null && notAbsolute(relative)
    }),
  },
}
