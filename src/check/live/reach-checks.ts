import { Unfetchable } from '../../net/failures.ts'
import { sniff } from '../../audio/sniff.ts'
import { lookAt, type Checks } from '../rule.ts'
import * as from from '../../base/sources.ts'
import { statusOf, unlikeClients, type ByClient } from './served.ts'
import { decodedBody, type Answer, type Visit } from './visit.ts'

/** The first requests for a feed. */
export interface Reached {
  readonly visit: Visit
  /** The same, by client. */
  readonly byClient: ByClient
}

const inVisit = lookAt(
  ({ visit }: Reached) => [visit],
  ({ asked }, _, message) => ({
    url: asked,
    message,
  }),
)

/** Rules on whether there is a feed at all; if not, nothing else is requested. */
export const REACH_CHECKS: Checks<Reached> = {
  'served/unreachable': {
    severity: 'error',
    says: 'the feed cannot be reached',
    source: from.APPLE('the feed is public'),
    fix: 'correct the address, or the fault that the message names',
    find: inVisit(({ failure }) => failure !== null && `it ${failure}`),
  },
  'served/status': {
    severity: 'error',
    says: 'the feed is not served',
    source: from.HTTP('200 means that the request succeeded'),
    fix: 'correct the address, put the feed there, or make the server send it to everyone without a password',
    find: inVisit(
      (visit, { byClient }) =>
        visit.answer !== null &&
        visit.answer.status !== 200 &&
        unlikeClients(byClient) === null &&
        `expected 200, got ${statusOf(visit)}`,
    ),
  },
  'served/clients': {
    severity: 'error',
    says: 'the feed is served to some clients and refused to others',
    source: from.APPLE('the feed is public'),
    fix: 'allow every request for the feed in the firewall, or in the plugin that blocks robots',
    find: inVisit((_, { byClient }) => unlikeClients(byClient)),
  },
  'served/html': {
    severity: 'error',
    says: 'a web page is served instead of the feed',
    source: from.RSS('a feed is XML'),
    fix: 'give the address of the feed, not of the site',
    find: inVisit(({ answer }) => {
      if (answer?.status !== 200 || whyUndecodable(answer) !== null) return null
      const body = decodedBody(answer)
      if (hasFeed(body.toString('latin1', 0, FAR))) return null
      const sniffed = sniff(body.subarray(0, 4096))
      const isPage = 'unknown' in sniffed && sniffed.unknown === 'a web page'
      return isPage && 'expected a feed, got a web page'
    }),
  },
  'served/coding': {
    severity: 'error',
    says: 'the feed is not compressed as its header says',
    source: from.HTTP('Content-Encoding names the codings to be decoded'),
    fix: 'make the server compress the feed once, and name the coding',
    find: inVisit(({ answer }) => {
      const why = answer?.status === 200 ? whyUndecodable(answer) : null
      return why !== null && `it ${why}`
    }),
  },
}

/** Bytes before a feed, such as messages of a server, in which its start is searched for. */
const FAR = 64 * 1024

function hasFeed(text: string): boolean {
  return /<rss[\s>]/.test(text)
}

function whyUndecodable(answer: Answer): string | null {
  try {
    const sniffed = sniff(decodedBody(answer).subarray(0, 4096))
    const isPacked = 'other' in sniffed && /archive/.test(sniffed.other)
    return isPacked ? `is ${sniffed.other}, and no Content-Encoding says so` : null
  } catch (cause) {
    if (!(cause instanceof Unfetchable)) throw cause
    return cause.message
  }
}
