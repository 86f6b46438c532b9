import { isNetwork, showsOf, urlOf, type Show } from '../show/show.ts'
import { asciiUrl } from '../base/web-address.ts'
import { listPages } from './pages/index-page-pages.ts'
import { escapeXml } from './xml.ts'

/**
 * The pages of this site for search engines, each with the date of its newest episode, which is the
 * last change that posts record.
 *
 * @see https://www.sitemaps.org/protocol.html
 */
export function renderSitemap(show: Show): string {
  if (isNetwork(show)) return renderSitemapIndex(show)
  const pages = [
    ...listPages(show).map(({ path, episodes: [newest] }) => ({ path, newest })),
    ...show.episodes.map((episode) => ({ path: episode.page, newest: episode })),
  ]
  const entries = pages.map(({ path, newest }) => {
    const url = escapeXml(asciiUrl(urlOf(show, path)))
    const day = newest?.published.toISOString()
    const changed = day === undefined ? '' : `<lastmod>${day}</lastmod>`
    return `  <url><loc>${url}</loc>${changed}</url>\n`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entries.join('')}</urlset>
`
}

/**
 * The sitemaps of the shows of a network.
 *
 * @see https://www.sitemaps.org/protocol.html#index
 */
function renderSitemapIndex(network: Show): string {
  const entries = showsOf(network).map((show) => {
    const url = escapeXml(asciiUrl(urlOf(show, '/sitemap.xml')))
    return `  <sitemap><loc>${url}</loc></sitemap>\n`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entries.join('')}</sitemapindex>
`
}

/**
 * Allows crawlers everything, and names the sitemap.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9309
 */
export function renderRobots(show: Show): string {
  return `User-agent: *\nDisallow:\n\nSitemap: ${asciiUrl(urlOf(show, '/sitemap.xml'))}\n`
}
