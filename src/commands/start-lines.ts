import { isPrivate, listenerPath } from '../show/private-show.ts'
import { isNetwork, type Show, showsOf, urlOf } from '../show/show.ts'
import { METRICS_PATH } from '../site/metrics.ts'
import { formatSkipped, plural } from './report.ts'

/** What is printed when a show is live: where it is, and what is not in it. */
export function formatStart(
  show: Show,
  { url, metricsUrl }: { readonly url: string; readonly metricsUrl: string | null },
): readonly string[] {
  const shows = isNetwork(show)
    ? [`${show.title}: ${plural(show.shows.length, 'show')}`, `  page  ${show.baseUrl}`]
    : []
  return [
    ...shows,
    ...showsOf(show).flatMap(formatShow),
    ...formatHere(show, url),
    ...formatLeftOut([show, ...showsOf(show)]),
    ...(metricsUrl === null ? [] : [`Metrics are at ${metricsUrl}${METRICS_PATH}`]),
    'Stop with Ctrl+C.',
  ]
}

/** Where the site can be looked at before a web server passes requests on; nothing if that is its address. */
function formatHere(show: Show, url: string): readonly string[] {
  const { origin, pathname } = new URL(show.baseUrl)
  const here = new URL(url)
  // A socket has no port, and no browser gets to it
  const isHere = here.port === '' || here.origin === origin
  if (isHere || isPrivate(show)) return []
  return [`On this computer it is at ${new URL(pathname, here).href}`]
}

function formatLeftOut(shows: readonly Show[]): readonly string[] {
  const skipped = [...new Set(shows)].flatMap((show) => show.skipped)
  const lines = formatSkipped(skipped).map((line) => `  ${line}`)
  return lines.length === 0 ? [] : ['Skipped:', ...lines]
}

function formatShow(show: Show): readonly string[] {
  const waiting = show.episodes.filter(({ listed }) => !listed).length
  return [
    `${show.title}: ${plural(show.episodes.length, 'episode')}`,
    ...(isPrivate(show)
      ? [`  private, below ${urlOf(show, listenerPath('<token>'))}`]
      : [`  page  ${show.baseUrl}`, `  feed  ${urlOf(show, show.feed.path)}`]),
    ...(waiting === 0 ? [] : [`  ${waiting} of them not in the feed yet: size unknown`]),
    ...(show.scheduled.length === 0 ? [] : [`  ${show.scheduled.length} scheduled for later`]),
    ...(show.episodes.length === 0
      ? ['  no post with a recording was found; name one in a post, e.g. audio: my-article.mp3']
      : []),
  ]
}
