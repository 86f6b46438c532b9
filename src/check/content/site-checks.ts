import type { Show } from '../../show/show.ts'
import { addressesIn, readHtml } from './html.ts'
import type { Checks, Found, Place } from '../rule.ts'
import * as from from '../../base/sources.ts'

/** A text that the site offers, as it goes out. */
export interface Offered {
  readonly path: string
  readonly type: string
  readonly text: string
}

/** What a show offers, and every text of it. */
export interface Offering {
  readonly show: Show
  /** Whether a path, as it stands in an address, leads to something. */
  readonly has: (path: string) => boolean
  readonly texts: readonly Offered[]
}

/** The post that a path of the site was made of; the path itself where there is none. */
function ownerOf({ show }: Offering, path: string): Place {
  const episode = show.episodes.find(({ page }) => path.startsWith(page))
  return episode === undefined
    ? { url: new URL(path.slice(1), show.baseUrl).href }
    : { file: episode.file }
}

/** Leads to nothing although it leads into the site. */
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
  const told = new Set<string>()
  // A feed repeats the articles of the pages.
  for (const offered of offering.texts.filter(({ type }) => !type.startsWith('application/rss'))) {
    for (const link of linksIn(offered, offering.show)) {
      const place = ownerOf(offering, offered.path)
      const key = `${place.file ?? place.url} ${link}`
      if (told.has(key) || !isDead(offering, link)) continue
      told.add(key)
      yield { ...place, message: `a link leads to ${link}, where there is nothing` }
    }
  }
}

/** Tells of texts of one kind that cannot be read; `why` is null for those that can. */
function broken(kind: RegExp, why: (text: string) => string | null) {
  return function* find(offering: Offering): Iterable<Found> {
    for (const { path, type, text } of offering.texts) {
      const reason = kind.test(type) ? why(text) : null
      if (reason !== null) yield { ...ownerOf(offering, path), message: `${path}: ${reason}` }
    }
  }
}

function whyNoHtml(text: string): string | null {
  const [first] = readHtml(text).errors
  return first === undefined ? null : `${first.code.replaceAll('-', ' ')} (line ${first.line})`
}

/** What is wrong with the pages and files that the site offers. */
export const SITE_CHECKS: Checks<Offering> = {
  'site/link': {
    severity: 'warning',
    says: 'a link within the site leads nowhere',
    source: from.HTTP('an address names a resource'),
    fix: 'correct the link; what your blog has is looked for there once site: https://… names it',
    find: deadLinks,
  },
  'site/html': {
    severity: 'warning',
    says: 'a page is not written by the rules of HTML',
    source: from.HTML('parse errors'),
    fix: 'mend the file that is named',
    find: broken(/^text\/html/, whyNoHtml),
  },
}
