import { isWithinAFew } from '../../show/ledger/went-out.ts'
import { readFeed, type Feed } from '../feed.ts'
import { applyChecks, type Finding } from '../rule.ts'
import { AGAINST_CHECKS } from './against-checks.ts'
import { compareFeeds, type Surroundings } from './compare-feeds.ts'

/** What would hurt subscribers so much that it is not done without a word of the author. */
export interface Risks {
  /** Episodes that would leave the feed, where they are more than a few. */
  readonly removals: readonly Finding[]
  /** What else `check --against` calls an error. */
  readonly changes: readonly Finding[]
}

/** Compares a feed that is about to be published with the one that subscribers have. */
export function risksOf(published: string, next: Feed, around: Surroundings): Risks {
  const before = readFeed(published, { url: next.url, now: next.now })
  const comparison = compareFeeds(before, next, around)
  const findings = applyChecks(AGAINST_CHECKS, comparison)
  const { removed } = comparison
  const isMuch = !isWithinAFew(removed.length, before.items.length)
  return {
    removals: findings.filter(({ rule }) => isMuch && REMOVALS.has(rule)),
    changes: findings.filter(({ rule, severity }) => severity === 'error' && !REMOVALS.has(rule)),
  }
}

const REMOVALS: ReadonlySet<string> = new Set(['against/removed', 'against/emptied'])
