import { type Problem, problem, quote, problemWithFix } from '../../base/problem.ts'
import type { Episode } from '../episode.ts'
import type { Show } from '../show.ts'
import { isOut, LEDGER_FILE, type Ledger, type LedgerEntry, type LedgerFeed } from './ledger.ts'
import { DAY, utcDay } from '../../base/written-times.ts'

/** An episode and its entry in the ledger. */
type Remembered = readonly [episode: Episode, entry: LedgerEntry | undefined]

/** Whether an episode is published at a time. An episode that subscribers have is published, even if the clock is wrong. */
export function isOnAir([{ published }, entry]: Remembered, now: Date): boolean {
  return published <= now || isOut(entry)
}

/** The date of an episode for the ledger; the date of one that subscribers have is not replaced by one in the future. */
export function rememberedDate([{ published }, entry]: Remembered, now: Date): string {
  return published > now && isOut(entry) ? entry.published : published.toISOString()
}

/** An entry whose episode is not in the feed. */
export function withoutPlace(entry: LedgerEntry): LedgerEntry {
  return isOut(entry) ? { ...entry, gone: true } : entry
}

/**
 * Problems of the dates of published episodes: some were moved, or the clock is wrong.
 *
 * @param lineOf The line of the date in a post.
 */
export function doubtfulHours(
  all: readonly Remembered[],
  now: Date,
  lineOf: (file: string) => number | null,
): readonly Problem[] {
  const ahead = all.filter(([, entry]) => entry !== undefined && new Date(entry.published) > now)
  const moved = all.filter(
    ([{ published }, entry]) => published > now && isOut(entry) && new Date(entry.published) <= now,
  )
  return [
    ...ahead.slice(0, 1).map(([{ title }, entry]) => wrongClock(title, entry, now)),
    ...earlyOnes(all, now)
      .slice(0, 1)
      .map((episode) => fastClock(episode, now)),
    ...moved.map(([episode]) => movedAhead(episode, lineOf(episode.file))),
  ]
}

/** Days without a new episode after which the clock is doubted if it publishes scheduled ones. */
const LONG = 365
/** Days by which such an episode is late; nobody schedules for a date so long ago. */
const LATE = 30

/**
 * Episodes that were scheduled when something was published last, and that are published long after
 * their date: either nothing was published for a year, or the clock is ahead.
 */
function earlyOnes(all: readonly Remembered[], now: Date): readonly Episode[] {
  const last = Math.max(
    ...all.map(([, entry]) => (isOut(entry) ? Date.parse(entry.first ?? '') || 0 : 0)),
  )
  if (!(last > 0) || now.getTime() - last < LONG * DAY) return []
  return all.flatMap(([episode, entry]) => {
    const hour = episode.published.getTime()
    return entry === undefined && hour > last && now.getTime() - hour > LATE * DAY ? episode : []
  })
}

function fastClock({ title, published }: Episode, now: Date): Problem {
  const what = `the clock of this computer says ${utcDay(now)}, more than a year after anything was published here, so ${quote(title)} of ${published.toISOString()} is published`
  return problemWithFix('ledger/clock', { file: LEDGER_FILE }, what)
}

function wrongClock(title: string, entry: LedgerEntry | undefined, now: Date): Problem {
  const what = `the clock of this computer says ${utcDay(now)}, but ${quote(title)} of ${entry?.published} was already published; episodes that subscribers have stay, and all others wait for their date`
  return problemWithFix('ledger/clock', { file: LEDGER_FILE }, what)
}

function movedAhead({ file, published }: Episode, line: number | null): Problem {
  const rule = 'episode/date-ahead'
  const what = `${published.toISOString()} is in the future, but subscribers have this episode, so it stays in the feed`
  return problemWithFix(rule, { file, line, field: 'date' }, what)
}

/** The share of published episodes that may be removed from the feed without a problem. */
const A_FEW = 1 / 10

/** Whether so many of all published episodes may be removed from the feed without a problem. */
export function isWithinAFew(removed: number, all: number): boolean {
  return removed <= all * A_FEW
}

/** So many of the removed episodes are named. */
const NAMED = 3

/**
 * A problem if a show would remove more than a tenth of the published episodes from the feed. An
 * unmounted folder or a wrong pattern looks like an author who has removed everything.
 *
 * @param composed With the posts that are gone, although their episodes stay for now, and those that
 *   have expired, as their authors wanted.
 * @param allowed Whether the author allows the removal; the problem is then a warning.
 */
export function removalOf(
  {
    show,
    kept,
    expired,
  }: {
    readonly show: Pick<Show, 'episodes'>
    readonly kept: ReadonlySet<string>
    readonly expired: readonly string[]
  },
  { entries }: Ledger,
  allowed: boolean,
): readonly Problem[] {
  const there = new Set(
    show.episodes.flatMap(({ guid, file, listed }) => (listed && !kept.has(file) ? [guid] : [])),
  )
  const meant = new Set(expired)
  const out = entries.filter((entry) => isOut(entry) && !meant.has(entry.file))
  const leaving = out.filter(({ guid }) => !there.has(guid))
  if (isWithinAFew(leaving.length, out.length)) return []
  const named = leaving.slice(-NAMED).map(({ title, file }) => `${quote(title)} of ${file}`)
  const more = leaving.length > NAMED ? ', …' : ''
  const what = `${leaving.length} of ${out.length} published episodes ${allowed ? 'leave' : 'would leave'} the feed: ${named.join(', ')}${more}`
  return [
    allowed
      ? problem('show/removal-allowed', { file: LEDGER_FILE }, what)
      : problemWithFix('show/removal', { file: LEDGER_FILE }, what),
  ]
}

/** Whether a show must not replace the last one, because too many episodes would be removed. */
export function isWithheld(problems: readonly Problem[]): boolean {
  return problems.some(({ rule }) => rule === 'show/removal')
}

/** The kind of the feed of the show among remembered feeds. */
export const WHOLE = 'show'

/** What is remembered of the feeds of a show; removed feeds stay, because they may come back. */
export function nextFeeds({ feed, guid, parts }: Show, { feeds }: Ledger): readonly LedgerFeed[] {
  const now = [
    { kind: WHOLE, name: '', path: feed.path, guid },
    ...parts.map(({ kind, name, path, guid: own }) => ({ kind, name, path, guid: own })),
  ]
  const guids = new Set(now.slice(1).map((part) => part.guid))
  const before = feeds.filter(({ kind, path, guid: own }) =>
    kind === WHOLE ? path !== feed.path : !guids.has(own),
  )
  return [...before, ...now]
}

/** Published feeds that no longer exist at their paths, so that their subscribers are lost. */
export function lostFeeds(
  { feed, parts }: Pick<Show, 'feed' | 'parts'>,
  { feeds }: Ledger,
): readonly Problem[] {
  const there = new Set([feed.path, ...feed.oldPaths, ...parts.map(({ path }) => path)])
  return feeds
    .filter(({ path }) => !there.has(path))
    .map(({ kind, name, path }) => {
      const which = kind === WHOLE ? 'the feed' : `the feed of ${kind} "${name}"`
      const message = `${which} was at ${path}, which no longer exists, so its subscribers get no more episodes; write feed: { old_paths: [${path}] } to give them the feed of the show`
      return problem('show/feed-lost', { file: LEDGER_FILE }, message)
    })
}
