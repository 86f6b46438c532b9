import pLimit from 'p-limit'
import { readSiteText, type ReadText, type SiteText } from '../check/content/site-texts.ts'
import { openContent } from '../base/content-door.ts'
import type { Resource, Site } from '../site/site.ts'

/** Text files with more bytes are not read. */
const LARGEST = 4_000_000
const TEXTS = /^text\/(?:html|x-opml)|json|xml/

/** Whether files of a media type are read. */
export function isRead(type: string): boolean {
  return TEXTS.test(type)
}

/** Texts that are rendered at the same time. */
const AT_ONCE = 8

/** The facts that checks need of all texts of a site, and its feeds as text. Other texts are too many to be kept in memory. */
export async function readAll(
  site: Site,
  options: Parameters<typeof readSiteText>[1],
): Promise<{ readonly texts: readonly ReadText[]; readonly feeds: readonly SiteText[] }> {
  // Feeds last: what they say of an article is made together with its page.
  const [pages = [], feeds = []] = [false, true].map((areFeeds) =>
    [...site].filter(([, { type }]) => isRead(type) && isFeed(type) === areFeeds),
  )
  const read = async ([path, resource]: [string, Resource]) => {
    const text = await textOfResource(resource)
    if (text === null) return []
    const { type } = resource
    const feed = isFeed(type) ? { path, type, text } : null
    return [{ read: readSiteText({ path, type, text }, options), feed }]
  }
  const limit = pLimit(AT_ONCE)
  const all = [...(await limit.map(pages, read)), ...(await limit.map(feeds, read))].flat()
  return { texts: all.map((each) => each.read), feeds: all.flatMap(({ feed }) => feed ?? []) }
}

function isFeed(type: string): boolean {
  return type.startsWith('application/rss+xml')
}

/** The text of a resource; null where its file is missing, or too large to be a page. */
async function textOfResource(resource: Resource): Promise<string | null> {
  if (resource.from === 'show') return (await resource.render()).toString()
  try {
    await using handle = await openContent(resource.file, resource.roots)
    return (await handle.stat()).size > LARGEST ? null : await handle.readFile('utf8')
  } catch {
    return null
  }
}
