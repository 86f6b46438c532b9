import { channelsOf, type FrameKind } from './frame-kind.ts'

/**
 * What an encoder wrote into the first frame about the whole stream. It must not be believed before the
 * frames are counted, because it survives every cut and every join.
 */
export interface VbrHeader {
  /** Audio frames, without this one; null if the header does not say. */
  readonly frames: number | null
  /** Bytes of all frames, including this one; null if the header does not say. */
  readonly bytes: number | null
  /** Samples of encoder delay and padding together; 0 if unknown. */
  readonly silence: number
  /** Whether its checksum is right. */
  readonly isProven: boolean
}

const XING = 0x58696e67
const INFO = 0x496e666f
const VBRI = 0x56425249

/** The offset of `VBRI` in its frame, for any number of channels. */
const VBRI_OFFSET = 36

/** Flags of a Xing header, in the order of their fields. */
const FLAGS = { frames: 1, bytes: 2, toc: 4, quality: 8 } as const

/** The encoders whose delay and padding mean the same as LAME's: `LAME`, `Lavf`, `Lavc`, `L3.9`. */
const GAPLESS = new Set([0x4c414d45, 0x4c617666, 0x4c617663, 0x4c332e39])

/**
 * Reads the Xing, Info or VBRI header of the frame at `at`; null if it is a frame of sound.
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
  // A frame checksum moves the header by two bytes.
  for (const mark of [xing, xing + 2]) {
    if (mark + 8 <= end && isXing(view.getInt32(mark))) return readXing(view, at, mark, end)
  }
  const vbri = at + VBRI_OFFSET
  if (vbri + 18 > end || view.getInt32(vbri) !== VBRI) return null
  return {
    frames: view.getUint32(vbri + 14),
    bytes: view.getUint32(vbri + 10),
    silence: 0,
    isProven: false,
  }
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

function readXing(view: DataView, frame: number, mark: number, end: number): VbrHeader {
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
  const silence = readSilence(view, at, end)
  return { frames, bytes, silence, isProven: isProven(view, frame, at + CHECKSUM_OFFSET, end) }
}

/**
 * The offset of the checksum after the name of the encoder, and the number of bytes that some encoders
 * compute it over.
 */
const CHECKSUM_OFFSET = 34
const CHECKED_BYTES = 190

/**
 * Whether the checksum is right. LAME computes it over all bytes before it; ffmpeg over 190 bytes, in which
 * those of the checksum, and those after a shorter frame, are zero. In stereo both are the same.
 */
function isProven(view: DataView, frame: number, at: number, end: number): boolean {
  if (at + 2 > end) return false
  const stated = view.getUint16(at)
  const before = checksum(view, frame, at, 0)
  if (before === stated) return true
  const checked = frame + CHECKED_BYTES
  const behind = checksum(view, at + 2, Math.min(checked, end), zeros(before, 2))
  return zeros(behind, checked - Math.max(at + 2, Math.min(checked, end))) === stated
}

/** CRC-16 with reflected bits (CRC-16/ARC). */
function checksum(view: DataView, from: number, to: number, start: number): number {
  let crc = start
  for (let at = from; at < to; at++) crc = zeros(crc ^ view.getUint8(at), 1)
  return crc
}

/** Continues the checksum with zero bytes. */
function zeros(start: number, bytes: number): number {
  let crc = start
  for (let bit = 0; bit < bytes * 8; bit++) crc = (crc & 1) === 0 ? crc >> 1 : (crc >> 1) ^ 0xa001
  return crc
}

/** Reads delay and padding: two numbers of twelve bits, 21 bytes after the name of the encoder. */
function readSilence(view: DataView, encoder: number, end: number): number {
  if (encoder + 24 > end || !GAPLESS.has(view.getInt32(encoder))) return 0
  const both = view.getUint32(encoder + 20) & 0xffffff
  return (both >> 12) + (both & 0xfff)
}
