import { html, type SafeHtml } from '@remix-run/html-template'
import { urlOf, type Show } from '../../show/show.ts'
import { interfaceLanguage } from './layout.ts'
import { wordsFor } from '../words/words.ts'
import { correction, generate } from 'lean-qr'
import { toSvgPath } from 'lean-qr/extras/svg'

/** An app that takes a feed's address out of a link. */
interface App {
  readonly name: string
  readonly link: (feed: string, title: string) => string
}

function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//, '')
}

/**
 * Apps whose links need nothing but the feed's address, no number from a directory.
 *
 * @see https://overcast.fm/podcasterinfo
 * @see https://antennapod.org/documentation/podcasters-hosters/add-on-antennapod
 * @see https://github.com/nathangathright/podcast-app-url-schemes for the schemes
 * @see https://github.com/nathangathright/podcast-platform-links for Podcast Addict
 */
const APPS: readonly App[] = [
  { name: 'Apple Podcasts', link: (feed) => `podcast://${withoutScheme(feed)}` },
  {
    name: 'Overcast',
    link: (feed) => `overcast://x-callback-url/add?url=${encodeURIComponent(feed)}`,
  },
  { name: 'Pocket Casts', link: (feed) => `pktc://subscribe/${withoutScheme(feed)}` },
  { name: 'Castro', link: (feed) => `castros://subscribe/${withoutScheme(feed)}` },
  {
    name: 'AntennaPod',
    link: (feed, title) =>
      `https://antennapod.org/deeplink/subscribe?url=${encodeURIComponent(feed)}&title=${encodeURIComponent(title)}`,
  },
  {
    name: 'Podcast Addict',
    link: (feed) => `https://podcastaddict.com/feed/${encodeURIComponent(feed)}`,
  },
]

/** The ways to subscribe: one press in the apps that can, and the address for all the others. */
export function renderSubscribe(show: Show): SafeHtml {
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
        ${APPS.map(
          ({ name, link }) =>
            html`<li><a class="button" href="${link(feed, show.title)}">${name}</a></li>`,
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

/** Modules of empty space on each side, without which cameras do not find the code. */
const QUIET = 4

/**
 * An address as a QR code, dark on light in every colour scheme, since not every camera reads the
 * reverse. It says nothing that the page does not say in letters, so screen readers pass over it.
 */
export function renderQrCode(url: string): SafeHtml {
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
}
