import type { Show } from '../../show/show.ts'
import { directionOf, isEuropean } from '../format.ts'
import { relativeTo } from '../pages/layout-links.ts'
import { artSource } from '../pages/layout.ts'
import { toLine } from '../text.ts'
import { wordsFor } from '../words/words.ts'

/** The path of the style sheet of all feeds. */
export const FEED_STYLE_PATH = '/feed.css'

/** Text as a CSS string; characters that could end it are escaped. */
function cssString(text: string): string {
  const escaped = toLine(text).replace(
    /["\\<>\p{Cc}]/gu,
    (sign) => `\\${sign.charCodeAt(0).toString(16)} `,
  )
  return `"${escaped}"`
}

/**
 * The texts that a browser shows above a feed, in the language of the show. The layout is in
 * `public/feed-page.css`, which has no texts.
 *
 * @see https://www.w3.org/TR/css-content-3/#content-property
 */
export function renderFeedStyle(show: Show): string {
  const words = wordsFor(show.language)
  const href = relativeTo(FEED_STYLE_PATH)
  const cover = artSource(show.image, 224, href)
  return `@import '${href('/style.css')}';
@import '${href('/feed-page.css')}';

:root {
  direction: ${directionOf(show.language)};
  ${isEuropean(show.language) ? '--serif: var(--latin-serif);' : ''}
  --feed-cover: ${cover === null ? 'none' : `url(${cssString(cover)})`};
  --feed-direction: ${directionOf(words.language)};
  --feed-title: ${cssString(words.feedTitle)};
  --feed-about: ${cssString(words.feedAbout)};
}
`
}

/**
 * The address of the style sheet, relative to a path.
 *
 * @param folder The folder of the show, if the path is outside it.
 */
export function feedStyleFrom(path: string, folder = '/'): string {
  return relativeTo(path)(folder + FEED_STYLE_PATH.slice(1))
}

/**
 * Adds a link to the style sheet to a feed; only browsers use it.
 *
 * @param href The address of the style sheet, relative to the feed.
 * @see https://www.w3.org/TR/xml-stylesheet/
 */
export function withFeedStyle(xml: string, href: string): string {
  return xml.replace(/^<\?xml [^>]*\?>/, `$&\n<?xml-stylesheet type="text/css" href="${href}"?>\n`)
}
