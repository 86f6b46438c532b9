import { sourceOf } from './layout-links.ts'
import { html, type SafeHtml } from '@remix-run/html-template'
import { drawSmallCover } from '#public/cover.js'
import type { Artwork } from '../../show/artwork/artwork.ts'
import { isNetwork, showsOf, urlOf, type Show } from '../../show/show.ts'
import { webUrl } from '../../base/web-address.ts'
import { jsonUrlOf } from '../feed/feed-pages.ts'
import { directionOf, isEuropean } from '../format.ts'
import { icon, PAGE_ICON } from './layout-icons.ts'
import type { Href } from './layout-links.ts'
import type { Words } from '../words/words-en.ts'
import { wordsFor } from '../words/words.ts'

/** What one page adds to the layout that all pages share. */
export interface Page {
  readonly show: Show
  readonly href: Href
  /** For the browser tab. */
  readonly title: string
  /** The class of the body, for style sheets. The index needs no link to itself. */
  readonly kind: 'index' | 'network' | 'episode' | 'error' | 'offline'
  /** Links and metadata of this page. */
  readonly head: SafeHtml
  /** The `main` element; its id is `content`. */
  readonly main: SafeHtml
}

/** The files in `public/` that each kind of page needs. */
const FILES: Readonly<Record<Page['kind'], readonly string[]>> = {
  index: ['/style.css', '/show.css', '/sound.js', '/page.js', '/show.js'],
  network: ['/style.css', '/show.css', '/sound.js', '/page.js'],
  episode: [
    '/style.css',
    '/episode.css',
    '/text-settings.js',
    '/sound.js',
    '/page.js',
    '/read-along.js',
    '/listen.js',
  ],
  error: ['/style.css', '/sound.js', '/page.js'],
  offline: ['/style.css', '/sound.js', '/page.js', '/offline.js', '/kept.js'],
}

/** Artwork, in a square that keeps its size while the artwork is loading. */
export interface Art {
  /** If null, the square is drawn, with the first letter of the name. */
  readonly artwork: Artwork | null
  readonly name: string
  /** The largest side, in CSS pixels. */
  readonly size: number
}

/** The artwork of a show or an episode. It needs no alternative text beside the title. */
export function renderArt(art: Art, href: Href, loading: 'eager' | 'lazy' = 'eager'): SafeHtml {
  const { artwork, size } = art
  const src = artSource(artwork, size, href)
  if (src === null) {
    return html.raw`${drawSmallCover(art.name)}`
  }
  return html`<img
    class="art"
    src="${src}"
    ${sourceSet(artwork, size, href, loading)}
    alt=""
    width="${size}"
    height="${size}"
    loading="${loading}"
    decoding="async"
  />`
}

/** The address of artwork for a square of so many CSS pixels; null if there is none. */
export function artSource(artwork: Artwork | null, size: number, href: Href): string | null {
  if (artwork === null) return null
  return sourceOf(artwork.small.find(({ width }) => (width ?? 0) >= size) ?? artwork, href)
}

/** Larger files are for screens with several pixels to a CSS pixel. */
function sourceSet(
  artwork: Artwork | null,
  size: number,
  href: Href,
  loading: 'eager' | 'lazy',
): SafeHtml | null {
  const sources = (artwork?.small ?? []).flatMap((picture) => {
    const address = (picture.width ?? 0) < size ? null : sourceOf(picture, href)
    return address === null ? [] : `${address} ${picture.width}w`
  })
  if (sources.length < 2) return null
  // When a lazy image loads, the browser knows its real size, which is smaller on a phone.
  const sizes = loading === 'lazy' ? `auto, ${size}px` : `${size}px`
  return html`srcset="${sources.join(', ')}" sizes="${sizes}"`
}

/** Attributes for text that is not in the language of the page; null if it is. */
export function languageOf(show: Show, language: string): SafeHtml | null {
  if (language === show.language) return null
  return html`lang="${language}" dir="${directionOf(language)}"`
}

/** The attribute for parts of the interface if there are no words in the language of the show. */
export function interfaceLanguage(show: Show, words: Words): SafeHtml | null {
  const [primary] = show.language.split('-')
  return primary === words.language ? null : html`lang="${words.language}"`
}

/** One property of the preview on other sites; null if it has no value. */
export function meta(property: string, content: string | null): SafeHtml | null {
  if (content === null || content === '') return null
  return html`<meta property="${property}" content="${content}" />`
}

/** The typeface for text in Latin and Cyrillic script. Its name contains a hash of its content. */
const TYPEFACE = '/literata-d3df24d5.woff2'

/** Files that are needed before anything is shown. */
const EARLY = /text-settings/

function renderFile(address: string): SafeHtml {
  if (EARLY.test(address)) return html`<script src="${address}"></script> `
  return address.endsWith('.css')
    ? html`<link rel="stylesheet" href="${address}" /> `
    : html`<script type="module" src="${address}"></script> `
}

function renderHead({ show, href, title, kind, head }: Page): SafeHtml {
  const [feed = show] = showsOf(show)
  return html`<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
    <meta name="color-scheme" content="light dark" />
    <title>${title}</title>
    ${FILES[kind].map((file) => renderFile(href(file)))}
    ${
      isEuropean(show.language)
        ? html`<link rel="preload" as="font" type="font/woff2" href="${href(TYPEFACE)}" crossorigin />`
        : null
    }
    <link rel="icon" type="image/svg+xml" href="${PAGE_ICON}" />
    <link
      rel="alternate"
      type="application/rss+xml"
      title="${feed.title}"
      href="${urlOf(feed, feed.feed.path)}"
    />
    <link
      rel="alternate"
      type="application/feed+json"
      title="${feed.title}"
      href="${jsonUrlOf(feed, feed.feed.path)}"
    />
    ${head}
  </head>`
}

function renderHomeLink({ show, href, kind }: Page): SafeHtml | null {
  if (kind === 'index' || kind === 'network') return null
  const cover = { artwork: show.image, name: show.title, size: 36 }
  return html`<a class="home" href="${href('/')}">
    ${renderArt(cover, href)}
    <span>${show.title}</span>
  </a>`
}

/** The link from one of several shows to all of them. */
function renderNetworkLink({ show: { network }, href }: Page): SafeHtml | null {
  if (network === null) return null
  return html`<a href="${href('/')}${'../'.repeat(network.depth)}">${network.title}</a>`
}

function renderSlider(name: string, label: string, most: number): SafeHtml {
  return html`<div class="setting">
    <label for="text-${name}">${label}</label>
    <output for="text-${name}"></output>
    <input
      type="range"
      id="text-${name}"
      min="0.7"
      max="${most}"
      step="0.1"
      value="1"
      autocomplete="off"
      data-text-factor="${name}"
    />
  </div>`
}

/** The settings for size and width of the text, which the script shows. */
function renderTextSettings({ kind }: Page, words: Words): SafeHtml | null {
  if (kind !== 'episode') return null
  return html`<button
      type="button"
      class="round"
      popovertarget="text"
      aria-label="${words.textSettings}"
      data-text-settings
    >
      <span aria-hidden="true" lang="en">Aa</span>
    </button>
    <div class="text" id="text" popover role="group" aria-label="${words.textSettings}">
      ${renderSlider('size', words.textSize, 2)} ${renderSlider('width', words.textWidth, 1.6)}
      <button type="button" class="button" data-text-reset>${words.textReset}</button>
    </div>`
}

function renderSiteHeader(page: Page, words: Words): SafeHtml {
  const { show, href } = page
  const blog = webUrl(show.site ?? '')
  const feed = isNetwork(show)
    ? { path: '/opml.xml', type: 'text/x-opml' }
    : { path: show.feed.path, type: 'application/rss+xml' }
  return html`<header class="site">
    ${renderHomeLink(page)}
    <nav aria-label="${words.site}" ${interfaceLanguage(show, words)}>
      ${renderTextSettings(page, words)}
      ${[renderNetworkLink(page), blog === null ? null : html`<a href="${blog}">${words.blog}</a>`]}
      <a href="${href(feed.path)}" type="${feed.type}">
        ${icon('feed')}
        <span>${words.feed}</span>
      </a>
    </nav>
  </header>`
}

function renderSiteFooter({ show }: Page): SafeHtml {
  const holder = show.copyright ?? show.author
  return html`<footer class="site">
    <p class="facts">
      <span>${show.title}</span>
      ${holder === null || holder === show.title ? null : html`<span>${holder}</span>`}
    </p>
  </footer>`
}

/** A whole page. The same input gives the same bytes. */
export function renderPage(page: Page): string {
  const { show } = page
  const words = wordsFor(show.language)
  return String(
    html`<!doctype html>
      <html lang="${show.language}" dir="${directionOf(show.language)}">
        ${renderHead(page)}
        <body class="${page.kind}${isEuropean(show.language) ? ' latin' : ''}">
          <a class="skip" href="#content" ${interfaceLanguage(show, words)}>${words.skip}</a>
          ${renderSiteHeader(page, words)} ${page.main} ${renderSiteFooter(page)}
        </body>
      </html>`,
  )
}
