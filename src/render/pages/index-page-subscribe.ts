import { remembering } from '../../base/memory.ts'
import { html, type SafeHtml } from '@remix-run/html-template'
import { urlOf, type Show } from '../../show/show.ts'
import { icon } from './layout-icons.ts'
import { interfaceLanguage } from './layout.ts'
import { wordsFor } from '../words/words.ts'
import { correction, generate } from 'lean-qr'
import { toSvgPath } from 'lean-qr/extras/svg'
import { withoutScheme } from '../../base/web-address.ts'

/** An app that can be opened by a link with the address of a feed. */
interface App {
  readonly name: string
  /** The only phones that have it, if it is not made for all. */
  readonly only?: 'android' | 'apple'
  readonly link: (feed: string, title: string) => string
}

/**
 * Apps whose links need only the address of the feed, without an id from a directory.
 *
 * @see https://overcast.fm/podcasterinfo
 * @see https://antennapod.org/documentation/podcasters-hosters/add-on-antennapod
 * @see https://github.com/nathangathright/podcast-app-url-schemes for the schemes
 * @see https://github.com/nathangathright/podcast-platform-links for Podcast Addict
 */
const APPS: readonly App[] = [
  {
    name: 'Apple Podcasts',
    only: 'apple',
    link: (feed) => `podcast://${withoutScheme(feed)}`,
  },
  {
    name: 'Overcast',
    only: 'apple',
    link: (feed) => `overcast://x-callback-url/add?url=${encodeURIComponent(feed)}`,
  },
  { name: 'Pocket Casts', link: (feed) => `pktc://subscribe/${withoutScheme(feed)}` },
  {
    name: 'Castro',
    only: 'apple',
    link: (feed) => `castros://subscribe/${withoutScheme(feed)}`,
  },
  {
    name: 'AntennaPod',
    only: 'android',
    link: (feed, title) =>
      `https://antennapod.org/deeplink/subscribe?url=${encodeURIComponent(feed)}&title=${encodeURIComponent(title)}`,
  },
  {
    name: 'Podcast Addict',
    link: (feed) => `https://podcastaddict.com/feed/${encodeURIComponent(feed)}`,
  },
]

interface WayToFollow {
  readonly name: string
  readonly href: string
  readonly only: App['only'] | null
}

/**
 * The pages of the show that the author names, then the apps that open by a link, without those named
 * already. For a private show only apps, because the website of an app must not learn the address.
 */
function waysToFollow(show: Show): readonly WayToFollow[] {
  const feed = urlOf(show, show.feed.path)
  const own = show.follow.map(({ name, url }) => ({ name, href: url, only: null }))
  const named = new Set(own.map(({ name }) => name.toLowerCase()))
  const apps = APPS.map(({ name, link, only = null }) => ({
    name,
    href: link(feed, show.title),
    only,
  }))
    .filter(({ name }) => !named.has(name.toLowerCase()))
    .filter(({ href }) => !show.private || !href.startsWith('https:'))
  return [...own, ...apps]
}

/**
 * The ways to subscribe: a link for each app that supports it, and the address for all others.
 */
function renderSubscribe(show: Show): SafeHtml {
  const words = wordsFor(show.language)
  const feed = urlOf(show, show.feed.path)
  return html`<section
    class="subscribe"
    aria-labelledby="subscribe-title"
    ${interfaceLanguage(show, words)}
  >
    <div>
      <h2 id="subscribe-title">${words.subscribe}</h2>
      <ul class="apps">
        ${waysToFollow(show).map(
          ({ name, href, only }) =>
            html`<li ${only === null ? null : html`data-only="${only}"`}>
              <a class="button" href="${href}">${name}</a>
            </li>`,
        )}
      </ul>
      <div class="address">
        <label for="feed-address">${words.feedAddress}</label>
        <input id="feed-address" type="url" readonly value="${feed}" dir="ltr" size="32" />
        <button
          type="button"
          class="button"
          data-copy="feed-address"
          data-copied="${words.copied}"
          hidden
        >
          ${words.copy}
        </button>
      </div>
    </div>
    <figure class="phone">
      ${renderQrCode(feed)}
      <figcaption>${words.scan}</figcaption>
    </figure>
  </section>`
}

/**
 * The panel that the buttons named "Follow" open: over the page, or beside the episodes if there is room.
 *
 * @param more Shown below the ways to subscribe.
 */
export function renderFollowSheet(show: Show, more?: SafeHtml | null): SafeHtml {
  const words = wordsFor(show.language)
  return html`<div class="over panel" id="subscribe" popover>
    <button
      type="button"
      class="round close"
      popovertarget="subscribe"
      popovertargetaction="hide"
      aria-label="${words.close}"
      ${interfaceLanguage(show, words)}
    >
      ${icon('close')}
    </button>
    ${renderSubscribe(show)} ${more}
  </div>`
}

/** Empty modules on each side, without which cameras do not find the code. */
const QUIET = 4

/**
 * An address as a QR code, which is on every page of a show. It is dark on light in every colour scheme,
 * because not every camera reads the reverse. The page has the address as text, too, so screen readers skip
 * the code.
 */
export const renderQrCode = remembering((url: string): SafeHtml => {
  const code = generate(url, { minCorrectionLevel: correction.M })
  const size = code.size + 2 * QUIET
  return html`<svg
    class="qr"
    viewBox="${-QUIET} ${-QUIET} ${size} ${size}"
    shape-rendering="crispEdges"
    aria-hidden="true"
  >
    <path d="${toSvgPath(code)}" />
  </svg>`
})
