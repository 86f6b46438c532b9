import type { Problem } from '../../posts/problem.ts'
import { problem } from '../../posts/problem.ts'
import type { Show } from '../show.ts'
import { LEDGER_FILE, type Ledger, type LedgerFeed } from './ledger.ts'

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
