import { urlOf, type Show } from '../show/show.ts'
import { asciiUrl } from './ascii-url.ts'

/**
 * Everything may be read, and here is the list of it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9309
 */
export function renderRobots(show: Show): string {
  return `User-agent: *\nDisallow:\n\nSitemap: ${asciiUrl(urlOf(show, '/sitemap.xml'))}\n`
}
