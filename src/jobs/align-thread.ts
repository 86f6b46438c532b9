import { parentPort, workerData } from 'node:worker_threads'
import { createThreads, type Answer, type Threads } from '../base/threads.ts'
import type { AlignWork } from './align-recording.ts'

/** One at a time: for an hour of sound it takes half a gigabyte. */
const COUNT = 1
/** Of one recording; an hour takes a minute. */
const LIMITS = { milliseconds: 15 * 60_000, megabytes: 512 }

/** Opens the thread that compares recordings with articles; each piece of its work is an `AlignWork`. */
export function openAlignThread(): Threads {
  return createThreads(new URL(import.meta.url), COUNT, LIMITS)
}

async function answer(work: AlignWork): Promise<Answer> {
  try {
    // Nothing else needs what it is made of.
    const { alignRecording } = await import('./align-recording.ts')
    return { result: await alignRecording(work) }
  } catch (fault) {
    return { fault }
  }
}

// The same module is imported by those who open the thread; only in a thread of theirs it works.
if (workerData === import.meta.url) {
  parentPort?.on('message', (work: AlignWork) => {
    void answer(work).then((answered) => parentPort?.postMessage(answered, []))
  })
}
