import * as from from '../../base/sources.ts'
import { parseRfcDate } from '../../base/written-times.ts'
import { readFeed, timeOf, type Feed } from '../feed.ts'
import { lookAt, type Checks } from '../rule.ts'
import { textIn, type Node } from '../read-xml.ts'
import {
  downgrade,
  missingCors,
  missingValidators,
  needlessBody,
  tooManyHops,
  unsteady,
  wrongHead,
} from './served.ts'
import { typeOf, type Answer, type Visit } from './visit.ts'

/** The requests for a feed, and their answers. */
export interface ServedFeed {
  readonly url: string
  /** As apps request it, with compression. */
  readonly visit: Visit
  readonly head: Visit
  /** A conditional request; null if the first answer has no validators. */
  readonly again: Visit | null
  /** Its robots.txt. */
  readonly robots: Visit
  /** A request without compression, a moment later. */
  readonly plain: Visit
  readonly feed: Feed
  /** The first answer as text. */
  readonly text: string
  /** A sentence on bytes that are not valid in the declared encoding; null if there are none. */
  readonly fault: string | null
  /** The same, requested without compression a moment later. */
  readonly plainText: string
}

const XML_TYPES = new Set(['application/rss+xml', 'application/xml', 'text/xml'])
const MOST_HOPS = 3
/** A feed of fewer bytes needs no compression. */
const SMALL = 10_000
/** Seconds for which a feed may be cached: a new episode is delayed for so long. */
const STALE = 24 * 60 * 60
const MOMENT = 60_000

/** Rules on an answer. */
const inAnswer = lookAt(
  ({ visit }: ServedFeed) => (visit.answer === null ? [] : [visit.answer]),
  (_, { url }, message) => ({ url, message }),
)

/** Whether Last-Modified is the time of the request, although the newest episode is older. */
function isDatedNow(answer: Answer, { feed }: ServedFeed): boolean {
  const built = dateIn(feed, 'lastBuildDate')
  const sent = Date.parse(answer.headers.date ?? '')
  const newest = feed.items.reduce((latest, item) => Math.max(latest, timeOf(item)), -Infinity)
  return built !== null && Math.abs(built - sent) < MOMENT && newest < built - 60 * MOMENT
}

/**
 * Whether a path is disallowed to all robots. Rules with wildcards inside are taken for another path.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9309#section-2.2.2
 */
function isDisallowed(path: string, robots: string): boolean {
  let isForAll = false
  let isList = false
  const rules: { readonly allow: boolean; readonly length: number }[] = []
  for (const line of robots.split(/\r\n?|\n/)) {
    const [, key = '', value = ''] = /^\s*([\w-]+)\s*:\s*([^\s#]*)/.exec(line) ?? []
    const name = key.toLowerCase()
    if (name === 'user-agent') {
      isForAll = (isList && isForAll) || value === '*'
      isList = true
    } else if (name === 'allow' || name === 'disallow') {
      isList = false
      const prefix = value.replace(/\*$/, '')
      if (isForAll && value !== '' && path.startsWith(prefix))
        rules.push({ allow: name === 'allow', length: prefix.length })
    }
  }
  const longest = rules.reduce((most, { length }) => Math.max(most, length), 0)
  const strongest = rules.filter(({ length }) => length === longest)
  return strongest.length > 0 && strongest.every(({ allow }) => !allow)
}

function guidOf(item: Node): string {
  return textIn(item, 'guid') ?? ''
}

function dateIn({ channel }: Feed, name: string): number | null {
  try {
    return parseRfcDate(textIn(channel, name) ?? '').getTime()
  } catch {
    return null
  }
}

/** Rules on how a feed is served. */
export const SERVED_FEED_CHECKS: Checks<ServedFeed> = {
  'served/type': {
    severity: 'warning',
    says: 'the feed is not served as a feed',
    source: from.VALIDATOR('UnexpectedContentType'),
    fix: 'serve it as application/rss+xml; charset=utf-8',
    find: inAnswer((answer) => {
      const type = typeOf(answer)
      return !XML_TYPES.has(type) && `expected application/rss+xml, got "${type}"`
    }),
  },
  'served/encoding': {
    severity: 'error',
    says: 'the feed is not in the encoding that it names, so strict apps refuse it',
    source: from.XML('4.3.3: bytes that are not of the declared encoding are a fatal error'),
    fix: 'save it as UTF-8, and declare that encoding',
    find: inAnswer((_, { fault }) => fault ?? false),
  },
  'served/charset': {
    severity: 'warning',
    says: 'the header of the feed names another encoding than its XML declaration',
    source: from.VALIDATOR('EncodingMismatch'),
    fix: 'declare utf-8 in both',
    find: inAnswer(({ headers }, { text }) => {
      const sent = /charset\s*=\s*"?([\w.:-]+)/i.exec(headers['content-type'] ?? '')?.[1]
      const [declared = 'utf-8'] =
        /^<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)/.exec(text)?.slice(1) ?? []
      const isSame = sent === undefined || sent.toLowerCase() === declared.toLowerCase()
      return !isSame && `the header says ${sent}, the XML declaration says ${declared}`
    }),
  },
  'served/unsteady': {
    severity: 'warning',
    says: 'the server of the feed fails now and then',
    source: from.HTTP('5xx means that the server failed'),
    fix: 'read the error log of the server; if several machines serve it, look whether one of them is broken',
    find: inAnswer((_, { visit, head, again, plain }) => unsteady([visit, head, again, plain])),
  },
  'served/head': {
    severity: 'warning',
    says: 'the server does not answer HEAD for the feed',
    source: from.HTTP('every general-purpose server supports GET and HEAD'),
    fix: 'make the server answer HEAD as it answers GET, without a body',
    find: inAnswer((_, served) => wrongHead(served)),
  },
  'served/validators': {
    severity: 'advice',
    says: 'apps cannot ask whether the feed has changed',
    source: from.HTTP('ETag and Last-Modified distinguish one version from another'),
    fix: 'make the server send an ETag',
    find: inAnswer(missingValidators),
  },
  'served/not-modified': {
    severity: 'warning',
    says: 'the feed is sent again although it has not changed',
    source: from.HTTP('304 if If-None-Match matches, or nothing is newer'),
    fix: 'make the server compare If-None-Match with its ETag',
    find: inAnswer((_, served) => needlessBody(served)),
  },
  'served/changing': {
    severity: 'warning',
    says: 'the feed changes with every request',
    source: from.RSS('lastBuildDate is when the content last changed'),
    fix: 'date the feed by its newest change, not by the time of the request',
    find: inAnswer((answer, served) => {
      if (served.text !== served.plainText) return 'two requests got two different feeds'
      return isDatedNow(answer, served) && 'lastBuildDate is the time of the request'
    }),
  },
  'served/guids': {
    severity: 'error',
    says: 'the guids of the episodes change with every request, so apps download all of them again and again',
    source: from.RSS('guid identifies the item, so that apps know it again'),
    fix: 'give each episode a guid once, and keep it; do not make one whenever the feed is made',
    find: inAnswer((_, { feed, plainText, url }) => {
      if (feed.text === plainText) return null
      const later = new Set(readFeed(plainText, { url, now: feed.now }).items.map(guidOf))
      const lost = feed.items.map(guidOf).filter((guid) => guid !== '' && !later.has(guid))
      return (
        lost.length > 0 &&
        `${lost.length} of ${feed.items.length} guids were others a moment later, e.g. ${lost[0]}`
      )
    }),
  },
  'served/compression': {
    severity: 'advice',
    says: 'the feed is not compressed',
    source: from.HTTP('Accept-Encoding says which codings are accepted'),
    fix: 'make the server compress it with gzip or br',
    find: inAnswer(({ headers, body }) => {
      const isLarge = headers['content-encoding'] === undefined && body.length > SMALL
      return isLarge && `${body.length} bytes are sent uncompressed`
    }),
  },
  'served/cache': {
    severity: 'warning',
    says: 'the feed may not be cached, or is cached for more than a day',
    source: from.HTTP_CACHE('Cache-Control says how long a copy is fresh'),
    fix: 'send Cache-Control: public, max-age=300 or similar',
    find: inAnswer(({ headers }) => {
      const control = headers['cache-control'] ?? ''
      const age = Number(/\b(?:s-maxage|max-age)=(\d+)/i.exec(control)?.[1] ?? 0)
      const isWrong = /\bno-store\b|\bprivate\b/i.test(control) || age > STALE
      return isWrong && `expected a copy to be fresh for some minutes, got "${control}"`
    }),
  },
  'served/cors': {
    severity: 'advice',
    says: 'web players of other sites cannot read the feed',
    source: from.CORS('Access-Control-Allow-Origin lets other sites read'),
    fix: 'send Access-Control-Allow-Origin: *',
    find: inAnswer(missingCors),
  },
  'served/redirects': {
    severity: 'warning',
    says: 'too many redirects lead to the feed',
    source: from.APPLE('a moved feed is redirected once, permanently'),
    fix: 'redirect the old address directly to the new one, with 301',
    find: inAnswer((_, { visit }) => tooManyHops(visit, MOST_HOPS)),
  },
  'served/temporary': {
    severity: 'advice',
    says: 'the redirect of the feed is temporary',
    source: from.HTTP('302 and 307 leave the old address in use'),
    fix: 'if the feed has moved permanently, answer 301',
    find: inAnswer((_, { visit }) => {
      const temporary = visit.hops.find(({ status }) => status === 302 || status === 307)
      return temporary !== undefined && `${temporary.url} is redirected with ${temporary.status}`
    }),
  },
  'served/robots': {
    severity: 'warning',
    says: 'robots.txt asks all robots to stay away from the feed, and so those of directories',
    source: from.ROBOTS('crawlers do not fetch what is disallowed to all'),
    fix: 'allow the feed in robots.txt',
    find: inAnswer(({ url }, { robots }) => {
      const { pathname } = new URL(url)
      const rules = robots.answer?.status === 200 ? robots.answer.body.toString() : ''
      return isDisallowed(pathname, rules) && `robots.txt disallows ${pathname} to everybody`
    }),
  },
  'served/downgrade': {
    severity: 'warning',
    says: 'the feed is redirected from https to http',
    source: from.PODCASTING('addresses must be https'),
    fix: 'redirect to https only',
    find: inAnswer((_, { visit }) => downgrade(visit)),
  },
}
