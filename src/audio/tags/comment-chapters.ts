import type { AudioChapter } from '../audio.ts'
import type { Content } from '../content.ts'
import { flacComments } from './flac.ts'
import { oggComments } from './ogg.ts'
import { commentsOf } from './vorbis-comments.ts'
import { parseClock } from '../../base/written-times.ts'

/** A number of up to three digits, followed by nothing for the time and by `NAME` for the title. */
const COMMENT = /^CHAPTER(\d{1,3})(NAME)?=(.*)$/is
const TIME = /^\s*(\d{1,3}):(\d{1,2}):(\d{1,2}(?:[.,]\d{1,9})?)\s*$/
/** Bytes of the longest comment of a chapter; pictures are longer. */
const LONGEST = 4096

/** Reads the chapters in the comments of Opus, Vorbis, FLAC and Speex in Ogg. */
export function readOggChapters(content: Content): readonly AudioChapter[] {
  return chaptersIn(oggComments(content))
}

/** Reads the chapters in the comments of a FLAC recording. */
export function readFlacChapters(content: Content): readonly AudioChapter[] {
  return chaptersIn(flacComments(content))
}

/**
 * The chapters in a list of comments, in the order of their times; those without a time or a title are left
 * out.
 *
 * @see https://wiki.xiph.org/Chapter_Extension
 */
function chaptersIn(list: Buffer | null): readonly AudioChapter[] {
  const times = new Map<number, number>()
  const titles = new Map<number, string>()
  for (const comment of list ? commentsOf(list) : []) {
    const match = comment.length > LONGEST ? null : COMMENT.exec(comment.toString())
    if (!match) continue
    const [number, value] = [Number(match[1]), match[3] ?? '']
    if (match[2] !== undefined) titles.set(number, value.trim())
    else if (TIME.test(value)) times.set(number, parseClock(value.replace(',', '.')))
  }
  return [...times]
    .map(([number, start]) => ({ start, title: titles.get(number) ?? '' }))
    .filter(({ title }) => title !== '')
    .toSorted((a, b) => a.start - b.start)
}
