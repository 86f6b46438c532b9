import * as from from '../../base/sources.ts'
import type { Checks, Found } from '../rule.ts'

/** How fast a feed and the files that it names were served. */
export interface Pace {
  /** The address of the feed. */
  readonly url: string
  /** Address → the longest time that an answer took, in milliseconds. */
  readonly times: ReadonlyMap<string, number>
  /** From so many milliseconds on, an answer is slow. */
  readonly slow: number
  /** Files that were checked in time. */
  readonly done: number
  /** Files to check; null if the time was up before they were known. */
  readonly total: number | null
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}

/** Rules on what takes too long. */
export const PACE_CHECKS: Checks<Pace> = {
  'served/slow': {
    severity: 'warning',
    says: 'the feed, or something that it names, is served slowly',
    source: from.VALIDATOR('a feed that does not answer within ten seconds has timed out'),
    fix: 'put the feed and its files on a faster host, or behind a cache',
    find: ({ times, slow }) =>
      [...times].flatMap(([url, time]): readonly Found[] =>
        time < slow
          ? []
          : [
              {
                url,
                message: `expected an answer within ${seconds(slow)}, got it after ${seconds(time)}`,
              },
            ],
      ),
  },
  'served/unfinished': {
    severity: 'warning',
    says: 'the check ran out of time before every request was answered',
    source: from.VALIDATOR('a feed that does not answer within ten seconds has timed out'),
    fix: 'check fewer episodes at a time with --newest, or put the files on a faster host',
    find: ({ url, done, total }) => {
      if (total === done) return []
      const message =
        total === null
          ? 'the server of the feed is so slow that nothing else was requested'
          : `the hosts are so slow that ${total - done} of ${total} files were not checked`
      return [{ url, message }]
    },
  },
}
