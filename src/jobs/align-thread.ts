import { answerAsThread, createThreads } from '../base/threads.ts'
import type { Workers } from '../base/workers.ts'
import type { AlignWork } from './align-recording.ts'

/** One at a time, and none afterwards: for an hour of sound it takes half a gigabyte. */
const CREW = { most: 1, kept: 0 }
/** Of one recording; an hour takes a minute. */
const LIMITS = { milliseconds: 15 * 60_000, megabytes: 512 }

/** Opens the thread that compares recordings with articles; each piece of its work is an `AlignWork`. */
export function openAlignThread(): Workers {
  return createThreads(new URL(import.meta.url), CREW, LIMITS)
}

answerAsThread(import.meta.url, async (work) => {
  // Nothing else needs what it is made of.
  const { alignRecording } = await import('./align-recording.ts')
  // As it was given to the thread.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return alignRecording(work as AlignWork)
})
