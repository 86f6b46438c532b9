import { channelsOf, type FrameKind } from './frame-kind.ts'

/**
 * What an encoder wrote into the first frame about the whole stream. Nothing of it is to be
 * believed before the frames are counted: it survives every cut and every join.
 */
export interface VbrHeader {
  /** Audio frames, this one not among them; null where the header does not say. */
  readonly frames: number | null
  /** Bytes of all frames, this one among them; null where the header does not say. */
  readonly bytes: number | null
  /** Samples that the encoder put before the sound and after it, together; 0 where not told. */
  readonly silence: number
}

const XING = 0x58696e67
const INFO = 0x496e666f
const VBRI = 0x56425249

/** Where `VBRI` stands in its frame, whatever the channels. */
const VBRI_OFFSET = 36

/** Flags of a Xing header, in the order of their fields. */
const FLAGS = { frames: 1, bytes: 2, toc: 4, quality: 8 } as const

/** The encoders whose delay and padding mean what LAME means by them: `LAME`, `Lavf`, `Lavc`, `L3.9`. */
const GAPLESS = new Set([0x4c414d45, 0x4c617666, 0x4c617663, 0x4c332e39])

/**
 * Reads the Xing, Info or VBRI header of the frame at `at`; null where it is a frame of sound.
 *
 * @param end Where the frame ends.
 * @see http://gabriel.mp3-tech.org/mp3infotag.html for the Info tag
 * @see https://www.codeproject.com/Articles/8295/MPEG-Audio-Frame-Header for VBRI
 */
export function readVbrHeader(
  view: DataView,
  at: number,
  end: number,
  kind: FrameKind,
): VbrHeader | null {
  if (kind.layer !== 3) return null
  const xing = at + 4 + sideInfoBytes(kind, view.getInt32(at))
  // A checksum after the frame header, where there is one, moves the mark by its two bytes.
  for (const mark of [xing, xing + 2]) {
    if (mark + 8 <= end && isXing(view.getInt32(mark))) return readXing(view, mark, end)
  }
  const vbri = at + VBRI_OFFSET
  if (vbri + 18 > end || view.getInt32(vbri) !== VBRI) return null
  return { frames: view.getUint32(vbri + 14), bytes: view.getUint32(vbri + 10), silence: 0 }
}

/** ISO 11172-3 2.4.1.7 and ISO 13818-3 2.4.1.7. */
function sideInfoBytes(kind: FrameKind, header: number): number {
  const mono = channelsOf(header) === 1
  if (kind.version === '1') return mono ? 17 : 32
  return mono ? 9 : 17
}

function isXing(mark: number): boolean {
  return mark === XING || mark === INFO
}

function readXing(view: DataView, mark: number, end: number): VbrHeader {
  const flags = view.getUint32(mark + 4)
  let at = mark + 8
  const field = (flag: number, bytes: number): number | null => {
    if ((flags & flag) === 0) return null
    at += bytes
    return at <= end ? view.getUint32(at - bytes) : null
  }
  const frames = field(FLAGS.frames, 4)
  const bytes = field(FLAGS.bytes, 4)
  field(FLAGS.toc, 100)
  field(FLAGS.quality, 4)
  return { frames, bytes, silence: readSilence(view, at, end) }
}

/** Two numbers of twelve bits, 21 bytes behind the encoder's name. */
function readSilence(view: DataView, encoder: number, end: number): number {
  if (encoder + 24 > end || !GAPLESS.has(view.getInt32(encoder))) return 0
  const both = view.getUint32(encoder + 20) & 0xffffff
  return (both >> 12) + (both & 0xfff)
}
