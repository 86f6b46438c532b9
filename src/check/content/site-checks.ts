import type { Show } from '../../show/show.ts'
import { addressesIn, readHtml } from './html.ts'
import { lookAt, type Checks, type Found, type Place } from '../rule.ts'
import * as from from '../../base/sources.ts'

/** A text of the site, as it is published. */
export interface Offered {
  readonly path: string
  readonly type: string
  readonly text: string
}

/** A show and what its site offers. */
export interface Offering {
  readonly show: Show
  /** Whether the path of an address exists. */
  readonly has: (path: string) => boolean
  readonly texts: readonly Offered[]
}

/** The post that a path of the site was made of; the address where there is none. */
function ownerOf({ show }: Offering, path: string): Place {
  const episode = show.episodes.find(({ page }) => path.startsWith(page))
  return episode === undefined
    ? { url: new URL(path.slice(1), show.baseUrl).href }
    : { file: episode.file }
}

/** Whether an address of the site does not exist. */
function isDead({ show, has }: Offering, url: string): boolean {
  return url.startsWith(show.baseUrl) && !has(new URL(url).pathname)
}

function linksIn({ path, type, text }: Offered, { baseUrl }: Show): readonly string[] {
  const page = new URL(path.slice(1), baseUrl)
  const links = type.startsWith('text/html')
    ? readHtml(text).elements.flatMap(addressesIn)
    : (text.match(/https?:\/\/[^\s"'<>\\\])]+/g) ?? []).map((url) => url.replaceAll('&amp;', '&'))
  return links.flatMap((link) => (URL.canParse(link, page.href) ? new URL(link, page).href : []))
}

function* deadLinks(offering: Offering): Iterable<Found> {
  const found = new Set<string>()
  // A feed repeats the articles of the pages.
  for (const offered of offering.texts.filter(({ type }) => !type.startsWith('application/rss'))) {
    for (const link of linksIn(offered, offering.show)) {
      const place = ownerOf(offering, offered.path)
      const key = `${place.file ?? place.url} ${link}`
      if (found.has(key) || !isDead(offering, link)) continue
      found.add(key)
      yield { ...place, message: `a link leads to ${link}, which does not exist` }
    }
    if (offered.type.startsWith('text/html')) yield* deadFragments(offering, offered)
  }
}

/** Fragments that lead somewhere without an element: a time, a text, and the top. */
const WITHOUT_ELEMENT = /^#(?:$|t=|:~:|top$|\/|!)/i

// Links to places of their own page that it does not have.
function* deadFragments(offering: Offering, { path, text }: Offered): Iterable<Found> {
  const page = new URL(path.slice(1), offering.show.baseUrl).href
  if (!text.includes('href="#') && !text.includes(`href="${page}#`)) return
  const { elements } = readHtml(text)
  const ids = new Set(
    elements.flatMap(({ attributes: { id, name } }) => [id ?? [], name ?? []].flat()),
  )
  const links = elements.flatMap(({ attributes: { href = '' } }) =>
    href.startsWith('#') ? href : href.startsWith(`${page}#`) ? href.slice(page.length) : [],
  )
  for (const link of new Set(links)) {
    if (WITHOUT_ELEMENT.test(link) || ids.has(plainId(link))) continue
    const message = `a link leads to ${link}, which is not on the page`
    yield { ...ownerOf(offering, path), message }
  }
}

function plainId(fragment: string): string {
  try {
    return decodeURIComponent(fragment.slice(1))
  } catch {
    return fragment.slice(1)
  }
}

const inPages = lookAt(
  ({ texts }: Offering) => texts.filter(({ type }) => type.startsWith('text/html')),
  ({ path }, offering, message) => ({ ...ownerOf(offering, path), message: `${path}: ${message}` }),
)

/** What is wrong with the pages and files that the site offers. */
export const SITE_CHECKS: Checks<Offering> = {
  'site/link': {
    severity: 'warning',
    says: 'a link within the site is broken',
    source: from.HTTP('an address identifies a resource'),
    fix: 'correct the link; if it leads to your blog, name its address in site: https://…',
    find: deadLinks,
  },
  'site/html': {
    severity: 'warning',
    says: 'a page is not valid HTML',
    source: from.HTML('parse errors'),
    fix: 'correct the file that is named',
    find: inPages(({ text }) => {
      const [first] = readHtml(text).errors
      return first !== undefined && `${first.code.replaceAll('-', ' ')} (line ${first.line})`
    }),
  },
}
