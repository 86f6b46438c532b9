import type { Read } from '../content.ts'

/** Bytes of the header of an ID3v2 tag. */
export const ID3_HEAD_BYTES = 10

/**
 * Bytes of the ID3v2 tag that begins with `head`, including its header and footer; 0 if there is none.
 *
 * @see https://id3.org/id3v2.4.0-structure sections 3.1 and 3.4
 */
export function id3Bytes(head: Buffer): number {
  if (head.length < ID3_HEAD_BYTES || head.toString('latin1', 0, 3) !== 'ID3') return 0
  const [version = 0, revision = 0, flags = 0] = head.subarray(3, 6)
  const size = head.readUInt32BE(6)
  if (version === 0xff || revision === 0xff || (size & 0x80808080) !== 0) return 0
  const footer = (flags & 0x10) === 0 ? 0 : ID3_HEAD_BYTES
  return ID3_HEAD_BYTES + unsynchsafe(size) + footer
}

/** Decodes a size of an ID3v2 tag: 28 bits, seven in each byte. */
export function unsynchsafe(size: number): number {
  const [a, b, c, d] = [size >>> 24, (size >>> 16) & 0x7f, (size >>> 8) & 0x7f, size & 0x7f]
  return (a << 21) | (b << 14) | (c << 7) | d
}

/** The inverse of {@link unsynchsafe}. */
export function synchsafe(size: number): number {
  return [21, 14, 7, 0].reduce((bytes, shift) => bytes * 256 + ((size >> shift) & 0x7f), 0)
}

const MOST_TAGS = 16
/** Flags of a tag. https://id3.org/id3v2.4.0-structure section 3.1 */
const FLAG = { unsynchronised: 0x80, extended: 0x40, footer: 0x10 } as const

/**
 * Goes through the ID3v2 tags at the beginning of a recording.
 *
 * @yields The frames of each tag of version 3 or 4.
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
  // Version 3 unsynchronises the tag as a whole, version 4 each frame.
  const isChanged = (flags & FLAG.unsynchronised) !== 0
  const content = isChanged && version === 3 ? synchronise(stored) : stored
  const extension = (flags & FLAG.extended) === 0 ? 0 : extensionBytes(content, version)
  return { ...content, start: content.start + extension, version }
}

/**
 * The size of the extended header: version 3 does not count the four bytes of the size itself, version 4
 * does.
 */
function extensionBytes({ read, start }: Omit<Id3Frames, 'version'>, version: 3 | 4): number {
  const size = read(start, 4)
  if (size.length < 4) return 0
  return version === 3 ? size.readUInt32BE(0) + 4 : unsynchsafe(size.readUInt32BE(0))
}

/** A frame of an ID3v2 tag: its id, and where its content is. */
export interface Id3Frame {
  readonly id: string
  readonly start: number
  readonly end: number
  /** Whether its content alone is unsynchronised, see {@link synchronise}. */
  readonly isChanged: boolean
}

/** A range of frames, and the version of their tag. */
export interface Id3Frames {
  readonly read: Read
  readonly start: number
  readonly end: number
  readonly version: 3 | 4
}

/** The largest unsynchronised part of a tag that is read. */
const LARGEST_CHANGED = 16 * 1024 * 1024

const HEAD_BYTES = 10
/** The most frames of a tag that are read. */
const MOST_FRAMES = 20_000
const ID = /^[A-Z][A-Z0-9]{3}$/

/** Flags that change how content is written; frames that are compressed or encrypted are skipped. */
const FLAGS = {
  3: { unreadable: 0xc0, group: 0x20, changed: 0, length: 0 },
  4: { unreadable: 0x0c, group: 0x40, changed: 0x02, length: 0x01 },
} as const

/**
 * Goes through the frames of a tag, or those embedded in a frame, reading only their headers.
 *
 * @yields Those that can be read.
 * @see https://id3.org/id3v2.4.0-structure section 4, https://id3.org/id3v2.3.0 section 3.3
 */
export function* framesOf(frames: Id3Frames): Generator<Id3Frame> {
  const { read, version, end } = frames
  let at = frames.start
  for (let count = 0; at + HEAD_BYTES <= end && count < MOST_FRAMES; count++) {
    const head = read(at, HEAD_BYTES)
    const id = head.toString('latin1', 0, 4)
    if (head.length < HEAD_BYTES || !ID.test(id)) return
    const next = at + HEAD_BYTES + frameBytes(frames, at, head.readUInt32BE(4))
    if (next > end) return
    const flags = head.readUInt8(9)
    const { unreadable, group, changed, length } = FLAGS[version]
    const extra = ((flags & group) === 0 ? 0 : 1) + ((flags & length) === 0 ? 0 : 4)
    if ((flags & unreadable) === 0) {
      const isChanged = (flags & changed) !== 0
      yield { id, start: at + HEAD_BYTES + extra, end: next, isChanged }
    }
    at = next
  }
}

/**
 * The size of a frame. Version 4 writes seven bits in each byte, but iTunes wrote eight for years. If the two
 * readings differ, the one that leads to another frame is right.
 */
function frameBytes({ read, end, version }: Id3Frames, at: number, size: number): number {
  if (version === 3 || size < 0x80) return size
  const proper = unsynchsafe(size)
  if ((size & 0x80808080) !== 0) return size
  const leads = [proper, size].map((bytes) => leadsOn(read, at + HEAD_BYTES + bytes, end))
  return !leads[0] && leads[1] ? size : proper
}

function leadsOn(read: Read, at: number, end: number): boolean {
  if (at >= end) return at === end
  const next = read(at, 4)
  return next[0] === 0 || ID.test(next.toString('latin1'))
}

/**
 * Undoes unsynchronisation, a zero byte after each `ff`, which kept old players from taking tags for sound.
 *
 * @see https://id3.org/id3v2.4.0-structure section 6.1
 */
function synchronise({ read, start, end }: Omit<Id3Frames, 'version'>): Omit<Id3Frames, 'version'> {
  const content = read(start, Math.min(end - start, LARGEST_CHANGED))
  const plain = Buffer.from(
    content.filter((byte, index) => byte !== 0 || content[index - 1] !== 0xff),
  )
  return {
    read: (position, length) => plain.subarray(position, position + length),
    start: 0,
    end: plain.length,
  }
}

/** The content of a frame, without unsynchronisation. */
export function contentOf(frames: Id3Frames, { start, end, isChanged }: Id3Frame): Id3Frames {
  const content = { ...frames, start, end }
  return isChanged ? { ...content, ...synchronise(content) } : content
}
