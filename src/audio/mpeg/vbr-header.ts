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
  /** Whether its checksum proves that all of it is as the encoder wrote it. */
  readonly isProven: boolean
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

/** Where the checksum stands behind the encoder's name, and bytes that some encoders take it over. */
const CHECKSUM_OFFSET = 34
const CHECKED_BYTES = 190

/**
 * LAME takes the checksum over all bytes before it, ffmpeg over 190 of which those of the checksum, and
 * those behind a shorter frame, are zero; in stereo that is the same.
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

/** CRC-16 with the bits of each byte reversed, as in ARC. */
function checksum(view: DataView, from: number, to: number, start: number): number {
  let crc = start
  for (let at = from; at < to; at++) crc = zeros(crc ^ view.getUint8(at), 1)
  return crc
}

/** The checksum after so many zero bytes more. */
function zeros(start: number, bytes: number): number {
  let crc = start
  for (let bit = 0; bit < bytes * 8; bit++) crc = (crc & 1) === 0 ? crc >> 1 : (crc >> 1) ^ 0xa001
  return crc
}

/** Two numbers of twelve bits, 21 bytes behind the encoder's name. */
function readSilence(view: DataView, encoder: number, end: number): number {
  if (encoder + 24 > end || !GAPLESS.has(view.getInt32(encoder))) return 0
  const both = view.getUint32(encoder + 20) & 0xffffff
  return (both >> 12) + (both & 0xfff)
}
