import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { AudioChapter } from '../audio.ts'

/** Milliseconds after which a file is given up: the longest audiobooks take a tenth of it. */
const PATIENCE = 2000

/** What the thread answers. */
export type ChaptersAnswer =
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
 * Reads the chapters of an MP4 file, those of iTunes and those of Nero.
 *
 * `music-metadata` does it, in a thread of its own: loading it takes longer than measuring a hundred
 * recordings, and a hostile file can keep it busy for minutes, which only the end of a thread stops.
 */
export async function readChapters(path: string): Promise<ChaptersResult> {
  const result = queue.then(() => askThread(path))
  queue = result
  return result
}

/** Never rejects. */
async function askThread(path: string): Promise<ChaptersResult> {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), PATIENCE)
  try {
    const answer = await ask(path, patience.signal)
    if ('chapters' in answer) return { chapters: answer.chapters, warnings: [] }
    return withoutChapters(answer.error)
  } catch (error) {
    await dismissThread()
    const timeout = `it took more than ${PATIENCE / 1000} s`
    return withoutChapters(patience.signal.aborted ? timeout : String(error))
  } finally {
    clearTimeout(timer)
  }
}

function withoutChapters(reason: string): ChaptersResult {
  const warning = `its chapters cannot be read (${reason}), so it goes out without them: write them anew`
  return { chapters: [], warnings: [warning] }
}

async function ask(path: string, signal: AbortSignal): Promise<ChaptersAnswer> {
  thread ??= new Worker(new URL('chapters-thread.ts', import.meta.url))
  thread.ref()
  const answer = once(thread, 'message', { signal })
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
  thread.postMessage(path)
  const message: ChaptersAnswer = (await answer)[0]
  thread?.unref()
  return message
}

async function dismissThread(): Promise<void> {
  const dismissed = thread
  thread = null
  await dismissed?.terminate()
}
