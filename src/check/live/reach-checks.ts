import { Unfetchable } from '../../net/unfetchable.ts'
import { sniff } from '../../audio/sniff.ts'
import { lookAt, type Checks } from '../rule.ts'
import * as from from '../../base/sources.ts'
import { decodedBody, type Answer, type Visit } from './visit.ts'

const inVisit = lookAt(
  (visit: Visit) => [visit],
  ({ asked }, _, message) => ({
    url: asked,
    message,
  }),
)

/** Whether there is a feed at all; if not, nothing else is requested. */
export const REACH_CHECKS: Checks<Visit> = {
  'served/unreachable': {
    severity: 'error',
    says: 'the feed cannot be reached',
    source: from.APPLE('the feed is public'),
    fix: 'correct the address, or the fault that is named',
    find: inVisit(({ failure }) => failure !== null && `it ${failure}`),
  },
  'served/status': {
    severity: 'error',
    says: 'the feed does not exist',
    source: from.HTTP('200 means that the request succeeded'),
    fix: 'correct the address, or put the feed there',
    find: inVisit(
      ({ answer }) =>
        answer !== null && answer.status !== 200 && `expected 200, got ${answer.status}`,
    ),
  },
  'served/html': {
    severity: 'error',
    says: 'a web page is served instead of the feed',
    source: from.RSS('a feed is XML'),
    fix: 'give the address of the feed, not of the site',
    find: inVisit(({ answer }) => {
      if (answer?.status !== 200 || whyUndecodable(answer) !== null) return null
      const sniffed = sniff(decodedBody(answer).subarray(0, 4096))
      const isPage = 'unknown' in sniffed && sniffed.unknown === 'a web page'
      return isPage && 'expected a feed, got a web page'
    }),
  },
  'served/coding': {
    severity: 'error',
    says: 'the feed is not compressed as its header says',
    source: from.HTTP('Content-Encoding names the codings to be decoded'),
    fix: 'let the server compress the feed once, and name the coding',
    find: inVisit(({ answer }) => {
      const why = answer?.status === 200 ? whyUndecodable(answer) : null
      return why !== null && `it ${why}`
    }),
  },
}

function whyUndecodable(answer: Answer): string | null {
  try {
    decodedBody(answer)
    return null
  } catch (cause) {
    if (!(cause instanceof Unfetchable)) throw cause
    return cause.message
  }
}
