import { onceFor } from '../../base/memory.ts'
import type { Heard } from '../../audio/listen/listening.ts'
import type { Tags } from '../../audio/audio.ts'
import type { Post } from '../../posts/post.ts'
import type { Problem } from '../../base/problem.ts'
import { asciiUrl } from '../../base/web-address.ts'
import type { Episode } from '../../show/episode.ts'
import { urlOf } from '../../show/show.ts'
import type { Content } from './checked-content.ts'
import { CONTENT_CHECKS } from './content-checks.ts'
import { linkTo, readFeed, type Feed } from '../feed.ts'
import { FEED_CHECKS, type FeedChecks } from './feed-checks.ts'
import { ITEM_CHECKS } from './item-checks.ts'
import { applyChecks, findingOf, type Finding } from '../rule.ts'
import { SITE_CHECKS, type Offering } from './site-checks.ts'
import type { SiteText } from './site-texts.ts'
import { textIn, type Node } from '../read-xml.ts'

/** A show as it would be published. */
export interface Prepared extends Offering {
  /** All feeds of the site. */
  readonly feeds: readonly SiteText[]
  readonly posts: readonly Post[]
  /** The tags of the recordings, by file of the post. */
  readonly tags: ReadonlyMap<string, Tags>
  /** The codecs of the recordings, by file of the post. */
  readonly codecs: ReadonlyMap<string, string>
  /** What was measured in the sound of the recordings, by absolute path; empty without `--listen`. */
  readonly heard: ReadonlyMap<string, Heard>
  /** What was reported while the content was read and the site was made. */
  readonly problems: readonly Problem[]
  readonly now: Date
}

/** The rules on feeds that no rule on the content covers. */
const RENDERED_CHECKS: FeedChecks = Object.fromEntries(
  Object.entries({ ...FEED_CHECKS, ...ITEM_CHECKS }).filter(([, { twin }]) => twin === undefined),
)

/** Checks everything in a folder: the posts, the recordings, the feeds and the pages made of them. */
export function checkContent(prepared: Prepared): readonly Finding[] {
  const { show, posts, tags, codecs, heard, problems, now } = prepared
  const byFile = new Map(posts.map((post) => [post.file, post]))
  const content: Content = { show, posts: byFile, tags, codecs, heard, now }
  return [
    ...problems.map(findingOf),
    ...applyChecks(CONTENT_CHECKS, content),
    ...findRendered(prepared),
    ...applyChecks(SITE_CHECKS, prepared),
  ]
}

/** Findings in all feeds. Those in the feed of the show are not repeated for its parts. */
function findRendered(prepared: Prepared): readonly Finding[] {
  const { path: first, oldPaths } = prepared.show.feed
  const elsewhere = new Set([first, ...oldPaths])
  const others = prepared.feeds.filter(({ path }) => !elsewhere.has(path))
  // One at a time: as a tree a feed takes much more than as a text.
  const found = [
    ...applyChecks(RENDERED_CHECKS, readRendered(prepared)),
    ...others.flatMap(({ path, text }) =>
      applyChecks(RENDERED_CHECKS, readAt(path, text, prepared)),
    ),
  ]
  const alike = Map.groupBy(found, ({ rule, file, message }) => [rule, file, message].join('\n'))
  return [...alike.values()].flatMap((same) => same.slice(0, 1))
}

/** The feed that is made from a folder, as other programs read it; read once, since it holds all articles. */
export const readRendered = onceFor((prepared: Prepared): Feed => {
  const { path } = prepared.show.feed
  return readAt(path, prepared.feeds.find((feed) => feed.path === path)?.text ?? '', prepared)
})

/** Its archives, the newest first, as its links lead to them. */
export function readArchives(prepared: Prepared): readonly Feed[] {
  const archives: Feed[] = []
  const pages = new Map(prepared.feeds.map((page) => [urlAt(page.path, prepared), page]))
  const next = (feed: Feed): Feed | null => {
    const page = pages.get(linkTo(feed.channel, 'prev-archive') ?? '')
    return page === undefined ? null : readAt(page.path, page.text, prepared)
  }
  for (let at = next(readRendered(prepared)); at !== null; at = next(at)) archives.push(at)
  return archives
}

function readAt(path: string, text: string, prepared: Prepared): Feed {
  const { show, now } = prepared
  return readFeed(text, { url: urlAt(path, prepared), now, placeOf: placer(show.episodes) })
}

function urlAt(path: string, { show }: Prepared): string {
  return asciiUrl(urlOf(show, path))
}

/** Makes a function that finds the post of an item of our own feed. */
function placer(episodes: readonly Episode[]): (item: Node) => { file: string | null } {
  const files = new Map(episodes.map(({ guid, file }) => [guid, file]))
  return (item) => ({ file: files.get(textIn(item, 'guid') ?? '') ?? null })
}
