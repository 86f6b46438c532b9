import type { Show } from '../../show/show.ts'
import { lookAt, type Checks, type Found, type Place } from '../rule.ts'
import * as from from '../../base/sources.ts'
import type { BlogPages } from '../../show/folder/blog-pages.ts'
import { createBlogLinks } from './blog-links.ts'
import type { ReadText } from './site-texts.ts'

/** A show, and the facts about the pages and files of its site. */
export interface Offering {
  readonly show: Show
  readonly texts: readonly ReadText[]
  /** The known pages of the blog to which its articles belong. */
  readonly blog: BlogPages
}

/** The post from which a path of the site was made; the address if there is none. */
function ownerOf({ show }: Offering, path: string): Place {
  const episode = show.episodes.find(({ page }) => path.startsWith(page))
  return episode === undefined
    ? { url: new URL(path.slice(1), show.baseUrl).href }
    : { file: episode.file }
}

function* deadLinks(offering: Offering): Iterable<Found> {
  const found = new Set<string>()
  for (const { path, deadLinks: links, deadFragments } of offering.texts) {
    if (links.length + deadFragments.length === 0) continue
    const place = ownerOf(offering, path)
    for (const link of links) {
      const key = `${place.file ?? place.url} ${link}`
      if (found.has(key)) continue
      found.add(key)
      yield { ...place, message: `a link leads to ${link}, which does not exist` }
    }
    for (const link of deadFragments) {
      yield { ...place, message: `a link leads to ${link}, which is not on the page` }
    }
  }
}

function* deadOnBlog(offering: Offering): Iterable<Found> {
  const { texts, blog, show } = offering
  const { site } = show
  if (blog.posts.length === 0 || site === null) return
  const { wrong } = createBlogLinks(blog)
  const found = new Set<string>()
  for (const { path, blogLinks } of texts) {
    const place = ownerOf(offering, path)
    for (const link of blogLinks.filter((each) => each.startsWith(site))) {
      const key = `${place.file ?? place.url} ${link}`
      const why = found.has(key) ? null : wrong(link)
      found.add(key)
      if (why !== null) yield { ...place, message: `a link leads to ${link}, ${why}` }
    }
  }
}

const inTexts = lookAt(
  ({ texts }: Offering) => texts,
  ({ path }, offering, message) => ({ ...ownerOf(offering, path), message: `${path}: ${message}` }),
)

/** Rules on the pages and files of the site. */
export const SITE_CHECKS: Checks<Offering> = {
  'site/link': {
    severity: 'warning',
    says: 'a link within the site is broken',
    source: from.HTTP('an address identifies a resource'),
    fix: 'correct the link; if it leads to your blog, name its address in site: https://…',
    find: deadLinks,
  },
  'site/blog-link': {
    severity: 'warning',
    says: 'a link leads to a page of the blog that does not exist',
    source: from.HTTP('an address identifies a resource'),
    fix: 'correct the link; if the page exists, write the path as aliases: or redirect_from: into the front matter of its post',
    find: deadOnBlog,
  },
  'site/html': {
    severity: 'warning',
    says: 'a page is not valid HTML',
    source: from.HTML('parse errors'),
    fix: 'correct the file that is named',
    find: inTexts(({ fault }) => fault),
  },
}
