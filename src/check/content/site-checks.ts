import type { Show } from '../../show/show.ts'
import { lookAt, type Checks, type Found, type Place } from '../rule.ts'
import * as from from '../../base/sources.ts'
import type { ReadText } from './site-texts.ts'

/** A show, and what was read of the pages and files that its site offers. */
export interface Offering {
  readonly show: Show
  readonly texts: readonly ReadText[]
}

/** The post that a path of the site was made of; the address where there is none. */
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

const inTexts = lookAt(
  ({ texts }: Offering) => texts,
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
    find: inTexts(({ fault }) => fault),
  },
}
