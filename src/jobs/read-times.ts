import * as v from 'valibot'
import { LimitError } from '../base/workers.ts'
import type { TextChapters } from '../posts/article/time-marks.ts'
import type { Body } from '../posts/body.ts'
import type { Post } from '../posts/post.ts'
import type { Job, Kind } from './job.ts'

const TIMES = v.object({
  chapters: v.array(
    v.object({ start: v.number(), end: v.optional(v.number()), title: v.string() }),
  ),
  faults: v.array(v.object({ line: v.nullable(v.number()), message: v.string() })),
})

/** The result for an article that has not been read yet. */
export const NO_TIMES: TextChapters = { chapters: [], faults: [] }

interface TimesWork {
  readonly body: Body
  readonly seconds: number | null
}

/** Finds the chapters that an article writes into its text. */
export const READ_TIMES: Kind<TimesWork, TextChapters> = {
  name: 'times',
  counted: 'timed texts read',
  methods: ['times 1'],
  // An end that is left out of the result is left out of what is read.
  schema: v.pipe(
    TIMES,
    v.transform(({ chapters, faults }): TextChapters => ({
      chapters: chapters.map(({ end, ...rest }) => (end === undefined ? rest : { ...rest, end })),
      faults,
    })),
  ),
  // The threads queue the work themselves.
  atOnce: Infinity,
  async run({ body, seconds }, { threads }) {
    try {
      // The thread answers such work with `textChapters`.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return (await threads.run({ times: { body: body.text(), seconds } })) as TextChapters
    } catch (cause) {
      if (cause instanceof LimitError) return NO_TIMES
      throw cause
    }
  },
}

/**
 * The job of reading the times in a post.
 *
 * @param seconds The duration of its recording; null if unknown.
 */
export function readTimes(
  { file, body }: Post,
  seconds: number | null,
): Job<TimesWork, TextChapters> {
  const input = `${body.hash} ${seconds}`
  return { kind: READ_TIMES, key: file, input, work: { body, seconds }, believed: Infinity }
}
