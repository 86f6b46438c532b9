import { createPreparePieces, type PreparePieces } from '../render/article-pieces.ts'
import { openArticleThreads } from '../render/article-thread.ts'
import type { OpenShow } from '../show/open-show.ts'

/** The threads of this program that read articles; none is begun before there is work for it. */
export const ARTICLE_THREADS = openArticleThreads()

/** Makes what goes out of the articles of a show in threads; one that takes too much is taken as plain. */
export function preparing(opened: OpenShow, now: () => Date): PreparePieces {
  return createPreparePieces(ARTICLE_THREADS, ({ file }) => opened.takeAsPlain(file, now()))
}
