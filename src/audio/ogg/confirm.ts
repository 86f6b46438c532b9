import { meanBitrate, type Facts } from '../facts.ts'
import type { Content, Read } from '../content.ts'
import { cutSigns } from '../warnings.ts'
import { readOggCodec, type OggCodec } from './codecs.ts'
import {
  isWholePage,
  LONGEST_HEAD,
  oggPagesIn,
  readOggPage,
  type OggPage,
  type WholeOggPage,
} from './page.ts'

/** Pages before the first sound that are read: comments may contain artwork. */
const MOST_HEADS = 40
/** Bytes of the longest page. */
const PAGE_BYTES = LONGEST_HEAD + 255 * 255
const SAMPLES = 5
/** Some pages of the usual size. */
const SAMPLE_BYTES = 32 * 1024

/**
 * Measures a recording in Ogg by the position of its last page, if it is a single stream that begins at its
 * beginning; null if anything contradicts. Missing or damaged pages between the samples are not noticed:
 * players then show this length, too.
 */
export function confirmOgg({ bytes, read }: Content): Facts | null {
  const first = readOggPage(read(0, LONGEST_HEAD), 0)
  const page = read(0, first?.bytes ?? 0)
  const codec =
    first?.isFirst && isWholePage(page) ? readOggCodec(page.subarray(first.content)) : null
  if (!first || !codec || !beginsAtStart(read, first, codec)) return null
  const last = lastPage(read, bytes, codec)
  if (!last || last.serial !== first.serial || !samplesAgree(read, last, bytes)) return null
  const seconds = (last.position - codec.preskip) / codec.rate
  if (seconds <= 0) return null
  return {
    type: 'audio/ogg',
    seconds,
    codec: codec.name,
    bitrate: meanBitrate(bytes, seconds),
    sampleRate: codec.rate,
    channels: codec.channels,
    vbr: null,
    how: 'container',
    ...cutSigns(!hasEnd(read, bytes)),
  }
}

/**
 * Whether the first page with sound contains all of it up to its position, i.e. nothing was cut off before
 * it.
 */
function beginsAtStart(read: Read, first: OggPage, codec: OggCodec): boolean {
  let at = first.bytes
  for (let pages = 0; pages < MOST_HEADS; pages++) {
    const page = readOggPage(read(at, LONGEST_HEAD), 0)
    if (!page || page.isFirst || page.serial !== first.serial) return false
    const whole = read(at, page.bytes)
    if (!isWholePage(whole)) return false
    if (page.position > 0) {
      return page.position <= unitsIn(page.lacing, whole.subarray(page.content), codec)
    }
    at += page.bytes
  }
  return false
}

/** Units of the packets that end on a page. */
function unitsIn(lacing: Buffer, content: Buffer, codec: OggCodec): number {
  let units = 0
  let start = 0
  let end = 0
  for (const size of lacing) {
    end += size
    if (size === 255) continue
    units += codec.samples(content.subarray(start, end))
    start = end
  }
  return units
}

/** The last page on which a packet ends; null if its position does not follow from the page before. */
function lastPage(read: Read, bytes: number, codec: OggCodec): OggPage | null {
  const pages = lastPages(read, bytes, PAGE_BYTES) ?? lastPages(read, bytes, 3 * PAGE_BYTES)
  const [before, last] = pages ?? []
  if (!before || !last) return null
  const held = unitsIn(last.lacing, last.packets, codec)
  // The length of a packet that began on the page before is unknown.
  return last.position - before.position <= held + codec.rate ? last : null
}

/** The last two pages on which packets end, if they are among the last `length` bytes. */
function lastPages(read: Read, bytes: number, length: number): readonly WholeOggPage[] | null {
  const from = Math.max(0, bytes - length)
  const pages = oggPagesIn(read(from, bytes - from))?.filter(({ position }) => position > 0) ?? []
  return pages.length < 2 ? null : pages.slice(-2)
}

/** Whether the last page has the end-of-stream flag. */
function hasEnd(read: Read, bytes: number): boolean {
  const from = Math.max(0, bytes - PAGE_BYTES)
  return oggPagesIn(read(from, bytes - from))?.some(({ isLast }) => isLast) ?? false
}

/** Whether sampled pages belong to the same stream as the last one, in order. */
function samplesAgree(read: Read, last: OggPage, bytes: number): boolean {
  let [position, sequence] = [0, 0]
  for (let sample = 1; sample <= SAMPLES; sample++) {
    const at = Math.floor((bytes * sample) / (SAMPLES + 1))
    const pages = oggPagesIn(read(at, SAMPLE_BYTES))
    if (!pages) return false
    for (const page of pages) {
      const isNext = page.sequence > sequence && (page.position < 0 || page.position >= position)
      if (page.serial !== last.serial || page.isFirst || !isNext) return false
      sequence = page.sequence
      position = Math.max(position, page.position)
    }
  }
  return sequence <= last.sequence && position <= last.position
}
