import type { Tags } from '../../audio/audio.ts'
import type { Post } from '../../posts/post.ts'
import type { Problem } from '../../base/problem.ts'
import { asciiUrl } from '../../render/ascii-url.ts'
import { feedPages } from '../../render/feed/feed-pages.ts'
import type { Episode } from '../../show/episode.ts'
import { urlOf } from '../../show/show.ts'
import type { Content } from './content.ts'
import { CONTENT_CHECKS } from './content-checks.ts'
import { readFeed, type Feed } from '../feed.ts'
import { FEED_CHECKS, type FeedChecks } from './feed-checks.ts'
import { ITEM_CHECKS } from './item-checks.ts'
import { applyChecks, findingOf, type Finding } from '../rule.ts'
import { SITE_CHECKS, type Offering } from './site-checks.ts'
import { textIn, type Node } from '../xml.ts'

/** A show as it would go out. */
export interface Prepared extends Offering {
  readonly posts: readonly Post[]
  /** What recordings say of themselves, by the file of the post. */
  readonly tags: ReadonlyMap<string, Tags>
  /** What was told when the content was read and the table was made. */
  readonly problems: readonly Problem[]
  readonly now: Date
}

/** How a feed is offered. */
const RSS = 'application/rss+xml'

/** What no rule on the content tells already. */
const RENDERED_CHECKS: FeedChecks = Object.fromEntries(
  Object.entries({ ...FEED_CHECKS, ...ITEM_CHECKS }).filter(([, { twin }]) => twin === undefined),
)

/** Checks all that a folder gives: the posts, the recordings, the feed and the pages made of them. */
export function checkContent(prepared: Prepared): readonly Finding[] {
  const { show, posts, tags, problems, now } = prepared
  const byFile = new Map(posts.map((post) => [post.file, post]))
  const content: Content = { show, posts: byFile, tags, now }
  return [
    ...problems.map(findingOf),
    ...applyChecks(CONTENT_CHECKS, content),
    ...findRendered(prepared),
    ...applyChecks(SITE_CHECKS, prepared),
  ]
}

/** What is wrong in any of the feeds; what the feed of all tells is not told of its parts again. */
function findRendered(prepared: Prepared): readonly Finding[] {
  const { path: first, oldPaths } = prepared.show.feed
  const elsewhere = new Set([first, ...oldPaths])
  const others = prepared.texts.filter(
    ({ path, type }) => type.startsWith(RSS) && !elsewhere.has(path),
  )
  const feeds = [
    readRendered(prepared),
    ...others.map(({ path, text }) => readAt(path, text, prepared)),
  ]
  const found = feeds.flatMap((feed) => applyChecks(RENDERED_CHECKS, feed))
  const told = Map.groupBy(found, ({ rule, file, message }) => [rule, file, message].join('\n'))
  return [...told.values()].flatMap((same) => same.slice(0, 1))
}

/** The feed that a folder gives, as another program reads it. */
export function readRendered(prepared: Prepared): Feed {
  return readPage(prepared.show.feed.path, prepared)
}

/** The pages of its older episodes. */
export function readArchives(prepared: Prepared): readonly Feed[] {
  const [, ...archives] = feedPages(prepared.show)
  return archives.map(({ path }) => readPage(path, prepared))
}

function readPage(path: string, prepared: Prepared): Feed {
  return readAt(path, prepared.texts.find((text) => text.path === path)?.text ?? '', prepared)
}

function readAt(path: string, text: string, { show, now }: Prepared): Feed {
  return readFeed(text, { url: asciiUrl(urlOf(show, path)), now, placeOf: placer(show.episodes) })
}

/** Leads an item of our own feed back to its post. */
function placer(episodes: readonly Episode[]): (item: Node) => { file: string | null } {
  const files = new Map(episodes.map(({ guid, file }) => [guid, file]))
  return (item) => ({ file: files.get(textIn(item, 'guid') ?? '') ?? null })
}
