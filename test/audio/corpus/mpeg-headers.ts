import { frame, type Stream } from './mpeg-frames.ts'

/** What a Xing or Info frame is to say. */
export interface Xing {
  readonly mark?: 'Xing' | 'Info'
  readonly frames?: number
  readonly bytes?: number
  readonly toc?: boolean
  readonly quality?: boolean
  /** Delay and padding in samples, in a tag of the encoder of that name. */
  readonly gapless?: { readonly encoder: string; readonly delay: number; readonly padding: number }
  /** Whether it was changed behind the encoder's back, so that its checksum is wrong. */
  readonly edited?: boolean
}

/** A frame of silence that tells of the whole stream, as encoders put it first. */
export function xingFrame(stream: Stream, xing: Xing): Buffer {
  const result = frame({ ...stream, silent: true })
  const mark = sideInfo(stream) + 4 + (stream.crc ? 2 : 0)
  const { frames, bytes, toc = true, quality = true, gapless } = xing
  const fields = [
    u32(xingFlags(xing)),
    frames === undefined ? null : u32(frames),
    bytes === undefined ? null : u32(bytes),
    toc ? Buffer.from(Array.from({ length: 100 }, (_, index) => Math.floor(index * 2.56))) : null,
    quality ? u32(57) : null,
    gapless ? lameTag(gapless) : null,
  ].filter((field) => field !== null)
  const content = Buffer.concat([Buffer.from(xing.mark ?? 'Xing'), ...fields])
  content.copy(result, mark)
  // The last two bytes of what LAME writes.
  const checked = mark + content.length - 2
  if (gapless && xing.edited !== true && checked + 2 <= result.length) {
    result.writeUInt16BE(arc(result.subarray(0, checked)), checked)
  }
  return result
}

/** Bit by bit. */
function arc(bytes: Buffer): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc % 2 === 0 ? crc >> 1 : (crc >> 1) ^ 0xa001
  }
  return crc
}

function xingFlags({ frames, bytes, toc = true, quality = true }: Xing): number {
  return (
    (frames === undefined ? 0 : 1) +
    (bytes === undefined ? 0 : 2) +
    (toc ? 4 : 0) +
    (quality ? 8 : 0)
  )
}

function lameTag({ encoder, delay, padding }: NonNullable<Xing['gapless']>): Buffer {
  const tag = Buffer.alloc(36)
  tag.write(encoder, 0, 9, 'latin1')
  tag.writeUIntBE(delay * 4096 + padding, 21, 3)
  return tag
}

function sideInfo({ version, mode }: Stream): number {
  if (version === 1) return mode === 'mono' ? 17 : 32
  return mode === 'mono' ? 9 : 17
}

/** The header that Fraunhofer's encoders write, always 32 bytes behind that of the frame. */
export function vbriFrame(stream: Stream, frames: number, bytes: number): Buffer {
  const result = frame({ ...stream, silent: true })
  result.write('VBRI', 36, 'latin1')
  result.writeUInt16BE(1, 40)
  result.writeUInt32BE(bytes, 46)
  result.writeUInt32BE(frames, 50)
  return result
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
