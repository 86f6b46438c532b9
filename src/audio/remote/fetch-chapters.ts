import type { AudioChapter } from '../audio.ts'
import { chapterReader } from '../chapters.ts'
import { ID3_HEAD_BYTES, id3Bytes } from '../id3/head.ts'
import type { Format } from '../sniff.ts'
import { completeIfNear, type Source } from './source.ts'

/** Parts that are loaded to find the chapters in a tag. With artwork before them it takes one or two. */
const TAG_LOADS = 3
/** Parts that are loaded for titles that lie among the sound, as in MP4. */
const TITLE_LOADS = 64
/** The largest tag that is read for its chapters' sake: chapters may have a picture each. */
const LARGEST_TAG = 8 * 1024 * 1024

/** The chapters in the tag at the beginning; none where reading them would cost too much. */
export async function fetchTagChapters(source: Source): Promise<readonly AudioChapter[]> {
  const chapters = await fetchChapters(source, 'mpeg', TAG_LOADS)
  if (chapters) return chapters
  const tag = await completeIfNear(source, () => id3Bytes(source.read(0, ID3_HEAD_BYTES)))
  if (tag === null || tag > LARGEST_TAG) return []
  await completeIfNear(source, () => source.read(0, tag))
  return (await fetchChapters(source, 'mpeg', TAG_LOADS)) ?? []
}

/** The chapters of a recording of that format; null where reading all of it costs less. */
export async function fetchChapters(
  source: Source,
  format: Format,
  most = TITLE_LOADS,
): Promise<readonly AudioChapter[] | null> {
  const readChapters = await chapterReader(format)
  const content = { bytes: source.version.bytes ?? Infinity, read: source.read }
  return completeIfNear(source, () => readChapters(content), most)
}
