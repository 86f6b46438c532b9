import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { AudioChapter } from '../audio.ts'

/** Milliseconds that the thread may take to load, on a machine that is busy. */
const LOADING = 30_000
/** Milliseconds that a file may take, and more for each megabyte; the longest audiobooks take a tenth. */
const PATIENCE = 1000
const PATIENCE_PER_MEGABYTE = 100

/** What the thread says: once that it is loaded, then what it found in each file. */
export type ThreadMessage =
  | { readonly loaded: true }
  | { readonly chapters: readonly AudioChapter[] }
  | { readonly error: string }

/** The chapters of a file, or a warning that says why there are none. */
export interface ChaptersResult {
  readonly chapters: readonly AudioChapter[]
  readonly warnings: readonly string[]
}

let thread: Worker | null = null
/** One file at a time, so that ending the thread stops no other. */
let queue: Promise<unknown> = Promise.resolve()

/**
 * Reads the chapters of an MP4 file, those of iTunes and those of Nero, in the order of their times.
 *
 * `music-metadata` does it, in a thread of its own: loading it takes longer than measuring a hundred
 * recordings, and a hostile file can keep it busy for minutes, which only the end of a thread stops.
 */
export async function readChapters(path: string, bytes: number): Promise<ChaptersResult> {
  const result = queue.then(() => askThread(path, bytes))
  queue = result
  return result
}

/** Never rejects. */
async function askThread(path: string, bytes: number): Promise<ChaptersResult> {
  try {
    thread ??= await openThread()
    const patience = PATIENCE + Math.ceil(bytes / 1e6) * PATIENCE_PER_MEGABYTE
    const answer = await ask(thread, path, AbortSignal.timeout(patience))
    if ('chapters' in answer) return { chapters: answer.chapters, warnings: [] }
    return withoutChapters('error' in answer ? answer.error : 'no answer')
  } catch (error) {
    await dismissThread()
    const isLate = error instanceof Error && error.name === 'AbortError'
    return withoutChapters(isLate ? 'it takes too long' : String(error))
  }
}

function withoutChapters(reason: string): ChaptersResult {
  const warning = `its chapters cannot be read (${reason}), so it goes out without them: write them anew`
  return { chapters: [], warnings: [warning] }
}

async function openThread(): Promise<Worker> {
  const worker = new Worker(new URL('chapters-thread.ts', import.meta.url))
  await once(worker, 'message', { signal: AbortSignal.timeout(LOADING) })
  return worker
}

async function ask(worker: Worker, path: string, signal: AbortSignal): Promise<ThreadMessage> {
  // An idle thread must not keep the process alive, nor a waiting one let it end.
  worker.ref()
  const answer = once(worker, 'message', { signal })
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
  worker.postMessage(path)
  const message: ThreadMessage = (await answer)[0]
  worker.unref()
  return message
}

async function dismissThread(): Promise<void> {
  const dismissed = thread
  thread = null
  await dismissed?.terminate()
}
