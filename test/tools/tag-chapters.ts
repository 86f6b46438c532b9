import { chapterFrames } from '../../src/speech/write-id3.ts'
import { id3v2 } from '../audio/corpus/tags.ts'

/** Where something begins in a recording. */
export interface Mark {
  /** Seconds. */
  readonly start: number
  readonly title: string
}

const HEAD_BYTES = 10

/**
 * Puts chapters behind the other frames of the tag with which an MP3 begins; the sound stays as it
 * is, byte for byte.
 *
 * @param seconds Where the last chapter ends.
 * @see https://id3.org/id3v2-chapters-1.0
 */
export function tagChapters(mp3: Buffer, marks: readonly Mark[], seconds: number): Buffer {
  if (mp3.toString('latin1', 0, 3) !== 'ID3') throw new Error('expected a tag of ID3v2, got none')
  const end = HEAD_BYTES + sizeOf(mp3)
  const content = Buffer.concat([
    framesOf(mp3.subarray(HEAD_BYTES, end)),
    ...chapterFrames(marks, seconds),
  ])
  return Buffer.concat([id3v2({ content }), mp3.subarray(end)])
}

/** 28 bits, seven in each byte. */
function sizeOf(mp3: Buffer): number {
  return mp3.subarray(6, HEAD_BYTES).reduce((size, byte) => size * 128 + byte, 0)
}

/** The frames of a tag without the zero bytes behind them, and without chapters of before. */
function framesOf(tag: Buffer): Buffer {
  const frames: Buffer[] = []
  for (let at = 0; at + HEAD_BYTES <= tag.length && tag[at] !== 0;) {
    const end = at + HEAD_BYTES + tag.readUInt32BE(at + 4)
    const isChapter = ['CHAP', 'CTOC'].includes(tag.toString('latin1', at, at + 4))
    if (!isChapter) frames.push(tag.subarray(at, end))
    at = end
  }
  return Buffer.concat(frames)
}
