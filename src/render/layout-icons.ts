import { html, type SafeHtml } from '@remix-run/html-template'

/** Drawings on a field of 24 × 24, in the colour of the text around them. */
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
  transcript: html`<path class="line" d="M5 4h14v16H5zM8.5 9h7M8.5 12.5h7M8.5 16h4" />`,
  article: html`<path class="line" d="M14 4h6v6M20 4l-9 9M18 14v6H4V6h6" />`,
  feed: html`<path class="line" d="M5 11a8 8 0 0 1 8 8M5 4.5A14.5 14.5 0 0 1 19.5 19" />
    <circle cx="6.5" cy="17.5" r="2" />`,
  keys: html`<path
    class="line"
    d="M2.5 6h19v12h-19zM6 10h.01M10 10h.01M14 10h.01M18 10h.01M8 14h8"
  />`,
} satisfies Record<string, SafeHtml>

/** A drawing beside words that say the same; screen readers pass over it. */
export function icon(name: keyof typeof DRAWINGS): SafeHtml {
  return html`<svg class="icon icon-${name}" viewBox="0 0 24 24" aria-hidden="true">
    ${DRAWINGS[name]}
  </svg>`
}
