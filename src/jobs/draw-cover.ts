import * as v from 'valibot'
import type { CoverWords } from '../artwork/compose-cover.ts'
import { faultOf } from '../base/fault.ts'
import { LimitError } from '../base/workers.ts'
import {
  filesOfArtwork,
  putArtwork,
  studioOf,
  STORED_ARTWORK,
  type StoredArtwork,
} from './artwork-schema.ts'
import { hashOf, JobFailure, type Job, type Kind } from './job.ts'

/** Milliseconds after which drawing is tried again, e.g. after a full disk. */
const AFTER_FAILURE = 10 * 60_000

/** What to draw. */
export interface Drawing {
  readonly words: CoverWords
  /** In pixels. */
  readonly side: number
}

/** A drawn cover. */
export interface DrawnArtwork {
  readonly art: StoredArtwork
  /** Letters that are in none of the fonts, and are left out. */
  readonly lost: string
}

/** Draws a cover if there is no image. */
export const DRAW_COVER: Kind<Drawing, DrawnArtwork> = {
  name: 'covers',
  counted: 'covers drawn',
  methods: ['draw 2'],
  schema: v.object({ art: STORED_ARTWORK, lost: v.string() }),
  // Each uses more than one core, and 50 MB.
  atOnce: 1,
  filesOf: filesOfArtwork,
  async run({ words, side }, task) {
    const { drawArtwork } = await studioOf(task)
    try {
      const { lost, ...made } = await drawArtwork(task.signal, words, side)
      return { art: await putArtwork(made, task.files), lost }
    } catch (cause) {
      const { message } = faultOf(cause)
      const why = cause instanceof LimitError ? `it ${message}` : message
      throw new JobFailure(why, 'undrawn', AFTER_FAILURE, { cause })
    }
  },
}

/** The job of drawing a cover. @param key Whose artwork it is. */
export function drawCover(
  key: string,
  words: CoverWords,
  side: number,
): Job<Drawing, DrawnArtwork> {
  const input = hashOf(words, side)
  return { kind: DRAW_COVER, key, input, work: { words, side }, believed: Infinity }
}
