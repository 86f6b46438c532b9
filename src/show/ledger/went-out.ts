import type { Problem } from '../../base/problem.ts'
import { problem, withFix } from '../../base/problem.ts'
import { quote } from '../../base/quote.ts'
import type { Episode } from '../episode.ts'
import type { Show } from '../show.ts'
import { LEDGER_FILE, type Ledger, type LedgerEntry, type LedgerFeed } from './ledger.ts'

/** An episode, and what the ledger remembers of it. */
type Remembered = readonly [episode: Episode, entry: LedgerEntry | undefined]

/** Whether subscribers have an episode: it went out, from here or from the feed that was adopted. */
function isOut(entry: LedgerEntry | undefined): entry is LedgerEntry {
  return entry !== undefined && entry.preview !== true && entry.gone !== true
}

/** Whether an episode is on air at an hour. What subscribers have is, whatever the clock says. */
export function isOnAir([{ published }, entry]: Remembered, now: Date): boolean {
  return published <= now || isOut(entry)
}

/** The date that is remembered of an episode: that of an hour to come has never been its own. */
export function rememberedDate([{ published }, entry]: Remembered, now: Date): string {
  return published > now && isOut(entry) ? entry.published : published.toISOString()
}

/** What stays of an entry whose episode is not in the feed. */
export function withoutPlace(entry: LedgerEntry): LedgerEntry {
  return isOut(entry) ? { ...entry, gone: true } : entry
}

/**
 * What the dates of episodes that went out tell: that some were moved, or that the clock is wrong.
 *
 * @param lineOf The line of a post on which its date stands.
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
    ...moved.map(([episode]) => movedAhead(episode, lineOf(episode.file))),
  ]
}

function wrongClock(title: string, entry: LedgerEntry | undefined, now: Date): Problem {
  const what = `the clock of this machine says ${now.toISOString()}, but ${quote(title)} of ${entry?.published} went out before; what subscribers have stays, and all else waits for its hour`
  return problem('ledger/clock', { file: LEDGER_FILE }, withFix('ledger/clock', what))
}

function movedAhead({ file, published }: Episode, line: number | null): Problem {
  const rule = 'episode/date-ahead'
  const what = `${published.toISOString()} is still to come, but subscribers have this episode, so it stays in the feed`
  return problem(rule, { file, line, field: 'date' }, withFix(rule, what))
}

/** The part of the episodes that subscribers have which may leave the feed without a word. */
const A_FEW = 1 / 10
/** How many of those that would leave are named. */
const NAMED = 3

/**
 * What subscribers would lose when a show goes out: nothing, or a problem where that is more than a
 * tenth of the episodes that they have. A folder that is not mounted and a pattern that finds no
 * posts look like an author who has removed everything.
 *
 * @param composed With the posts whose authors have set the date on which they leave.
 * @param allowed Whether the author has said that they shall go; it is then a warning.
 */
export function removalOf(
  { show, expired }: { readonly show: Pick<Show, 'episodes'>; readonly expired: readonly string[] },
  { entries }: Ledger,
  allowed: boolean,
): readonly Problem[] {
  const there = new Set(show.episodes.flatMap(({ guid, listed }) => (listed ? [guid] : [])))
  const meant = new Set(expired)
  const out = entries.filter((entry) => isOut(entry) && !meant.has(entry.file))
  const leaving = out.filter(({ guid }) => !there.has(guid))
  if (leaving.length <= out.length * A_FEW) return []
  const named = leaving.slice(-NAMED).map(({ title, file }) => `${quote(title)} of ${file}`)
  const more = leaving.length > NAMED ? ', …' : ''
  const what = `${leaving.length} of ${out.length} published episodes ${allowed ? 'leave' : 'would leave'} the feed: ${named.join(', ')}${more}`
  return [
    allowed
      ? problem('show/removal-allowed', { file: LEDGER_FILE }, what)
      : problem('show/removal', { file: LEDGER_FILE }, withFix('show/removal', what)),
  ]
}

/** Whether a show must not take the place of the last one: subscribers would lose too much of it. */
export function isWithheld(problems: readonly Problem[]): boolean {
  return problems.some(({ rule }) => rule === 'show/removal')
}

/** How the feed of the whole show is called among the remembered ones. */
const WHOLE = 'show'

/** What is remembered of the feeds of a show; those that are no more stay, for they may come back. */
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

/** Feeds that went out under a path at which there is nothing now: who subscribed to them is lost. */
export function lostFeeds(
  { feed, parts }: Pick<Show, 'feed' | 'parts'>,
  { feeds }: Ledger,
): readonly Problem[] {
  const there = new Set([feed.path, ...feed.oldPaths, ...parts.map(({ path }) => path)])
  return feeds
    .filter(({ path }) => !there.has(path))
    .map(({ kind, name, path }) => {
      const which = kind === WHOLE ? 'the feed' : `the feed of ${kind} "${name}"`
      const message = `${which} was at ${path}, where there is nothing now, so its subscribers hear no more; write feed: { old_paths: [${path}] }, and they get the show`
      return problem('show/feed-lost', { file: LEDGER_FILE }, message)
    })
}
