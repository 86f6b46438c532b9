import { apart } from '../../base/memory.ts'
import type { HtmlPage } from './html.ts'
import { addressesIn, readHtml } from './html.ts'
import { decodePart } from '../../base/web-address.ts'

/** A text of the site, as it is published. */
export interface SiteText {
  readonly path: string
  /** Media type, with charset where it has one. */
  readonly type: string
  readonly text: string
}

/** The facts about a page or file of the site, after reading which its text is dropped. */
export interface ReadText extends Pick<SiteText, 'path'> {
  /** Addresses of the site that it links to, and that do not exist. */
  readonly deadLinks: readonly string[]
  /** Addresses of the blog that it links to, except those of episodes. */
  readonly blogLinks: readonly string[]
  /** Fragments of its own that it links to and does not have, with `#`. */
  readonly deadFragments: readonly string[]
  /** The first error in the HTML; null if there is none, and for other files. */
  readonly fault: string | null
}

/** What reading a text of the site depends on. */
export interface Site {
  readonly baseUrl: string
  /** Whether the path of an address exists. */
  readonly has: (path: string) => boolean
  /** The addresses of the blogs to which its articles belong. */
  readonly blogs: readonly string[]
}

/** Finds the facts about a text in one parse, because a site has thousands of texts. */
export function readSiteText({ path, type, text }: SiteText, site: Site): ReadText {
  const page = new URL(path.slice(1), site.baseUrl)
  if (!type.startsWith('text/html')) {
    // A feed repeats the articles of the pages.
    const links = type.startsWith('application/rss') ? [] : addressesWithin(text)
    const deadLinks = deadAmong(links, page, site).map(apart)
    return { path, deadLinks, blogLinks: [], deadFragments: [], fault: null }
  }
  const html = readHtml(text)
  const [first] = html.errors
  const links = new Set(html.elements.flatMap(addressesIn))
  return {
    path,
    deadLinks: deadAmong(links, page, site).map(apart),
    blogLinks: blogLinksIn(html, site).map(apart),
    deadFragments: deadFragmentsOf(html, page.href).map(apart),
    fault: first === undefined ? null : `${first.code.replaceAll('-', ' ')} (line ${first.line})`,
  }
}

function addressesWithin(text: string): readonly string[] {
  const found = text.match(/https?:\/\/[^\s"'<>\\\])]+/g) ?? []
  return found.map((url) => url.replaceAll('&amp;', '&'))
}

function deadAmong(links: Iterable<string>, page: URL, { baseUrl, has }: Site): readonly string[] {
  const dead = new Set<string>()
  for (const link of links) {
    const url = URL.parse(link, page.href)
    if (url?.href.startsWith(baseUrl) === true && !has(url.pathname)) dead.add(url.href)
  }
  return [...dead]
}

function blogLinksIn({ elements }: HtmlPage, { blogs, baseUrl }: Site): readonly string[] {
  const links = elements.flatMap(({ name, attributes: { href = '' } }) =>
    name === 'a' && blogs.some((blog) => href.startsWith(blog)) && !href.startsWith(baseUrl)
      ? href
      : [],
  )
  return [...new Set(links)].filter((link) => URL.canParse(link))
}

/** Fragments that need no element: a time, a text, and the top of the page. */
const WITHOUT_ELEMENT = /^#(?:$|t=|:~:|top$|\/|!)/i

/** Links to places of their own page that it does not have. */
function deadFragmentsOf({ elements }: HtmlPage, page: string): readonly string[] {
  const ids = new Set(
    elements.flatMap(({ attributes: { id, name } }) => [id ?? [], name ?? []].flat()),
  )
  const links = elements.flatMap(({ attributes: { href = '' } }) =>
    href.startsWith('#') ? href : href.startsWith(`${page}#`) ? href.slice(page.length) : [],
  )
  const dead = [...new Set(links)].filter(
    (link) => !WITHOUT_ELEMENT.test(link) && !ids.has(plainId(link)),
  )
  return dead
}

function plainId(fragment: string): string {
  const id = fragment.slice(1)
  return decodePart(id) ?? id
}
