import { html, type SafeHtml } from '@remix-run/html-template'

/** Drawings of 24 × 24 units, in the colour of the surrounding text. */
const DRAWINGS = {
  play: html`<path
    d="M7 4.2v15.6c0 .8.9 1.3 1.6.9l12-7.8a1 1 0 0 0 0-1.8l-12-7.8c-.7-.4-1.6.1-1.6.9Z"
  />`,
  pause: html`<path d="M6 4h4.5v16H6zM13.5 4H18v16h-4.5z" />`,
  back: html`<path class="line" d="M12 5a7.5 7.5 0 1 1-7.2 5.4M12 1.5 8.5 5 12 8.5" />
    <text x="12" y="15.5">15</text>`,
  forward: html`<path class="line" d="M12 5a7.5 7.5 0 1 0 7.2 5.4M12 1.5 15.5 5 12 8.5" />
    <text x="12" y="15.5">30</text>`,
  restart: html`<path class="line" d="M12 5a7.5 7.5 0 1 1-7.2 5.4M12 1.5 8.5 5 12 8.5" />`,
  chapters: html`<path class="line" d="M4 6h.01M4 12h.01M4 18h.01M9 6h12M9 12h12M9 18h8" />`,
  download: html`<path class="line" d="M12 3v12m0 0 4.5-4.5M12 15l-4.5-4.5M4 20h16" />`,
  keep: html`<path class="line" d="M12 4v9m0 0 3.5-3.5M12 13 8.5 9.5" /><circle class="line" cx="12" cy="12" r="10" /><path class="line" d="M8 17h8" />`,
  transcript: html`<path class="line" d="M5 4h14v16H5zM8.5 9h7M8.5 12.5h7M8.5 16h4" />`,
  article: html`<path class="line" d="M14 4h6v6M20 4l-9 9M18 14v6H4V6h6" />`,
  more: html`<circle cx="5" cy="12" r="2" /><circle cx="12" cy="12" r="2" />
    <circle cx="19" cy="12" r="2" />`,
  volume: html`<path d="M3 9v6h4l5 4.5v-15L7 9H3Z" />
    <path class="line" d="M16 8.5a5 5 0 0 1 0 7M18.7 5.5a9 9 0 0 1 0 13" />`,
  share: html`<path class="line" d="M12 15V3m0 0L8 7m4-4 4 4M5 11v9h14v-9" />`,
  readAlong: html`<path class="line" d="M4 6h16M4 12h10M4 18h7M18 11v9m0 0 3.5-3.5M18 20l-3.5-3.5" />`,
  close: html`<path class="line" d="M5.5 5.5l13 13m0-13-13 13" />`,
  up: html`<path class="line" d="M12 20V5m0 0L6 11m6-6 6 6" />`,
  down: html`<path class="line" d="M12 4v15m0 0 6-6m-6 6-6-6" />`,
  next: html`<path d="M5 5.2v13.6c0 .8.9 1.3 1.6.8l9.2-6.8a1 1 0 0 0 0-1.6L6.6 4.4c-.7-.5-1.6 0-1.6.8ZM17.5 4H20v16h-2.5z" />`,
  feed: html`<path class="line" d="M5 11a8 8 0 0 1 8 8M5 4.5A14.5 14.5 0 0 1 19.5 19" />
    <circle cx="6.5" cy="17.5" r="2" />`,
  search: html`<path class="line" d="M16 16l5 5M10.5 18a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15Z" />`,
  filters: html`<path class="line" d="M4 7h16M7 12h10M10 17h4" />`,
  keys: html`<path
    class="line"
    d="M2.5 6h19v12h-19zM6 10h.01M10 10h.01M14 10h.01M18 10h.01M8 14h8"
  />`,
} satisfies Record<string, SafeHtml>

/** A drawing beside a text with the same meaning; screen readers skip it. */
export function icon(name: keyof typeof DRAWINGS): SafeHtml {
  return html`<svg class="icon icon-${name}" viewBox="0 0 24 24" aria-hidden="true">
    ${DRAWINGS[name]}
  </svg>`
}

const PAGE_DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <rect width="32" height="32" rx="8" fill="#a63412"/>
  <path d="M7 9.5h11M7 14.5h7M7 19.5h5" fill="none" stroke="#fff" stroke-width="2.5" stroke-linecap="round" opacity=".7"/>
  <path d="M15.5 14.3v10.4c0 .8.9 1.3 1.6.9l8.4-5.2c.7-.4.7-1.4 0-1.8l-8.4-5.2c-.7-.4-1.6.1-1.6.9Z" fill="#fff"/>
</svg>`

/** The icon of the browser tab as a data URL, which saves a request on every page. */
export const PAGE_ICON = `data:image/svg+xml,${encodeURIComponent(PAGE_DRAWING)}`
