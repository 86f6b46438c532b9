import { DRAW_COVER } from './draw-cover.ts'
import { HASH_FILE } from './hash-file.ts'
import type { Job, Kind } from './job.ts'
import { MEASURE_FILE } from './measure-file.ts'
import { MEASURE_URL } from './measure-url.ts'
import { SQUARE_PICTURE } from './square-picture.ts'

/** The kinds of slow work whose results are kept for the next start. */
export const KEPT_KINDS: readonly Kind<unknown, unknown>[] = [
  MEASURE_FILE,
  MEASURE_URL,
  HASH_FILE,
  SQUARE_PICTURE,
  DRAW_COVER,
]

/** Which of the work of a show is done. */
export type WorkFilter = (job: Job) => boolean

/** What a command may want to be done of the work of a show. */
export const WORK = {
  /** What is needed for a feed, but asks nothing of the network. */
  here: (job) => !isArtwork(job) && job.elsewhere !== true,
  /** What is needed for a feed. */
  recordings: (job) => !isArtwork(job),
  /** All that can be said of the files that lie here. */
  files: (job) => job.kind !== DRAW_COVER && job.elsewhere !== true,
  all: () => true,
} as const satisfies Readonly<Record<string, WorkFilter>>

function isArtwork({ kind }: Job): boolean {
  return kind === SQUARE_PICTURE || kind === DRAW_COVER
}
