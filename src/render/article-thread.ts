import { answerAsThread, createThreads, type Threads } from '../base/threads.ts'
import { readFacts } from '../posts/article/article-facts.ts'
import { textChapters } from '../posts/article/time-marks.ts'
import { makePieces, type PieceWork } from './article-pieces.ts'

/** What may be asked of the threads that read articles. */
type ArticleWork =
  | PieceWork
  | { readonly facts: string }
  | { readonly times: { readonly body: string; readonly seconds: number | null } }

/** As many as the machine has processors to spare; more only take memory. */
const COUNT = 2
/** Of one article; a real one takes some milliseconds, and a book of one a tenth of this. */
const LIMITS = { milliseconds: 900, megabytes: 192 }

/** Opens the threads that read articles, away from the one that answers readers. */
export function openArticleThreads(): Threads {
  return createThreads(new URL(import.meta.url), COUNT, LIMITS)
}

function resultOf(work: ArticleWork): unknown {
  if ('facts' in work) return readFacts(work.facts)
  if ('times' in work) return textChapters(work.times.body, work.times.seconds)
  return makePieces(work)
}

// As it was given to the thread.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
answerAsThread(import.meta.url, (work) => resultOf(work as ArticleWork))
