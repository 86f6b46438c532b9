import { answerAsThread } from '../base/threads.ts'
import { readFacts } from '../posts/article/article.ts'
import { textChapters } from '../posts/article/time-marks.ts'
import { makePieces, type PieceWork } from './article-pieces.ts'

/** What may be asked of the threads that read articles. */
type ArticleWork =
  | PieceWork
  | { readonly facts: string }
  | { readonly times: { readonly body: string; readonly seconds: number | null } }

function resultOf(work: ArticleWork): unknown {
  if ('facts' in work) return readFacts(work.facts)
  if ('times' in work) return textChapters(work.times.body, work.times.seconds)
  return makePieces(work)
}

// As it was given to the thread.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
answerAsThread(import.meta.url, (work) => resultOf(work as ArticleWork))
