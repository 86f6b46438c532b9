import { ALIGN_FILE } from './align-file.ts'
import { DRAW_COVER } from './draw-cover.ts'
import { HASH_FILE } from './hash-file.ts'
import type { Job, Kind } from './job.ts'
import { LISTEN_TO_FILE } from './listen-to-file.ts'
import { MEASURE_FILE } from './measure-file.ts'
import { MEASURE_URL } from './measure-url.ts'
import { READ_ARTICLE } from './read-article.ts'
import { READ_TIMES } from './read-times.ts'
import { SPEAK } from './speak.ts'
import { SQUARE_PICTURE } from './square-picture.ts'

/** The kinds of jobs whose results are kept for the next start. */
export const KEPT_KINDS: readonly Kind<unknown, unknown>[] = [
  MEASURE_FILE,
  MEASURE_URL,
  HASH_FILE,
  READ_ARTICLE,
  READ_TIMES,
  SQUARE_PICTURE,
  DRAW_COVER,
  LISTEN_TO_FILE,
  SPEAK,
  ALIGN_FILE,
]

/** Selects jobs of a show. */
export type WorkFilter = (job: Job) => boolean

/** The selections of jobs that commands use. */
export const WORK = {
  /** For a feed, without the network. */
  here: (job) => isForFeed(job) && job.elsewhere !== true,
  /** For a feed. */
  recordings: isForFeed,
  /** Everything about local files. */
  files: (job) => job.kind !== DRAW_COVER && job.elsewhere !== true,
  all: () => true,
} as const satisfies Readonly<Record<string, WorkFilter>>

function isForFeed({ kind }: Job): boolean {
  return kind !== SQUARE_PICTURE && kind !== DRAW_COVER && kind !== ALIGN_FILE
}
