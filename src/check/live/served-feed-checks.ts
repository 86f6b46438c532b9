import * as from from '../../base/sources.ts'
import type { Feed } from '../feed.ts'
import type { Checks, Found } from '../rule.ts'
import { parseRfcDate } from '../../render/rfc-date.ts'
import { isDowngraded, typeOf, validatorsOf, type Answer, type Visit } from './visit.ts'
import { textIn } from '../xml.ts'

/** What a server was asked for about a feed, and what it answered. */
export interface ServedFeed {
  readonly url: string
  /** As apps ask, compression welcome. */
  readonly visit: Visit
  readonly head: Visit
  /** Whether it has changed since; null where the first answer has nothing to recognise it by. */
  readonly again: Visit | null
  readonly feed: Feed
  /** The first text as it is meant. */
  readonly text: string
  /** The same, asked for without compression a moment later. */
  readonly plainText: string
}

const XML_TYPES = new Set(['application/rss+xml', 'application/xml', 'text/xml'])
const MOST_HOPS = 3
/** Bytes below which compression is not worth a word. */
const SMALL = 10_000
/** Seconds for which a feed may be kept: a new episode waits so long. */
const STALE = 24 * 60 * 60
const MOMENT = 60_000

/** Looks at a good answer. */
function inAnswer(find: (answer: Answer, served: ServedFeed) => Iterable<string>) {
  return function* found(served: ServedFeed): Iterable<Found> {
    const { answer } = served.visit
    if (answer === null) return
    for (const message of find(answer, served)) yield { url: served.url, message }
  }
}

/** Whether the feed was dated when it was asked for, although its newest episode is older. */
function isDatedNow(answer: Answer, { feed }: ServedFeed): boolean {
  const built = dateIn(feed, 'lastBuildDate')
  const sent = Date.parse(answer.headers.date ?? '')
  const newest = Math.max(...feed.items.map((item) => Date.parse(textIn(item, 'pubDate') ?? '')))
  return built !== null && Math.abs(built - sent) < MOMENT && newest < built - 60 * MOMENT
}

function dateIn({ channel }: Feed, name: string): number | null {
  try {
    return channel === null ? null : parseRfcDate(textIn(channel, name) ?? '').getTime()
  } catch {
    return null
  }
}

/** What is wrong with how a feed is served. */
export const SERVED_FEED_CHECKS: Checks<ServedFeed> = {
  'served/type': {
    severity: 'warning',
    says: 'the feed is not served as a feed',
    source: from.VALIDATOR('UnexpectedContentType'),
    fix: 'serve it as application/rss+xml; charset=utf-8',
    find: inAnswer(function* (answer) {
      const type = typeOf(answer)
      if (!XML_TYPES.has(type)) yield `expected application/rss+xml, got "${type}"`
    }),
  },
  'served/head': {
    severity: 'warning',
    says: 'HEAD is not answered for the feed',
    source: from.HTTP('every general server answers GET and HEAD'),
    fix: 'let the server answer HEAD as it answers GET, without a body',
    find: inAnswer(function* (_, { head }) {
      if (head.answer?.status !== 200) yield `HEAD is answered ${statusOf(head)}`
    }),
  },
  'served/validators': {
    severity: 'advice',
    says: 'apps cannot ask whether the feed has changed',
    source: from.HTTP('ETag and Last-Modified tell one version from another'),
    fix: 'let the server send an ETag',
    find: inAnswer(function* (answer) {
      if (validatorsOf(answer) === null) yield 'neither ETag nor Last-Modified is sent'
    }),
  },
  'served/not-modified': {
    severity: 'warning',
    says: 'the feed is sent again although it has not changed',
    source: from.HTTP('304 where If-None-Match fits, or nothing is newer'),
    fix: 'let the server compare If-None-Match with its ETag',
    find: inAnswer(function* (_, { again }) {
      if (again !== null && again.answer?.status !== 304) {
        yield `expected 304 for what is known already, got ${statusOf(again)}`
      }
    }),
  },
  'served/changing': {
    severity: 'warning',
    says: 'the feed changes with every request',
    source: from.RSS('lastBuildDate is when the content last changed'),
    fix: 'date the feed by its newest change, not by the clock',
    find: inAnswer(function* (answer, served) {
      if (served.text !== served.plainText) yield 'two requests got two different feeds'
      else if (isDatedNow(answer, served)) yield 'lastBuildDate is the time of the request'
    }),
  },
  'served/compression': {
    severity: 'advice',
    says: 'the feed is not compressed',
    source: from.HTTP('Accept-Encoding says which codings are welcome'),
    fix: 'let the server compress it by gzip or br',
    find: inAnswer(function* ({ headers, body }) {
      if (headers['content-encoding'] === undefined && body.length > SMALL) {
        yield `${body.length} bytes are sent as they are`
      }
    }),
  },
  'served/cache': {
    severity: 'warning',
    says: 'the feed may not be kept, or is kept for more than a day',
    source: from.HTTP_CACHE('Cache-Control says for how long a copy is good'),
    fix: 'write Cache-Control: public, max-age=300 or the like',
    find: inAnswer(function* ({ headers }) {
      const control = headers['cache-control'] ?? ''
      const age = Number(/\b(?:s-maxage|max-age)=(\d+)/i.exec(control)?.[1] ?? 0)
      if (/\bno-store\b|\bprivate\b/i.test(control) || age > STALE) {
        yield `expected a copy to be good for some minutes, got "${control}"`
      }
    }),
  },
  'served/cors': {
    severity: 'advice',
    says: 'web players of other sites cannot read the feed',
    source: from.CORS('Access-Control-Allow-Origin lets other sites read'),
    fix: 'send Access-Control-Allow-Origin: *',
    find: inAnswer(function* ({ headers }) {
      if (headers['access-control-allow-origin'] === undefined) {
        yield 'no Access-Control-Allow-Origin is sent'
      }
    }),
  },
  'served/redirects': {
    severity: 'warning',
    says: 'the feed is reached by too many redirects',
    source: from.APPLE('a moved feed is redirected once, for ever'),
    fix: 'redirect the old address straight to the new one, with 301',
    find: inAnswer(function* (_, { visit }) {
      const { hops } = visit
      if (hops.length > MOST_HOPS) yield `${hops.length} redirects lead to it`
    }),
  },
  'served/temporary': {
    severity: 'advice',
    says: 'the feed is redirected for the time being',
    source: from.HTTP('302 and 307 leave the old address in use'),
    fix: 'where the feed has moved for good, answer 301',
    find: inAnswer(function* (_, { visit }) {
      const passing = visit.hops.find(({ status }) => status === 302 || status === 307)
      if (passing !== undefined) yield `${passing.url} is answered ${passing.status}`
    }),
  },
  'served/downgrade': {
    severity: 'warning',
    says: 'the feed is redirected from https to http',
    source: from.PODCASTING('addresses must be https'),
    fix: 'redirect to https only',
    find: inAnswer(function* (_, { visit }) {
      if (isDowngraded(visit)) yield 'a redirect gives up encryption'
    }),
  },
}

/** How an answer is told of. */
export function statusOf({ answer, failure }: Visit): string {
  return answer === null ? `by nothing: it ${failure ?? ''}` : String(answer.status)
}
