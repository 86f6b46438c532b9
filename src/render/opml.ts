import { showsOf, urlOf, type Show } from '../show/show.ts'
import { asciiUrl, webUrl } from '../base/web-address.ts'
import { toLine } from './text.ts'
import { element, emptyElement, parent, renderDocument, type Element } from './xml.ts'

/**
 * The feeds of the show and of its parts, or of all shows of a network, as a file that podcast apps
 * can import.
 *
 * @see http://opml.org/spec2.opml
 */
export function renderOpml(show: Show): string {
  const outlines = showsOf(show).flatMap((each) =>
    [{ title: each.title, path: each.feed.path }, ...each.parts].map((feed) =>
      outlineOf(each, feed),
    ),
  )
  const content = [
    ...parent('head', element('title', toLine(show.title))),
    ...parent('body', outlines),
  ]
  return renderDocument({ ...emptyElement('opml', { version: '2.0' }), content })
}

function outlineOf(show: Show, feed: { readonly title: string; readonly path: string }): Element {
  const text = toLine(feed.title)
  return emptyElement('outline', {
    type: 'rss',
    text,
    title: text,
    xmlUrl: asciiUrl(urlOf(show, feed.path)),
    htmlUrl: webUrl(show.site ?? '') ?? asciiUrl(show.baseUrl),
  })
}
