import { TRANSCRIPT_TYPES, usualType } from '../../base/media-types.ts'
import * as from from '../../base/sources.ts'
import { isInsecure } from '../../base/addresses.ts'
import { DAY, parseRfcDate } from '../../base/written-times.ts'
import { enclosureOf, imageUrl, inItems, isWebUrl, recordingUrl, secondsOf } from '../feed.ts'
import { ITEM_ELEMENT_CHECKS } from './feed-text-checks.ts'
import { childrenOf, textIn } from '../read-xml.ts'
import { wrongDate, type FeedChecks } from './feed-checks.ts'
import { ITEM_TEXT_CHECKS, notAbsolute } from './item-text-checks.ts'
import { REPETITION_CHECKS } from './repetition-checks.ts'

/** @see https://podcasters.apple.com/support/823-podcast-requirements */
const TYPES = new Set([
  'audio/mpeg',
  'audio/x-m4a',
  'audio/mp4',
  'audio/m4a',
  'video/mp4',
  'video/m4v',
  'video/x-m4v',
  'video/quicktime',
  'application/pdf',
])
const ENDING = /\.(?:mp3|m4a|m4b|mp4|m4v|mov|pdf)$/i
/** No recording is smaller; templates write 0, 1, 33 or 1024 where they do not know the size. */
const SMALLEST = 2000
const OLDEST = Date.UTC(1990, 0, 1)

const ALL_TRANSCRIPT_TYPES = new Set([...TRANSCRIPT_TYPES, 'application/srt'])
/** Wrong media types of transcripts → the one that is meant. */
const MEANT_TRANSCRIPT: Readonly<Record<string, string>> = {
  'text/srt': 'application/x-subrip',
  'text/x-srt': 'application/x-subrip',
  'application/x-srt': 'application/x-subrip',
  'text/webvtt': 'text/vtt',
}
const CHAPTER_TYPES = new Set(['application/json+chapters', 'application/json'])

/** The values that an element may have; it may be absent. */
const VALUES: readonly {
  readonly name: string
  readonly allowed: RegExp
  readonly words: string
}[] = [
  { name: 'itunes:explicit', allowed: /^(?:true|false)$/, words: 'true or false' },
  {
    name: 'itunes:episodeType',
    allowed: /^(?:full|trailer|bonus)$/,
    words: 'full, trailer or bonus',
  },
  { name: 'itunes:season', allowed: /^[1-9]\d{0,8}$/, words: 'a whole number from 1' },
  { name: 'itunes:episode', allowed: /^[1-9]\d{0,8}$/, words: 'a whole number from 1' },
  { name: 'itunes:block', allowed: /^yes$/i, words: 'yes, or nothing' },
  { name: 'podcast:season', allowed: /^\d{1,9}$/, words: 'a whole number' },
  { name: 'podcast:episode', allowed: /^\d{1,9}(?:\.\d+)?$/, words: 'a number' },
]

/** What is wrong with the items of a feed. */
export const ITEM_CHECKS: FeedChecks = {
  ...ITEM_TEXT_CHECKS,
  ...REPETITION_CHECKS,
  ...ITEM_ELEMENT_CHECKS,
  'item/enclosure': {
    severity: 'error',
    says: 'an episode has no recording',
    source: from.PSP('enclosure is required'),
    fix: 'add an enclosure with the recording',
    find: inItems((item) => enclosureOf(item) === null && 'expected an enclosure, got none'),
  },
  'item/enclosure-url': {
    severity: 'error',
    says: 'the address of a recording is not a web address',
    source: from.RSS('url is an http address'),
    fix: 'write the absolute address, percent-encoded',
    find: inItems((item) => {
      const url = enclosureOf(item)?.['url'] ?? ''
      return enclosureOf(item) !== null && !isWebUrl(url) && notAbsolute(url)
    }),
  },
  'item/enclosure-ending': {
    severity: 'warning',
    says: 'the address of a recording has no extension that Apple knows',
    source: from.APPLE('the extension in the address tells the format'),
    fix: 'give the file an extension such as .mp3',
    twin: 'recording/type',
    find: inItems((item) => {
      const url = recordingUrl(item)
      const isUnknown = isWebUrl(url) && !ENDING.test(new URL(url).pathname)
      return isUnknown && `expected an extension such as .mp3, got ${url}`
    }),
  },
  'item/length': {
    severity: 'error',
    says: 'the size of a recording is not given in bytes',
    source: from.RSS('length is the size of the enclosure in bytes'),
    fix: 'write the size of the file in bytes',
    find: inItems((item) => {
      const enclosure = enclosureOf(item)
      const length = enclosure?.['length'] ?? ''
      if (enclosure === null || (/^\d+$/.test(length) && Number(length) >= SMALLEST)) return null
      return `expected the size of the file in bytes, got length="${length}"`
    }),
  },
  'item/type': {
    severity: 'warning',
    says: 'a recording has a media type that apps do not accept',
    source: from.APPLE('audio/mpeg, audio/x-m4a and some video types'),
    fix: 'write audio/mpeg for MP3, audio/x-m4a for M4A',
    twin: 'recording/format',
    find: inItems((item) => {
      const enclosure = enclosureOf(item)
      const type = enclosure?.['type'] ?? ''
      if (enclosure === null || TYPES.has(type)) return null
      // Apple takes AAC in MP4 only.
      const meant = type === 'audio/aac' ? 'audio/x-m4a' : usualType(type)
      return `expected ${TYPES.has(meant) ? meant : 'audio/mpeg'}, got "${type}"`
    }),
  },
  'item/guid': {
    severity: 'error',
    says: 'an episode has no guid',
    source: from.PSP('guid is required, and never changes'),
    fix: 'give every episode a guid of its own',
    find: inItems((item) => !textIn(item, 'guid') && 'expected a guid, got none'),
  },
  'item/guid-permalink': {
    severity: 'warning',
    says: 'a guid is marked as an address, but is not one',
    source: from.RSS('isPermaLink is true where it is omitted'),
    fix: 'write isPermaLink="false"',
    find: inItems((item) => {
      const guid = textIn(item, 'guid')
      const isAddress = childrenOf(item, 'guid')[0]?.attributes['isPermaLink'] !== 'false'
      return !!guid && isAddress && !isWebUrl(guid) && `"${guid}" is not an address`
    }),
  },
  'item/date': {
    severity: 'error',
    says: 'an episode has no date, or not in the format of RSS',
    source: from.RSS('dates have the format of RFC 822, with four digits for the year'),
    fix: 'write it as Mon, 04 May 2026 08:00:00 +0200',
    find: inItems((item) => wrongDate(textIn(item, 'pubDate') ?? '')),
  },
  'item/date-implausible': {
    severity: 'warning',
    says: 'an episode is dated in the future, or before the web existed',
    source: from.VALIDATOR('ImplausibleDate'),
    fix: 'correct the date; leave scheduled episodes out until they are due',
    twin: 'post/date',
    find: inItems((item, { now }) => {
      const text = textIn(item, 'pubDate') ?? ''
      if (wrongDate(text) !== null) return null
      const time = parseRfcDate(text).getTime()
      return (time > now.getTime() + DAY || time < OLDEST) && `${text} is implausible`
    }),
  },
  'item/duration': {
    severity: 'warning',
    says: 'a duration is not a number of seconds, or zero',
    source: from.PSP('itunes:duration is a number of seconds'),
    fix: 'write whole seconds, as measured',
    find: inItems((item) => {
      const duration = textIn(item, 'itunes:duration')
      if (duration === null) return null
      return secondsOf(duration) === null && `expected whole seconds, got "${duration}"`
    }),
  },
  'item/duration-missing': {
    severity: 'advice',
    says: 'an episode does not say how long it is',
    source: from.PSP('itunes:duration is recommended'),
    fix: 'write whole seconds, as measured',
    find: inItems(
      (item) => textIn(item, 'itunes:duration') === null && 'expected itunes:duration, got none',
    ),
  },
  'item/value': {
    severity: 'warning',
    says: 'an element has a value that is not allowed',
    source: from.PSP('the values of itunes:explicit, episodeType, season and episode'),
    fix: 'write one of the allowed values',
    find: inItems(function* (item) {
      for (const { name, allowed, words } of VALUES) {
        const value = textIn(item, name)
        if (value !== null && !allowed.test(value))
          yield `expected ${words} in ${name}, got "${value}"`
      }
    }),
  },
  'item/link': {
    severity: 'warning',
    says: 'the link of an episode is not an address',
    source: from.RSS('link is the address of the item'),
    fix: 'write the absolute address of the article',
    find: inItems((item) => {
      const link = textIn(item, 'link')
      return link !== null && !isWebUrl(link) && notAbsolute(link)
    }),
  },
  'item/image': {
    severity: 'warning',
    says: 'the image of an episode is not the address of a JPEG or PNG',
    source: from.APPLE_ARTWORK('JPEG or PNG, by the extension in the address'),
    fix: 'write the absolute address of a .jpg or .png file',
    find: inItems(function* (item) {
      for (const { attributes } of childrenOf(item, 'itunes:image')) {
        const href = attributes['href'] ?? ''
        const good = isWebUrl(href) && /\.(?:jpe?g|png)$/i.test(new URL(href).pathname)
        if (!good) yield `expected the address of a .jpg or .png, got "${href}"`
      }
    }),
  },
  'item/transcript': {
    severity: 'warning',
    says: 'a transcript has no address, or a type that transcripts do not have',
    source: from.TRANSCRIPTS('url and type are required'),
    fix: 'write text/vtt, application/x-subrip, application/json, text/html or text/plain',
    find: inItems(function* (item) {
      for (const { attributes } of childrenOf(item, 'podcast:transcript')) {
        const { url = '', type = '' } = attributes
        if (!isWebUrl(url)) yield `expected the address of a transcript, got "${url}"`
        else if (!ALL_TRANSCRIPT_TYPES.has(type))
          yield `expected ${MEANT_TRANSCRIPT[type] ?? 'a type such as text/vtt'}, got "${type}"`
      }
    }),
  },
  'item/chapters': {
    severity: 'warning',
    says: 'the chapters have no address, or a type that chapters do not have',
    source: from.CHAPTERS('url and type application/json+chapters'),
    fix: 'write type="application/json+chapters"',
    find: inItems(function* (item) {
      for (const { attributes } of childrenOf(item, 'podcast:chapters')) {
        const { url = '', type = '' } = attributes
        if (!isWebUrl(url)) yield `expected the address of chapters, got "${url}"`
        else if (!CHAPTER_TYPES.has(type)) yield `expected application/json+chapters, got "${type}"`
      }
    }),
  },
  'item/insecure': {
    severity: 'warning',
    says: 'the recording or the image of an episode is not encrypted',
    source: from.PODCASTING('addresses must be https'),
    fix: 'write https',
    twin: 'recording/insecure',
    find: inItems(function* (item) {
      const urls = [recordingUrl(item), imageUrl(item)]
      for (const url of urls.filter(isInsecure)) yield `expected https, got ${url}`
    }),
  },
}
