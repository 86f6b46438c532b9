import {
  createPreparePieces,
  type PieceName,
  type PrepareOptions,
  type PreparePieces,
} from '../render/article-pieces.ts'
import { ARTICLE_THREADS } from './article-threads.ts'
import { spokenPath } from '../render/spoken-text.ts'
import { transcriptPieces } from '../render/transcript.ts'
import type { OpenShow } from '../show/open-show.ts'
import type { PublishedEpisode } from '../show/published.ts'

/**
 * Prepares the published pieces of a show's articles in threads. An article that takes too much time or
 * memory is published as it is written.
 */
export function preparing(
  opened: OpenShow,
  now: () => Date,
  kept?: PrepareOptions['kept'],
): PreparePieces {
  return createPreparePieces({ ...serviceOf(opened, now), ...(kept && { kept }) })
}

/**
 * The same for an export, where everything is made once.
 *
 * @param isAsked Whether files of a type are exported; pieces for others would only stay in memory.
 */
export function preparingAll(
  opened: OpenShow,
  now: () => Date,
  isAsked: (type: string) => boolean = () => true,
): PreparePieces {
  const together = (episode: PublishedEpisode) => piecesOf(episode, isAsked)
  return createPreparePieces({ ...serviceOf(opened, now), together })
}

function serviceOf(opened: OpenShow, now: () => Date) {
  return {
    threads: ARTICLE_THREADS,
    passed: ({ file }: Pick<PublishedEpisode, 'file'>) => opened.takeAsPlain(file, now()),
  }
}

/** The pieces of an article for all files of its episode that are requested. */
export function piecesOf(
  episode: PublishedEpisode,
  isAsked: (type: string) => boolean,
): readonly PieceName[] {
  const here = episode.transcripts.filter(({ path, type }) => path !== null && isAsked(type))
  const spoken = spokenPath(episode) === null ? [] : (['spoken'] as const)
  return ['notes', 'page', ...spoken, ...here.flatMap(transcriptPieces)]
}
