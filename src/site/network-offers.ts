import { feedPages } from '../render/feed/feed-pages.ts'
import { feedStyleFrom } from '../render/feed/feed-style.ts'
import { renderNetworkPage } from '../render/pages/network-page.ts'
import { oldFeedsOf } from '../render/moved-feeds.ts'
import { isNetwork, type NamedShow, type Show } from '../show/show.ts'
import {
  feedOf,
  HTML,
  madeOffers,
  offersOf,
  publicOffers,
  redirectOffers,
  RSS,
  type Offer,
} from './offers.ts'

/** Everything that a show or a network offers, the most important first; the files of `public/` last. */
export function offersOfSite(
  show: Show,
  publicFiles: ReadonlyMap<string, string>,
): readonly Offer[] {
  return isNetwork(show) ? offersOfNetwork(show, publicFiles) : offersOf(show, publicFiles)
}

/** What a show offers only if it is served alone. */
const OF_THE_SITE: ReadonlySet<string> = new Set(['/robots.txt', '/_redirects'])
const OF_NETWORK: ReadonlySet<string> = new Set(['/opml.xml', '/sitemap.xml', '/robots.txt'])

/** The offers of each show in its folder, and those of the network. */
function offersOfNetwork(
  network: Show,
  publicFiles: ReadonlyMap<string, string>,
): readonly Offer[] {
  const page: Offer = {
    path: '/',
    what: 'the page of all shows',
    type: HTML,
    role: 'page',
    content: { render: () => renderNetworkPage(network), early: false },
  }
  return [
    page,
    ...madeOffers(network).filter(({ path }) => OF_NETWORK.has(path)),
    ...network.shows.flatMap(({ path, show }) =>
      offersOf(show, publicFiles)
        .filter((offer) => !OF_THE_SITE.has(offer.path))
        .map((offer) => within(path, offer, show)),
    ),
    ...network.shows.flatMap(oldFeedOffers),
    ...redirectOffers(network),
    ...publicOffers(publicFiles),
  ]
}

/** Moves an offer of a show into the folder of the show; its files are in the roots of that show. */
function within(folder: string, offer: Offer, { roots, title }: Show): Offer {
  const { path, what, content } = offer
  return {
    ...offer,
    path: folder + path.slice(1),
    what: `${what} of ${title}`,
    content: 'file' in content ? { roots, ...content } : content,
  }
}

/** Copies of a feed at its old paths on the site, outside the folder of its show. */
function oldFeedOffers(named: NamedShow): readonly Offer[] {
  const { path, show } = named
  const [page] = feedPages(show)
  return oldFeedsOf(named).map(({ from, to }) => ({
    path: from,
    what: `the old feed of ${show.title} at ${from}`,
    type: RSS,
    role: 'data' as const,
    content: {
      ...feedOf(show, page, feedStyleFrom(from, path)),
      early: false,
      movedTo: to,
    },
  }))
}
