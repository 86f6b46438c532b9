import type { AudioChapter } from './audio.ts'
import { withoutTags } from './behind-tags.ts'
import type { Content } from './content.ts'
import { readId3Chapters } from './id3/id3-chapters.ts'
import type { Format } from './sniff.ts'

/** Reads the chapters that are written inside a recording, in the order of their times. */
export type ReadChapters = (content: Content) => readonly AudioChapter[]

/**
 * Where recordings of each format have their chapters; those of the others no player shows. What is
 * not for MP3 is loaded when first needed.
 */
const READERS: Partial<Readonly<Record<Format, () => Promise<ReadChapters>>>> = {
  mpeg: async () => readId3Chapters,
  adts: async () => readId3Chapters,
  mp4: async () => (await import('./mp4/mp4-chapters.ts')).readMp4Chapters,
  ogg: async () => (await import('./tags/comment-chapters.ts')).readOggChapters,
  flac: async () => (await import('./tags/comment-chapters.ts')).readFlacChapters,
  webm: async () => (await import('./webm/webm-chapters.ts')).readWebmChapters,
}

/** The reader for recordings of that format. */
export async function chapterReader(format: Format): Promise<ReadChapters> {
  const read = await READERS[format]?.()
  return read ? (content) => read(withoutTags(content, format)) : () => []
}
