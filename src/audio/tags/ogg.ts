import type { Content, Read } from '../content.ts'
import { LONGEST_HEAD, readOggPage } from '../ogg/page.ts'
import type { Carrier } from './carrier.ts'
import { writeFlac } from './flac.ts'
import { LARGEST_COMMENTS, pickComments } from './vorbis-comments.ts'

/** How the first packet of a stream begins → bytes before the comments in its second one. */
const CODECS: readonly (readonly [mark: string, before: number])[] = [
  ['OpusHead', 'OpusTags'.length],
  ['\x01vorbis', '\x03vorbis'.length],
  // The head of a block of metadata, https://xiph.org/flac/ogg_mapping.html
  ['\x7fFLAC', 4],
  ['Speex   ', 0],
]
/** Bytes of a page's parts that say that a packet goes on. */
const GOES_ON = 255
/** Pages that are looked at. */
const MOST_PAGES = 10_000

/** Carries the comments of the first stream in an Ogg recording, which FLAC writes in the same way. */
export function carryOgg(content: Pick<Content, 'read'>): Carrier | null {
  const comments = oggComments(content)
  return comments && writeFlac(pickComments(comments), null)
}

/** The list of comments of the first stream in an Ogg recording; null without. */
export function oggComments({ read }: Pick<Content, 'read'>): Buffer | null {
  const [first, second] = firstPackets(read)
  if (!first || !second) return null
  const start = first.toString('latin1', 0, 8)
  const codec = CODECS.find(([mark]) => start.startsWith(mark))
  return codec ? second.subarray(codec[1]) : null
}

/** The first two packets of the stream with which a recording begins; fewer where they are not whole. */
function firstPackets(read: Read): readonly Buffer[] {
  const packets: Buffer[] = []
  let parts: Buffer[] = []
  let bytes = 0
  for (const part of partsOf(read)) {
    parts.push(part)
    bytes += part.length
    if (bytes > LARGEST_COMMENTS) break
    if (part.length === GOES_ON) continue
    packets.push(Buffer.concat(parts))
    if (packets.length === 2) break
    parts = []
  }
  return packets
}

/** @yields The parts of the packets of the first stream, one after another. */
function* partsOf(read: Read): Generator<Buffer> {
  let serial: number | null = null
  let at = 0
  for (let count = 0; count < MOST_PAGES; count++) {
    const page = readOggPage(read(at, LONGEST_HEAD), 0)
    if (!page) return
    const content = read(at + page.content, page.bytes - page.content)
    if (content.length < page.bytes - page.content) return
    serial ??= page.serial
    let part = 0
    for (const size of page.serial === serial ? page.lacing : []) {
      yield content.subarray(part, part + size)
      part += size
    }
    at += page.bytes
  }
}
