import { openAsBlob } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { parseBlob, type IChapter } from 'music-metadata'
import type { AudioChapter } from '../audio.ts'
import type { ThreadMessage } from './chapters.ts'

parentPort?.on('message', (path: string) => {
  void answer(path).then(say)
})
say({ loaded: true })

function say(message: ThreadMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
  parentPort?.postMessage(message)
}

async function answer(path: string): Promise<ThreadMessage> {
  try {
    // The type decides which of its parsers is used; the file's name would mislead it.
    const file = await openAsBlob(path, { type: 'audio/mp4' })
    const { format } = await parseBlob(file, { includeChapters: true, skipCovers: true })
    const chapters = (format.chapters ?? []).flatMap(toChapter)
    return { chapters: chapters.toSorted((a, b) => a.start - b.start) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

/** A chapter without a title is there for its picture, and nothing that could be listed. */
function toChapter({ title, start, timeScale = 1 }: IChapter): readonly AudioChapter[] {
  const chapter = { start: start / timeScale, title: title.trim() }
  return chapter.title === '' || !Number.isFinite(chapter.start) ? [] : [chapter]
}
