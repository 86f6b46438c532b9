import { type Risks, risksOf } from '../check/against/against-checks.ts'
import { readFeed, type Feed } from '../check/feed.ts'
import { decodeXml } from '../show/ledger/decode-xml.ts'
import type { Show } from '../show/show.ts'
import { exportPathOf } from '../site/export-stage.ts'
import type { ObjectStore } from '../site/publish/object-store.ts'
import { bytesAt, feedsOfSite, type SiteFeed } from '../site/site-feeds.ts'
import type { Site } from '../site/site.ts'

/** A site that is about to be published, and the store for it. */
export interface PublishedFeeds {
  readonly site: Site
  readonly show: Show
  readonly store: ObjectStore
}

/** The findings that would hurt subscribers if the feeds of a site replaced those in the store. */
export async function risksOfFeeds(
  { site, show, store }: PublishedFeeds,
  now: Date,
): Promise<Risks> {
  const risks: Risks[] = []
  for (const feed of feedsOfSite(show)) {
    const type = site.get(feed.path)?.type ?? ''
    const published = await store.read(exportPathOf(feed.path, type))
    if (published !== null) risks.push(await risksOfFeed(feed, published, site, now))
  }
  return {
    removals: risks.flatMap(({ removals }) => removals),
    changes: risks.flatMap(({ changes }) => changes),
  }
}

async function risksOfFeed(
  { path, archives, oldPaths, url }: SiteFeed,
  published: Buffer,
  site: Site,
  now: Date,
): Promise<Risks> {
  const readAt = async (at: string): Promise<Feed> =>
    readFeed((await bytesAt(site, at)).toString(), { url, now })
  const { text } = decodeXml(published, null)
  return risksOf(text, await readAt(path), {
    archives: await Promise.all(archives.map(readAt)),
    oldPaths,
  })
}
