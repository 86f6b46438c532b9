import { renderArticle, wasPlain, type Titled } from '../posts/article/article.ts'
import { articleText } from '../posts/article/article-text.ts'
import { LimitError, type Threads } from '../base/threads.ts'
import { formatClock } from '../base/clock.ts'
import type { PublishedEpisode as Episode } from '../show/published.ts'
import { createResolve } from './article-urls.ts'
import { renderNotes, type NotesShow } from './feed/notes.ts'
import { renderPageArticle } from './pages/episode-page-article.ts'

/** What is made from an article for each thing that it goes out in. */
export interface ArticlePieces {
  /** The notes in the feed. */
  readonly notes: string
  /** Its part of the episode's page. */
  readonly page: Titled
  /** Its part of the transcript in HTML: each block after the time at which it is heard. */
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

/** A wish as a thread gets it. */
export interface PieceWork extends PieceWish {
  readonly show: NotesShow
}

interface MadePieces {
  readonly pieces: readonly (readonly [PieceName, unknown])[]
  /** Whether the article is in them as it is written. */
  readonly plain: boolean
}

type Makers = {
  readonly [Name in PieceName]: (show: NotesShow, episode: Episode) => ArticlePieces[Name]
}

const MAKERS: Makers = {
  notes: renderNotes,
  page: renderPageArticle,
  timed: (show, episode) => {
    const { title, plain, language, cues } = episode
    return renderArticle(episode.body, {
      title,
      plain,
      resolve: createResolve(show, episode),
      headingLevel: 2,
      recording: episode.audio.url,
      timed: { cues, language, clock: formatClock },
    })
  },
  text: (_show, { body, title, plain }) => articleText(body, title, plain),
}

/** What was made ahead, by the episode and by what else it was made from. */
const ready = new WeakMap<Episode, Map<string, unknown>>()

/**
 * A piece of an article: as it was made ahead, or else made now, in this thread and without a limit.
 *
 * @see preparePieces
 */
export function articlePiece<Name extends PieceName>(
  name: Name,
  show: NotesShow,
  episode: Episode,
): ArticlePieces[Name] {
  const known = ready.get(episode)?.get(keyOf(name, show))
  // Whatever is there under a name was made by the maker of that name.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return known === undefined ? MAKERS[name](show, episode) : (known as ArticlePieces[Name])
}

/** Makes pieces ahead, so that they need not be made where nobody has time for it. */
export type PreparePieces = (show: NotesShow, wishes: readonly PieceWish[]) => Promise<void>

/**
 * Makes pieces in threads, each article within limits.
 *
 * @param passed Told of an article that passes them: it goes out as it is written.
 */
export function createPreparePieces(
  threads: Threads,
  passed: (episode: Episode) => void,
): PreparePieces {
  async function prepare(show: NotesShow, { episode, names }: PieceWish): Promise<void> {
    const made = ready.get(episode) ?? new Map<string, unknown>()
    ready.set(episode, made)
    const missing = names.filter((name) => !made.has(keyOf(name, show)))
    if (missing.length === 0) return
    const { pieces, plain } = await make(show, { episode, names: missing })
    if (plain && !episode.plain) passed(episode)
    for (const [name, piece] of pieces) made.set(keyOf(name, show), piece)
  }

  async function make(show: NotesShow, wish: PieceWish): Promise<MadePieces> {
    try {
      return await run(show, wish)
    } catch (cause) {
      if (!(cause instanceof LimitError)) throw cause
      return run(show, { ...wish, episode: { ...wish.episode, plain: true } })
    }
  }

  async function run(
    { baseUrl, site, language, feed }: NotesShow,
    { episode, names }: PieceWish,
  ): Promise<MadePieces> {
    const isHeard = names.includes('page') || names.includes('timed')
    const work: PieceWork = {
      show: { baseUrl, site, language, feed: { notesBytes: feed.notesBytes } },
      // Cues are many, and only some pieces say when they are heard.
      episode: { ...episode, transcripts: [], cues: isHeard ? episode.cues : [] },
      names,
    }
    const made = await threads.run(work)
    // The thread answers such work with `makePieces`.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return made as MadePieces
  }

  return async (show, wishes) => {
    await Promise.all(wishes.map((wish) => prepare(show, wish)))
  }
}

/** Makes the pieces of a wish. */
export function makePieces({ show, episode, names }: PieceWork): MadePieces {
  const pieces = names.map((name) => [name, MAKERS[name](show, episode)] as const)
  return { pieces, plain: episode.plain || wasPlain(episode.body) }
}

function keyOf(name: PieceName, { baseUrl, site, language, feed }: NotesShow): string {
  return JSON.stringify([name, baseUrl, site, language, feed.notesBytes])
}
