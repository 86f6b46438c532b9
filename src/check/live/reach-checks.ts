import { Unfetchable } from '../../net/unfetchable.ts'
import { sniff } from '../../audio/sniff.ts'
import type { Checks } from '../rule.ts'
import * as from from '../../base/sources.ts'
import { decodedBody, type Answer, type Visit } from './visit.ts'

/** Whether there is a feed at all; where there is none, nothing else is worth asking. */
export const REACH_CHECKS: Checks<Visit> = {
  'served/unreachable': {
    severity: 'error',
    says: 'the feed cannot be reached',
    source: from.APPLE('the feed is public'),
    fix: 'correct the address, or mend what the sentence names',
    *find({ asked, failure }) {
      if (failure !== null) yield { url: asked, message: `it ${failure}` }
    },
  },
  'served/status': {
    severity: 'error',
    says: 'the feed is not there',
    source: from.HTTP('200 brings what was asked for'),
    fix: 'correct the address, or put the feed there',
    *find({ asked, answer }) {
      if (answer !== null && answer.status !== 200) {
        yield { url: asked, message: `expected 200, got ${answer.status}` }
      }
    },
  },
  'served/html': {
    severity: 'error',
    says: 'a web page is served in place of the feed',
    source: from.RSS('a feed is XML'),
    fix: 'give the address of the feed, not of the site',
    *find({ asked, answer }) {
      if (answer?.status !== 200 || whyUndecodable(answer) !== null) return
      const sniffed = sniff(decodedBody(answer).subarray(0, 4096))
      if ('unknown' in sniffed && sniffed.unknown === 'a web page') {
        yield { url: asked, message: 'expected a feed, got a web page' }
      }
    },
  },
  'served/coding': {
    severity: 'error',
    says: 'the feed is not in the coding that its header names',
    source: from.HTTP('Content-Encoding names what to undo'),
    fix: 'let the server compress the feed once, and say so',
    *find({ asked, answer }) {
      const why = answer?.status === 200 ? whyUndecodable(answer) : null
      if (why !== null) yield { url: asked, message: `it ${why}` }
    },
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
