import type { Read } from '../content.ts'
import { synchronise, type Id3Frames } from './frames.ts'
import { ID3_HEAD_BYTES, id3Bytes, unsynchsafe } from './head.ts'

const MOST_TAGS = 16
/** Flags of a tag. https://id3.org/id3v2.4.0-structure section 3.1 */
const FLAG = { unsynchronised: 0x80, extended: 0x40, footer: 0x10 } as const

/**
 * Goes through the ID3v2 tags with which a recording begins.
 *
 * @yields Where their frames are, of those of versions 3 and 4.
 */
export function* leadingTags(read: Read): Generator<Id3Frames> {
  let at = 0
  for (let tag = 0; tag < MOST_TAGS; tag++) {
    const head = read(at, ID3_HEAD_BYTES)
    const bytes = id3Bytes(head)
    if (bytes === 0) return
    const version = head[3]
    if (version === 3 || version === 4) yield findFrames(read, head, at, at + bytes, version)
    at += bytes
  }
}

function findFrames(read: Read, head: Buffer, at: number, end: number, version: 3 | 4): Id3Frames {
  const flags = head[5] ?? 0
  const footer = (flags & FLAG.footer) === 0 ? 0 : ID3_HEAD_BYTES
  const stored = { read, start: at + ID3_HEAD_BYTES, end: end - footer }
  // Version 3 changes the bytes of the tag as a whole, version 4 those of each frame.
  const isChanged = (flags & FLAG.unsynchronised) !== 0
  const content = isChanged && version === 3 ? synchronise(stored) : stored
  const extension = (flags & FLAG.extended) === 0 ? 0 : extensionBytes(content, version)
  return { ...content, start: content.start + extension, version }
}

/** Version 3 does not count the four bytes of the size itself, version 4 does. */
function extensionBytes({ read, start }: Omit<Id3Frames, 'version'>, version: 3 | 4): number {
  const size = read(start, 4)
  if (size.length < 4) return 0
  return version === 3 ? size.readUInt32BE(0) + 4 : unsynchsafe(size.readUInt32BE(0))
}
