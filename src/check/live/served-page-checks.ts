import type { Checks } from '../rule.ts'
import * as from from '../../base/sources.ts'
import { inPart, statusOf, type Part } from './served.ts'
import type { Visit } from './visit.ts'

/** The page that the link of an episode leads to. */
export interface ServedPage extends Part {
  readonly visit: Visit
}

/** Statuses by which a server says that there is definitely nothing. */
const GONE = new Set([404, 410])

/** Rules on the pages that items link to. */
export const SERVED_PAGE_CHECKS: Checks<ServedPage> = {
  'served/page': {
    severity: 'warning',
    says: 'the page of an episode does not exist',
    source: from.RSS('link is the address of the item'),
    fix: 'correct the link, or put the page there',
    find: inPart(({ visit }: ServedPage) => [visit])(
      (visit) =>
        GONE.has(visit.answer?.status ?? 0) &&
        `expected the page of an episode, got ${statusOf(visit)}`,
    ),
  },
}
