import type { PublishedEpisode as Episode, PublishedShow as Show } from '../../show/published.ts'
import { html as markup } from '@remix-run/html-template'
import { renderArticle } from '../../posts/article/article.ts'
import { textChapters } from '../../posts/article/time-marks.ts'
import { urlOf } from '../../show/show.ts'
import { createResolve, type Placed } from '../article-urls.ts'
import { asciiUrl, webUrl } from '../ascii-url.ts'
import { listedChapters } from '../public-chapters.ts'
import { MAX_DESCRIPTION_BYTES, toDescription, toHtml, cutToBytes } from '../text.ts'
import { formatPlayTime } from '../../base/clock.ts'
import { directionOf } from '../format.ts'
import { wordsFor } from '../words/words.ts'
import { writeHtml, type HtmlContent, type HtmlRoot } from '../../posts/article/article-tree.ts'
import { parseHtml } from '../../posts/article/html-parser.ts'

/** Fewer chapters need no list, and apps take none for one. */
const FEWEST = 3

/** All of a show that goes into the notes of its episodes. */
export type NotesShow = Placed &
  Pick<Show, 'language'> & {
    readonly feed: Pick<Show['feed'], 'notesBytes'>
  }

const rendered = new WeakMap<Episode, Map<string, string>>()

/**
 * The article as HTML that reads well in any app: sanitised, with absolute addresses only, within the
 * bytes that the settings allow, and with its direction where that is not the feed's. At its end are
 * the chapters, unless the article has their times in its text.
 *
 * Kept for as long as the episode is, since one edited post renders the whole feed again and an
 * article takes milliseconds.
 */
export function renderNotes(show: NotesShow, episode: Episode): string {
  const key = JSON.stringify([show.baseUrl, show.site, show.language, show.feed.notesBytes])
  const known = rendered.get(episode) ?? new Map<string, string>()
  const notes = known.get(key) ?? makeNotes(show, episode)
  rendered.set(episode, known.set(key, notes))
  return notes
}

function makeNotes(show: NotesShow, episode: Episode): string {
  const article = renderArticle(episode.body, {
    title: episode.title,
    seconds: episode.audio.seconds,
    resolve: createResolve(show, episode),
    recording: webUrl(episode.audio.url) ?? episode.audio.url,
    app: directionOf(episode.language),
  })
  const limit = show.feed.notesBytes
  const frame = frameOf(show, episode)
  const chapters = chapterLines(show, episode)
  const whole = frame([article, ...chapters])
  if (Buffer.byteLength(whole) <= limit) return whole
  const ends = [[readOn(show, episode), ...chapters], [readOn(show, episode)]]
  const room = (end: readonly string[]): number => limit - Buffer.byteLength(frame(['-', ...end]))
  // Chapters are dear, but not dearer than the article.
  const end = ends.find((lines) => room(lines) > limit / 2) ?? []
  return frame([cutHtml(article, room(end)), ...end])
}

/** The way to the rest of an article. */
function readOn(show: NotesShow, episode: Episode): string {
  const url = webUrl(episode.link) ?? asciiUrl(urlOf(show, episode.page))
  const { readOn: words } = wordsFor(episode.language)
  return String(markup`<p><a href="${url}">${words}</a></p>`)
}

/** An article that runs the other way than its feed says so once, around all of it. */
function frameOf(show: NotesShow, { language }: Episode): (parts: readonly string[]) => string {
  const direction = directionOf(language)
  const same = direction === directionOf(show.language)
  return (parts) => {
    const notes = parts.filter((part) => part !== '').join('\n')
    if (same || notes === '') return notes
    return `<div lang="${language}" dir="${direction}">\n${notes}\n</div>`
  }
}

/**
 * The notes of a feed that has no articles: the summary and, as far as there is room, the chapters.
 */
export function renderSummary(show: NotesShow, episode: Episode): string {
  const summary = toDescription(episode.summary)
  const chapters = linesOf(show, episode)
  const html = [`<p>${summary}</p>`, ...chapters].join('\n')
  return chapters.length === 0 || Buffer.byteLength(html) > MAX_DESCRIPTION_BYTES ? summary : html
}

function chapterLines(show: NotesShow, episode: Episode): string[] {
  const { body, audio } = episode
  return textChapters(body, audio.seconds).length > 0 ? [] : linesOf(show, episode)
}

/**
 * Each chapter as a paragraph that begins with its time, which is what Apple and Spotify look for,
 * and which leads to its place on the page.
 *
 * @see https://podcasters.apple.com/support/5482-using-chapters-on-apple-podcasts
 */
function linesOf(show: NotesShow, episode: Episode): string[] {
  const chapters = listedChapters(show, episode)
  if (chapters.length < FEWEST) return []
  const page = asciiUrl(urlOf(show, episode.page))
  return chapters.map(({ start, title }) => {
    const time = formatPlayTime(Math.floor(start)).replace(/\..*$/, '')
    return `<p><a href="${page}#t=${start}">${time}</a> ${toHtml(title)}</p>`
  })
}

/** Less than this says nothing: an element whose beginning is all that fits goes. */
const SHORTEST_TEXT = 40
/** What makes no sense in part. */
const WHOLE = new Set(['pre', 'table', 'picture', 'ruby', 'sup', 'sub'])

/**
 * The beginning of well-formed HTML, in at most so many bytes: it ends at a word, and with every
 * element closed.
 */
export function cutHtml(html: string, limit: number): string {
  return writeHtml({ type: 'root', children: cut(parseHtml(html).children, limit) }).trim()
}

/** All that fits, and the beginning of the first that does not. */
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
  if (node.type === 'text') return beginningOfText(node.value, room)
  if (WHOLE.has(node.tagName)) return []
  const children = cut(node.children, room - sizeOf({ ...node, children: [] }))
  return children.length === 0 ? [] : [{ ...node, children }]
}

/** What has to be escaped takes more room than it seems. */
function beginningOfText(value: string, room: number): HtmlContent[] {
  let limit = room
  while (limit >= SHORTEST_TEXT) {
    const node: HtmlContent = { type: 'text', value: cutToBytes(value, limit) }
    const size = sizeOf(node)
    if (size <= room) return [node]
    limit = Math.min(limit - 1, Math.floor((limit * room) / size))
  }
  return []
}

function sizeOf(node: HtmlContent): number {
  const root: HtmlRoot = { type: 'root', children: [node] }
  return Buffer.byteLength(writeHtml(root))
}
