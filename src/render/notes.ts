import { renderArticle } from '../posts/article.ts'
import { linkTimes, textChapters } from '../posts/time-marks.ts'
import type { Episode } from '../show/episode.ts'
import { urlOf, type Show } from '../show/show.ts'
import { createResolve } from './article-urls.ts'
import { asciiUrl, webUrl } from './ascii-url.ts'
import { listedChapters } from './chapters.ts'
import { MAX_DESCRIPTION_BYTES, toDescription } from './feed-text.ts'
import { formatPlayTime } from './format.ts'
import { toHtml } from './text.ts'

/** Fewer chapters need no list, and apps take none for one. */
const FEWEST = 3

const rendered = new WeakMap<Episode, { readonly baseUrl: string; readonly html: string }>()

/**
 * The article as HTML that can be read anywhere: sanitised, with absolute addresses only. At its end
 * are the chapters, unless the article has their times in its text.
 *
 * Kept for as long as the episode is, since one edited post renders the whole feed again and an
 * article takes milliseconds.
 */
export function renderNotes(show: Show, episode: Episode): string {
  const known = rendered.get(episode)
  if (known?.baseUrl === show.baseUrl) return known.html
  const article = renderArticle(linkTimes(episode.body, episode.audio.seconds), {
    resolve: createResolve(show, episode),
    recording: webUrl(episode.audio.url) ?? episode.audio.url,
  })
  const html = [article, ...chapterLines(show, episode)].join('\n')
  rendered.set(episode, { baseUrl: show.baseUrl, html })
  return html
}

/**
 * The notes of a feed that has no articles: the summary and, as far as there is room, the chapters.
 */
export function renderSummary(show: Show, episode: Episode): string {
  const summary = toDescription(episode.summary)
  const chapters = linesOf(show, episode)
  const html = [`<p>${summary}</p>`, ...chapters].join('\n')
  return chapters.length === 0 || Buffer.byteLength(html) > MAX_DESCRIPTION_BYTES ? summary : html
}

function chapterLines(show: Show, episode: Episode): string[] {
  const { body, audio } = episode
  return textChapters(body, audio.seconds).length > 0 ? [] : linesOf(show, episode)
}

/**
 * Each chapter as a paragraph that begins with its time, which is what Apple and Spotify look for,
 * and which leads to its place on the page.
 *
 * @see https://podcasters.apple.com/support/5482-using-chapters-on-apple-podcasts
 */
function linesOf(show: Show, episode: Episode): string[] {
  const chapters = listedChapters(show, episode)
  if (chapters.length < FEWEST) return []
  const page = asciiUrl(urlOf(show, episode.page))
  return chapters.map(({ start, title }) => {
    const time = formatPlayTime(Math.floor(start)).replace(/\..*$/, '')
    return `<p><a href="${page}#t=${start}">${time}</a> ${toHtml(title)}</p>`
  })
}
