import { renderFeed as renderPage } from './render/feed/feed.ts'
import type { PublishedShow } from './show/published.ts'

export { UsageError } from './commands/command.ts'
export { openShow } from './commands/open-blog.ts'
export type {
  Blog,
  ExportedShow,
  ExportOptions,
  ReadOptions,
  ReadShow,
  ShowOptions,
} from './commands/open-blog.ts'
export type { Problem } from './base/problem.ts'
export { formatProblem } from './base/problem.ts'
export { Refusal } from './base/fault.ts'
export type { PublishedEpisode as Episode, PublishedShow as Show } from './show/published.ts'

/**
 * The RSS 2.0 feed of a show, with the namespaces of Apple and the Podcast Index. The same show gives
 * the same bytes.
 *
 * @see https://www.rssboard.org/rss-specification
 */
export function renderFeed(show: PublishedShow): string {
  return renderPage(show)
}
