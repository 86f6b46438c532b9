import type { Tags } from '../../audio/audio.ts'
import type { Post } from '../../posts/post.ts'
import type { Problem } from '../../posts/problem.ts'
import { asciiUrl } from '../../render/ascii-url.ts'
import type { Episode } from '../../show/episode.ts'
import { urlOf, type Show } from '../../show/show.ts'
import type { Content } from './content.ts'
import { EPISODE_CHECKS } from './episode-checks.ts'
import { readFeed, type Feed } from '../feed.ts'
import { FEED_CHECKS, type FeedChecks } from './feed-checks.ts'
import { ITEM_CHECKS } from './item-checks.ts'
import { LANGUAGE_CHECKS } from './language-checks.ts'
import { RECORDING_CHECKS } from './recording-checks.ts'
import { applyChecks, type Finding } from '../rule.ts'
import { SHOW_CHECKS } from './show-checks.ts'
import { SITE_CHECKS, type Offered, type Offering } from './site-checks.ts'
import { WRITING_CHECKS } from './writing-checks.ts'
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

const CONTENT_CHECKS = {
  ...RECORDING_CHECKS,
  ...EPISODE_CHECKS,
  ...LANGUAGE_CHECKS,
  ...WRITING_CHECKS,
  ...SHOW_CHECKS,
}

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
    ...problems.map((problem) => ({ ...problem, url: null })),
    ...applyChecks(CONTENT_CHECKS, content),
    ...applyChecks(RENDERED_CHECKS, readRendered(prepared)),
    ...applyChecks(SITE_CHECKS, prepared),
  ]
}

/** The feed that a folder gives, as another program reads it. */
export function readRendered({ show, texts, now }: Prepared): Feed {
  return readFeed(feedText(show, texts), {
    url: asciiUrl(urlOf(show, show.feed.path)),
    now,
    placeOf: placer(show.episodes),
  })
}

function feedText(show: Show, texts: readonly Offered[]): string {
  return texts.find(({ path }) => path === show.feed.path)?.text ?? ''
}

/** Leads an item of our own feed back to its post. */
function placer(episodes: readonly Episode[]): (item: Node) => { file: string | null } {
  const files = new Map(episodes.map(({ guid, file }) => [guid, file]))
  return (item) => ({ file: files.get(textIn(item, 'guid') ?? '') ?? null })
}
