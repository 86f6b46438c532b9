import type { Show } from '../../show/show.ts'
import { webUrl } from '../ascii-url.ts'
import { directionOf } from '../format.ts'
import { relativeTo } from '../pages/layout-links.ts'
import { artSource } from '../pages/layout.ts'
import { toLine } from '../text.ts'
import { fill, wordsFor } from '../words/words.ts'

/** Where the style sheet of every feed is. */
export const FEED_STYLE_PATH = '/feed.css'

/** Text as a string of CSS; whatever could end it is written as an escape. */
function cssString(text: string): string {
  const escaped = toLine(text).replace(
    /["\\<>\p{Cc}]/gu,
    (sign) => `\\${sign.charCodeAt(0).toString(16)} `,
  )
  return `"${escaped}"`
}

/**
 * What a feed says to a person who opens it in a browser, in the show's language. How it looks is
 * in `public/feed-page.css`, which has no words.
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
  --feed-cover: ${cover === null ? 'none' : `url(${cssString(cover)})`};
  --feed-direction: ${directionOf(words.language)};
  --feed-title: ${cssString(words.feedTitle)};
  --feed-about: ${cssString(words.feedAbout)};
  --feed-apps: ${cssString(fill(words.feedApps, { url: webUrl(show.baseUrl) ?? '' }))};
}
`
}

/**
 * Names the style sheet in a feed; readers other than browsers pass over it.
 *
 * @param path The feed's own path.
 * @see https://www.w3.org/TR/xml-stylesheet/
 */
export function withFeedStyle(xml: string, path: string): string {
  const href = relativeTo(path)(FEED_STYLE_PATH)
  return xml.replace(/^<\?xml [^>]*\?>/, `$&\n<?xml-stylesheet type="text/css" href="${href}"?>\n`)
}
