import { urlOf, type Show } from '../show/show.ts'
import { asciiUrl, webUrl } from './ascii-url.ts'
import { toLine } from './text.ts'
import { escapeXml } from './xml.ts'

/**
 * A list of one subscription, which podcast apps import as a file.
 *
 * @see http://opml.org/spec2.opml
 */
export function renderOpml(show: Show): string {
  const title = escapeXml(toLine(show.title))
  const feed = escapeXml(asciiUrl(urlOf(show, show.feed.path)))
  const site = escapeXml(webUrl(show.site ?? '') ?? asciiUrl(show.baseUrl))
  return `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>${title}</title>
  </head>
  <body>
    <outline type="rss" text="${title}" title="${title}" xmlUrl="${feed}" htmlUrl="${site}"/>
  </body>
</opml>
`
}
