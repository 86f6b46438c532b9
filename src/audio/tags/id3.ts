import type { Content } from '../content.ts'
import {
  contentOf,
  framesOf,
  type Id3Frame,
  type Id3Frames,
  synchsafe,
  leadingTags,
} from '../id3/id3-tags.ts'
import { LARGEST_COVER, LARGEST_TEXT, uint32BE, type Carrier } from './carrier.ts'

const PICTURE = 'APIC'
/** The most bytes of each kind of frame that is copied. */
const WANTED: Readonly<Record<string, number>> = {
  TIT2: LARGEST_TEXT,
  TPE1: LARGEST_TEXT,
  TALB: LARGEST_TEXT,
  [PICTURE]: LARGEST_COVER,
}
/** Bytes of a picture frame that contain its type, and the type of a front cover. */
const PICTURE_HEAD = 128
const FRONT_COVER = 3

/** Copies the first ID3v2 tag at the beginning of a recording that has a used frame. */
export function carryId3({ read }: Pick<Content, 'read'>): Carrier | null {
  for (const frames of leadingTags(read)) {
    const taken = [...wantedIn(frames)].flatMap((frame) => rewrite(frames, frame) ?? [])
    if (taken.length > 0) return { bytes: writeTag(frames, taken), type: 'audio/mpeg' }
  }
  return null
}

/** The first frame of each kind; of the pictures, the front cover if there is one. */
function wantedIn(frames: Id3Frames): Iterable<Id3Frame> {
  const wanted = new Map<string, Id3Frame>()
  for (const frame of framesOf(frames)) {
    const { id, start, end } = frame
    if (end - start > (WANTED[id] ?? 0)) continue
    if (!wanted.has(id) || (id === PICTURE && isFrontCover(frames, frame))) wanted.set(id, frame)
  }
  return wanted.values()
}

/**
 * Encoding, media type and picture type come first.
 *
 * @see https://id3.org/id3v2.4.0-frames section 4.14
 */
function isFrontCover({ read }: Id3Frames, { start }: Id3Frame): boolean {
  const head = read(start, PICTURE_HEAD)
  return head[head.indexOf(0, 1) + 1] === FRONT_COVER
}

/** The frame without flags; null if it cannot be read completely. */
function rewrite(frames: Id3Frames, frame: Id3Frame): Buffer | null {
  const { read, start, end } = contentOf(frames, frame)
  const content = read(start, end - start)
  if (content.length < end - start) return null
  const size = frames.version === 4 ? synchsafe(content.length) : content.length
  return Buffer.concat([Buffer.from(frame.id, 'latin1'), uint32BE(size), Buffer.alloc(2), content])
}

function writeTag({ version }: Id3Frames, frames: readonly Buffer[]): Buffer {
  const content = Buffer.concat(frames)
  const head = Buffer.from(
    ['I', 'D', '3'].map((letter) => letter.charCodeAt(0)).concat(version, 0, 0),
  )
  return Buffer.concat([head, uint32BE(synchsafe(content.length)), content])
}
