import type { Content, Read } from '../content.ts'
import { LONGEST_HEAD, readOggPage } from '../ogg/page.ts'
import type { Carrier } from './carrier.ts'
import { writeFlac } from './flac.ts'
import { LARGEST_COMMENTS, pickComments } from './vorbis-comments.ts'

/** The start of the first packet of a stream → bytes before the comments in its second packet. */
const CODECS: readonly (readonly [mark: string, before: number])[] = [
  ['OpusHead', 'OpusTags'.length],
  ['\x01vorbis', '\x03vorbis'.length],
  // The header of a metadata block, https://xiph.org/flac/ogg_mapping.html
  ['\x7fFLAC', 4],
  ['Speex   ', 0],
]
/** The lacing value of a packet that continues. */
const GOES_ON = 255
/** The most pages that are read. */
const MOST_PAGES = 10_000

/** Copies the comments of the first stream in an Ogg recording, which have the same format in FLAC. */
export function carryOgg(content: Pick<Content, 'read'>): Carrier | null {
  const comments = oggComments(content)
  return comments && writeFlac(pickComments(comments), null)
}

/** The comments of the first stream in an Ogg recording; null for none. */
export function oggComments({ read }: Pick<Content, 'read'>): Buffer | null {
  const [first, second] = firstPackets(read)
  if (!first || !second) return null
  const start = first.toString('latin1', 0, 8)
  const codec = CODECS.find(([mark]) => start.startsWith(mark))
  return codec ? second.subarray(codec[1]) : null
}

/** The first two packets of the first stream; fewer if they are incomplete. */
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

/** @yields The segments of the packets of the first stream, one after another. */
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
