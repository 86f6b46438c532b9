import { isWebUrl } from '../feed.ts'
import { ROLE_NAMES } from '../../posts/fields/persons.ts'
import { PODCAST_MEDIA } from '../../base/podcast-media.ts'
import { parseRfcDate } from '../../base/written-times.ts'
import type { Node } from '../read-xml.ts'

/** A requirement of the podcast namespace for an attribute of an element, or for its text. */
interface Demand {
  /** Null for the text. */
  readonly attribute: string | null
  /** Whether the element is useless without it. */
  readonly needed: boolean
  readonly fits: (value: string) => boolean
  readonly words: string
}

type Fit = Pick<Demand, 'fits' | 'words'>

const oneOf = (...values: readonly string[]): Fit => ({
  fits: (value) => values.includes(value),
  words: values.join(' or '),
})
const like = (pattern: RegExp, words: string): Fit => ({
  fits: (value) => pattern.test(value),
  words,
})
const ADDRESS: Fit = { fits: isWebUrl, words: 'an address such as https://example.org/' }
const SOME = like(/\S/, 'some words')
const UUID = like(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i, 'a UUID')
const TIME = like(/^\d+(?:\.\d+)?$/, 'seconds such as 73.0')
const LENGTH = like(/^(?=.*[1-9])\d+(?:\.\d+)?$/, 'seconds above 0 such as 60.0')
const ISO_DATE = like(/^\d{4}-\d\d-\d\dT\d\d:\d\d/, 'a date such as 2026-05-04T08:00:00Z')
const ROLE: Fit = {
  fits: (value) => ROLE_NAMES.includes(value.trim().toLowerCase()),
  words: 'a role of the podcast taxonomy such as host, guest or narrator',
}
const RFC_DATE: Fit = {
  fits(value) {
    try {
      return parseRfcDate(value).getTime() > 0
    } catch {
      return false
    }
  },
  words: 'a date such as Mon, 04 May 2026 08:00:00 +0200',
}

const text = (fit: Fit): Demand => ({ attribute: null, needed: true, ...fit })
const must = (attribute: string, fit: Fit): Demand => ({ attribute, needed: true, ...fit })
const may = (attribute: string, fit: Fit): Demand => ({ attribute, needed: false, ...fit })

/**
 * Element → the requirements of the namespace. `transcript`, `chapters`, `season` and `episode` of
 * items have rules of their own.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md
 */
const DEMANDS: Readonly<Record<string, readonly Demand[]>> = {
  locked: [text(oneOf('yes', 'no'))],
  medium: [text(oneOf(...PODCAST_MEDIA))],
  block: [text(oneOf('yes', 'no'))],
  funding: [must('url', ADDRESS), text(SOME)],
  person: [text(SOME), may('role', ROLE), may('href', ADDRESS), may('img', ADDRESS)],
  location: [
    text(SOME),
    may('geo', like(/^geo:-?\d{1,2}(?:\.\d+)?,-?\d{1,3}(?:\.\d+)?/, 'geo:50.0875,14.4213')),
    may('osm', like(/^[NWR]\d+(?:#\d+)?$/i, 'an OpenStreetMap id such as R435514')),
  ],
  license: [text(SOME), may('url', ADDRESS)],
  soundbite: [must('startTime', TIME), must('duration', LENGTH)],
  trailer: [must('url', ADDRESS), must('pubdate', RFC_DATE), text(SOME)],
  alternateEnclosure: [must('type', like(/^[\w.+-]+\/[\w.+-]+$/, 'a media type'))],
  source: [must('uri', like(/^[a-z][\w+.-]*:\S+$/i, 'an address'))],
  value: [must('type', SOME), must('method', SOME)],
  valueRecipient: [
    must('type', SOME),
    must('address', SOME),
    must('split', like(/^\d+$/, 'a whole number of shares')),
  ],
  txt: [text(SOME)],
  socialInteract: [must('protocol', SOME), may('uri', ADDRESS)],
  remoteItem: [must('feedGuid', UUID)],
  podping: [must('usesPodping', oneOf('true', 'false'))],
  updateFrequency: [text(SOME), may('complete', oneOf('true', 'false')), may('dtstart', ISO_DATE)],
  liveItem: [must('status', oneOf('pending', 'live', 'ended')), must('start', ISO_DATE)],
  contentLink: [must('href', ADDRESS)],
}

const BY_ELEMENT: ReadonlyMap<string, readonly Demand[]> = new Map(
  Object.entries(DEMANDS).map(([name, demands]) => [`podcast:${name}`, demands]),
)

/**
 * Looks at the elements of the podcast namespace inside an element, but not in its items.
 *
 * @yields A sentence on each that is wrong.
 */
export function* wrongElements(parent: Node): Iterable<string> {
  for (const node of parent.children) {
    if (node.name === 'item') continue
    if (node.name.startsWith('podcast:')) yield* wrongIn(node)
    yield* wrongElements(node)
  }
}

function* wrongIn(node: Node): Iterable<string> {
  const demands = BY_ELEMENT.get(node.name) ?? []
  for (const { attribute, needed, fits, words } of demands) {
    const value = attribute === null ? node.text.trim() : node.attributes[attribute]?.trim()
    if (value === undefined ? !needed : fits(value)) continue
    const place = attribute === null ? node.name : `${attribute} of ${node.name}`
    yield `expected ${words} in ${place}, got ${value === undefined ? 'none' : `"${value.slice(0, 80)}"`}`
  }
}
