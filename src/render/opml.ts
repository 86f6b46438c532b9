import { urlOf, type Show } from '../show/show.ts'
import { asciiUrl, webUrl } from './ascii-url.ts'
import { toLine } from './text.ts'
import { escapeXml } from './feed/xml.ts'

/**
 * The feeds of the show, that of all episodes first, as a file that podcast apps import.
 *
 * @see http://opml.org/spec2.opml
 */
export function renderOpml(show: Show): string {
  const title = escapeXml(toLine(show.title))
  const whole = { title: show.title, path: show.feed.path }
  const outlines = [whole, ...show.parts].map((feed) => renderOutline(show, feed))
  return `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>${title}</title>
  </head>
  <body>
${outlines.join('\n')}
  </body>
</opml>
`
}

function renderOutline(
  show: Show,
  feed: { readonly title: string; readonly path: string },
): string {
  const title = escapeXml(toLine(feed.title))
  const url = escapeXml(asciiUrl(urlOf(show, feed.path)))
  const site = escapeXml(webUrl(show.site ?? '') ?? asciiUrl(show.baseUrl))
  return `    <outline type="rss" text="${title}" title="${title}" xmlUrl="${url}" htmlUrl="${site}"/>`
}
