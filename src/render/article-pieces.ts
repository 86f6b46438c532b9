import {
  renderArticle,
  wasPlain,
  type Titled,
  articleText,
  renderSpoken,
} from '../posts/article/article.ts'
import { Body } from '../posts/body.ts'
import { LimitError, type Workers } from '../base/workers.ts'
import { formatClock } from '../base/written-times.ts'
import type { PublishedEpisode as Episode } from '../show/published.ts'
import { createResolve, findAsset, type Placed } from './article-urls.ts'
import { renderNotes, type NotesShow } from './feed/notes.ts'
import { renderSpokenText } from './spoken-text.ts'
import { typesetHtml } from './typography.ts'
import { wordsFor } from './words/words.ts'
import { relativeTo } from './pages/layout-links.ts'

/** The pieces that are made from an article, one for each place in which it is published. */
export interface ArticlePieces {
  /** The notes in the feed. */
  readonly notes: string
  /** Its part of the episode's page. */
  readonly page: Titled
  /** Its sentences with the times at which they are spoken, as JSON. */
  readonly spoken: string
  /** Its part of the transcript in HTML: each block after the time at which it is spoken. */
  readonly timed: string
  /** The transcript in plain text. */
  readonly text: string
}

export type PieceName = keyof ArticlePieces

/** Some pieces of one article. */
export interface PieceWish {
  readonly episode: Episode
  readonly names: readonly PieceName[]
}

/** A wish as it is passed to a thread. */
export interface PieceWork extends Pick<PieceWish, 'names'> {
  readonly show: NotesShow
  readonly episode: Omit<Episode, 'body'>
  readonly body: string
}

interface MadePieces {
  readonly pieces: readonly (readonly [PieceName, unknown])[]
  /** Whether the article is published as it is written, not as Markdown. */
  readonly plain: boolean
}

type Makers = {
  readonly [Name in PieceName]: (show: NotesShow, episode: Episode) => ArticlePieces[Name]
}

const MAKERS: Makers = {
  notes: renderNotes,
  page: (show, episode) => {
    const { title, html } = renderPageArticle(show, episode)
    const { language } = episode
    return { title: typesetHtml(title, language), html: typesetHtml(html, language) }
  },
  spoken: (show, episode) => renderSpokenText(renderPageArticle(show, episode)),
  timed: (show, episode) => {
    const { title, plain, language, cues } = episode
    return renderArticle(episode.body.text(), {
      title,
      plain,
      resolve: createResolve(show, episode),
      headingLevel: 2,
      recording: episode.audio.url,
      timed: { cues, language, clock: formatClock },
    })
  },
  text: (_show, { body, title, plain }) => articleText(body.text(), title, plain),
}

/** The pieces that contain times. */
const HEARD: ReadonlySet<PieceName> = new Set(['page', 'spoken', 'timed'])

/** Pieces that were made ahead, by episode and by everything else from which they were made. */
const ready = new WeakMap<Episode, Map<string, Ready>>()

/** The notes that were made ahead; null if there are none. */
export function readyNotes(show: NotesShow, episode: Episode): string | null {
  const made = ready.get(episode)?.get(keyOf('notes', show))?.piece
  return typeof made === 'string' ? made : null
}

interface Ready {
  readonly piece: unknown
  /** Whether it is published in one place only, so that it is made once and not kept. */
  readonly once: boolean
}

/**
 * A piece of an article. If it was not made ahead, it is made now, in this thread and without limits.
 *
 * @see preparePieces
 */
export function articlePiece<Name extends PieceName>(
  name: Name,
  show: NotesShow,
  episode: Episode,
): ArticlePieces[Name] {
  const key = keyOf(name, show)
  const made = ready.get(episode)
  const known = made?.get(key)
  if (known === undefined) return MAKERS[name](show, episode)
  if (known.once) made?.delete(key)
  // Whatever is there under a name was made by the maker of that name.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return known.piece as ArticlePieces[Name]
}

/** The characters that are published of an article that exceeds the limits even as it is written. */
const BEGINNING = 100_000

function ifTooMuch<Result>(instead: () => Promise<Result>): (cause: unknown) => Promise<Result> {
  return (cause) => {
    if (cause instanceof LimitError) return instead()
    throw cause
  }
}

/** Makes pieces ahead, so that they need not be made while a request waits. */
export type PreparePieces = (show: NotesShow, wishes: readonly PieceWish[]) => Promise<void>

export interface PrepareOptions {
  readonly threads: Workers
  /** Called with an article that exceeds the limits, and is published as it is written. */
  readonly passed: (episode: Episode) => void
  /**
   * Set if everything is made once: returns all pieces of an episode, which are then made together, because
   * reading the article is most of the work. All except the notes are published in one place each.
   */
  readonly together?: (episode: Episode) => readonly PieceName[]
  /** Gives notes that an earlier run has made. */
  readonly kept?: (show: NotesShow, episode: Episode) => string | null
}

/** Makes pieces in threads, each article within limits. */
export function createPreparePieces({
  threads,
  passed,
  together,
  kept = () => null,
}: PrepareOptions): PreparePieces {
  /** The pieces that are being made. */
  const underWay = new WeakMap<Episode, Promise<void>>()

  async function prepare(show: NotesShow, { episode, names }: PieceWish): Promise<void> {
    await underWay.get(episode)
    const made = ready.get(episode)
    const missing = names.filter((name) => made?.has(keyOf(name, show)) !== true)
    const notes = missing.length === 1 && missing[0] === 'notes' ? kept(show, episode) : null
    if (notes !== null) return put(show, episode, [['notes', notes]])
    if (missing.length === 0) return
    const all = together === undefined ? missing : [...new Set([...names, ...together(episode)])]
    const making = makeAll(show, { episode, names: all })
    const settled = making.catch(() => undefined)
    underWay.set(episode, settled)
    await making
  }

  async function makeAll(show: NotesShow, wish: PieceWish): Promise<void> {
    const { episode } = wish
    const { pieces, plain } = await makeIn(threads, show, wish)
    if (plain && !episode.plain) passed(episode)
    put(show, episode, pieces)
  }

  function put(show: NotesShow, episode: Episode, pieces: MadePieces['pieces']): void {
    const made = ready.get(episode) ?? new Map<string, Ready>()
    ready.set(episode, made)
    for (const [name, piece] of pieces) {
      made.set(keyOf(name, show), { piece, once: together !== undefined && name !== 'notes' })
    }
  }

  return async (show, wishes) => {
    await Promise.all(wishes.map((wish) => prepare(show, wish)))
  }
}

/**
 * Makes pieces from the article as Markdown; if that exceeds the limits, as it is written; if that does as
 * well, from its beginning only. So the show is published in any case.
 */
async function makeIn(threads: Workers, show: NotesShow, wish: PieceWish): Promise<MadePieces> {
  const { episode } = wish
  const plain = { ...episode, plain: true }
  const beginning = () => Body.of(episode.body.text().slice(0, BEGINNING))
  const least = () => ({ ...plain, body: beginning(), cues: [] })
  const run = (of: Episode): Promise<MadePieces> => runIn(threads, show, { ...wish, episode: of })
  return run(episode)
    .catch(ifTooMuch(() => run(plain)))
    .catch(ifTooMuch(() => run(least())))
}

async function runIn(
  threads: Workers,
  { baseUrl, site, language, feed }: NotesShow,
  { episode, names }: PieceWish,
): Promise<MadePieces> {
  const isHeard = names.some((name) => HEARD.has(name))
  const { body, ...rest } = episode
  const work: PieceWork = {
    body: body.text(),
    show: { baseUrl, site, language, feed: { notesBytes: feed.notesBytes } },
    // There may be many cues, and only some pieces contain times.
    episode: { ...rest, transcripts: [], cues: isHeard ? episode.cues : [] },
    names,
  }
  const made = await threads.run(work)
  // The thread answers such work with `makePieces`.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return made as MadePieces
}

/** Makes the pieces of a wish. */
export function makePieces({ show, body, names, ...work }: PieceWork): MadePieces {
  const episode = { ...work.episode, body: Body.of(body) }
  const pieces = names.map((name) => [name, MAKERS[name](show, episode)] as const)
  return { pieces, plain: episode.plain || wasPlain(body) }
}

function keyOf(name: PieceName, { baseUrl, site, language, feed }: NotesShow): string {
  return JSON.stringify([name, baseUrl, site, language, feed.notesBytes])
}

/**
 * The article as a part of its episode's page, with its title, and with each spoken sentence marked. Its own
 * files and fragments stay relative, its headings come below the title, links to times of the recording play
 * from there, and a player for the recording is replaced by ours.
 */
function renderPageArticle(show: Placed, episode: Episode): Titled {
  const { title, cues, language, audio } = episode
  const href = relativeTo(episode.page)
  const resolve = createResolve(show, episode)
  const html = renderArticle(episode.body.text(), {
    title,
    plain: episode.plain,
    seconds: audio.seconds,
    resolve: (url, kind) => {
      const asset = findAsset(episode, url)
      if (asset !== null) return href(asset.path)
      return kind === 'link' && url.startsWith('#') ? url : resolve(url, kind)
    },
    headingLevel: 2,
    recording: audio.url,
    backToText: wordsFor(language).backToText,
  })
  return renderSpoken(title, html, { cues, language })
}
