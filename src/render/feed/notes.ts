import type { PublishedEpisode as Episode, PublishedShow as Show } from '../../show/published.ts'
import { html as markup } from '@remix-run/html-template'
import { renderArticle } from '../../posts/article/article.ts'
import { LIMITS } from '../../posts/article/markdown-bounds.ts'
import { textChapters } from '../../posts/article/time-marks.ts'
import { urlOf } from '../../show/show.ts'
import { createResolve, type Leading, type Placed } from '../article-urls.ts'
import { asciiUrl, webUrl } from '../../base/web-address.ts'
import { listedChapters } from '../public-chapters.ts'
import { MAX_DESCRIPTION_BYTES, toDescription, toHtml, cutTo } from '../text.ts'
import { formatPlayTime } from '../../base/written-times.ts'
import { directionOf } from '../format.ts'
import { wordsFor } from '../words/words.ts'
import {
  textNode,
  writeHtml,
  type HtmlContent,
  type HtmlRoot,
} from '../../posts/article/article-tree.ts'
import { parseHtml } from '../../posts/article/html-parser.ts'

/** Fewer chapters need no list, and apps do not recognise one. */
const FEWEST = 3

/** The part of a show that the notes of its episodes depend on. */
export type NotesShow = Placed &
  Pick<Show, 'language'> & {
    readonly feed: Pick<Show['feed'], 'notesBytes'>
  }

/** The part of an episode that its notes depend on. */
export type NotesEpisode = Leading &
  Pick<Episode, 'title' | 'plain' | 'language' | 'chapters' | 'body'> & {
    readonly audio: Pick<Episode['audio'], 'url' | 'seconds'>
  }

/** All that {@link renderNotes} makes notes from; the article by its hash. */
export function notesSource(show: NotesShow, episode: NotesEpisode): string {
  const { page, link, assets, addresses, title, plain, language, chapters, body, audio } = episode
  return JSON.stringify([
    [show.baseUrl, show.site, show.language, show.feed.notesBytes],
    [page, link, title, plain, language, chapters, body.hash, audio.url, audio.seconds],
    [...assets].map(([url, { path }]) => [url, path]),
    [...addresses],
  ])
}

/**
 * The article as HTML for all apps: sanitised, with absolute addresses only, within the limit in the
 * settings, and with its direction where that differs from the feed. The chapters follow, unless the
 * article has their times in its text.
 */
export function renderNotes(show: NotesShow, episode: NotesEpisode): string {
  const text = episode.body.text()
  const limit = show.feed.notesBytes
  // An article longer than this is published as it is written, and no more of it fits.
  const body = text.slice(0, Math.max(LIMITS.characters, limit))
  const article = renderArticle(body, {
    title: episode.title,
    plain: episode.plain || body !== text,
    seconds: episode.audio.seconds,
    resolve: createResolve(show, episode),
    recording: webUrl(episode.audio.url) ?? episode.audio.url,
    app: directionOf(episode.language),
  })
  const frame = frameOf(show, episode)
  const chapters = chapterLines(show, episode)
  const whole = frame([article, ...chapters])
  if (Buffer.byteLength(whole) <= limit) return whole
  const ends = [[readOn(show, episode), ...chapters], [readOn(show, episode)]]
  const room = (end: readonly string[]): number => limit - Buffer.byteLength(frame(['-', ...end]))
  // The article matters more than the chapters.
  const end = ends.find((lines) => room(lines) > limit / 2) ?? []
  return frame([cutHtml(article, room(end)), ...end])
}

/** The link to the rest of an article. */
function readOn(show: NotesShow, episode: NotesEpisode): string {
  const url = webUrl(episode.link) ?? asciiUrl(urlOf(show, episode.page))
  const { readOn: words } = wordsFor(episode.language)
  return String(markup`<p><a href="${url}">${words}</a></p>`)
}

/** Adds the direction, in one element around the whole article, where it differs from the feed. */
function frameOf(
  show: NotesShow,
  { language }: NotesEpisode,
): (parts: readonly string[]) => string {
  const direction = directionOf(language)
  const same = direction === directionOf(show.language)
  return (parts) => {
    const notes = parts.filter((part) => part !== '').join('\n')
    if (same || notes === '') return notes
    return `<div lang="${language}" dir="${direction}">\n${notes}\n</div>`
  }
}

/**
 * The notes of a feed without articles: the summary and, if they fit, the chapters.
 */
export function renderSummary(show: NotesShow, episode: Episode): string {
  const summary = toDescription(episode.summary)
  const chapters = linesOf(show, episode)
  const html = [`<p>${summary}</p>`, ...chapters].join('\n')
  return chapters.length === 0 || Buffer.byteLength(html) > MAX_DESCRIPTION_BYTES ? summary : html
}

function chapterLines(show: NotesShow, episode: NotesEpisode): string[] {
  const { body, audio, plain } = episode
  return !plain && textChapters(body.text(), audio.seconds).chapters.length > 0
    ? []
    : linesOf(show, episode)
}

/**
 * Each chapter as a paragraph that begins with its time, which Apple and Spotify recognise, as a link
 * to its place on the page.
 *
 * @see https://podcasters.apple.com/support/5482-using-chapters-on-apple-podcasts
 */
function linesOf(show: NotesShow, episode: NotesEpisode): string[] {
  const chapters = listedChapters(show, episode)
  if (chapters.length < FEWEST) return []
  const page = asciiUrl(urlOf(show, episode.page))
  return chapters.map(({ start, title }) => {
    const time = formatPlayTime(Math.floor(start)).replace(/\..*$/, '')
    return `<p><a href="${page}#t=${start}">${time}</a> ${toHtml(title)}</p>`
  })
}

/** An element is dropped if less of its text fits. */
const SHORTEST_TEXT = 40
/** Elements that make no sense when cut. */
const WHOLE = new Set(['pre', 'table', 'picture', 'ruby', 'sup', 'sub'])

/**
 * The beginning of HTML in at most so many bytes: it ends after a word, with every element closed.
 */
export function cutHtml(html: string, limit: number): string {
  return writeHtml({ type: 'root', children: cut(parseHtml(html).children, limit) }).trim()
}

/** The nodes that fit, and the beginning of the first one that does not. */
function cut(content: readonly HtmlContent[], room: number): HtmlContent[] {
  const kept: HtmlContent[] = []
  let left = room
  for (const node of content) {
    const size = sizeOf(node)
    if (size > left) return [...kept, ...beginningOf(node, left)]
    left -= size
    kept.push(node)
  }
  return kept
}

function beginningOf(node: HtmlContent, room: number): HtmlContent[] {
  if (room < SHORTEST_TEXT) return []
  if (node.type === 'text') return [textNode(cutTo(node.value, room, sizeOfText))]
  if (WHOLE.has(node.tagName)) return []
  const children = cut(node.children, room - sizeOf({ ...node, children: [] }))
  return children.length === 0 ? [] : [{ ...node, children }]
}

/** Escaped characters take more bytes than the text has. */
function sizeOfText(value: string): number {
  return sizeOf(textNode(value))
}

function sizeOf(node: HtmlContent): number {
  const root: HtmlRoot = { type: 'root', children: [node] }
  return Buffer.byteLength(writeHtml(root))
}
