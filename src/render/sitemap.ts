import { urlOf, type Show } from '../show/show.ts'
import { asciiUrl } from './ascii-url.ts'
import { escapeXml } from './xml.ts'

/**
 * The pages of this site for search engines. When a page last changed is not told: a post says when
 * it was published, and search engines stop believing a date that is not the change's.
 *
 * @see https://www.sitemaps.org/protocol.html
 */
export function renderSitemap(show: Show): string {
  const pages = ['/', ...show.episodes.map(({ page }) => page)]
  const entries = pages.map((page) => {
    const url = escapeXml(asciiUrl(urlOf(show, page)))
    return `  <url><loc>${url}</loc></url>\n`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entries.join('')}</urlset>
`
}
