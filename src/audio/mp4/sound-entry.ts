import { findBox, uint32At } from './box.ts'

/** The format of the samples of an audio track. */
export interface SoundEntry {
  /** The four-character code, e.g. `mp4a`. */
  readonly format: string
  /**
   * The object type behind `mp4a`, which stands for many codecs; null if it is not given. ISO 14496-1 table
   * 5.
   */
  readonly objectType: number | null
  /** Null if only the frames tell. */
  readonly channels: number | null
  /** 0 if it is not given, or too high for its field. */
  readonly sampleRate: number
}

/** Bytes of an entry before its boxes, by its version; QuickTime has two versions more than MP4. */
const HEAD_BYTES = [36, 52, 72] as const

/**
 * Reads the first entry of a sample description.
 *
 * @param description Content of the `stsd` box.
 * @see ISO 14496-12 section 12.2.3
 */
export function readSoundEntry(description: Buffer): SoundEntry {
  const entry = description.subarray(8)
  const version = uint32At(entry, 16) >>> 16
  const stated = {
    format: entry.toString('latin1', 4, 8),
    channels: uint32At(entry, 24) >>> 16,
    sampleRate: uint32At(entry, 32) >>> 16,
  }
  const decoder = readDecoder(entry.subarray(HEAD_BYTES[version] ?? entry.length))
  const aac = decoder && readAac(decoder)
  const isTemplate = version === 0 && TEMPLATES.has(stated.format)
  return {
    ...stated,
    objectType: decoder?.[0] ?? null,
    channels: aac ?? (isTemplate ? null : stated.channels),
  }
}

/** Formats in whose entries a 2 means any number of channels, by their specifications. */
const TEMPLATES = new Set(['mp4a', 'ac-3', 'ec-3'])

/** Channels by the configuration of AAC; null for 0, where only the frames tell. ISO 14496-3 table 1.19. */
export const AAC_CHANNELS = [null, 1, 2, 3, 4, 5, 6, 8] as const
/** Tags of the descriptors on the way to the decoder configuration. ISO 14496-1 section 7.2.2.1. */
const DESCRIPTORS = { stream: 3, decoder: 4, configuration: 5 } as const

/** The `esds` box; QuickTime has it inside a `wave` box. */
function readDecoder(boxes: Buffer): Buffer | null {
  const wrapped = findBox(boxes, 'wave')
  const esds = findBox(boxes, 'esds') ?? (wrapped && findBox(wrapped, 'esds'))
  const stream = esds && descriptorIn(esds.subarray(4), DESCRIPTORS.stream)
  return stream && descriptorIn(stream.subarray(3), DESCRIPTORS.decoder)
}

/** The channels in the decoder configuration, because many encoders write 2 into the entry itself. */
function readAac(decoder: Buffer): number | null {
  const configuration = descriptorIn(decoder.subarray(13), DESCRIPTORS.configuration)
  if (!configuration || configuration.length < 2) return null
  const bits = configuration.readUInt16BE(0)
  const [objectType, rate] = [bits >> 11, (bits >> 7) & 15]
  const isPlain = objectType < EXTENDED_TYPE && rate < EXTENDED_RATE
  return isPlain ? (AAC_CHANNELS[(bits >> 3) & 15] ?? null) : null
}

/** Escape values, after which the real value follows; they are rare. */
const EXTENDED_TYPE = 31
const EXTENDED_RATE = 15

/** The content of the descriptor that `bytes` begin with, if it has that tag. */
function descriptorIn(bytes: Buffer, tag: number): Buffer | null {
  if (bytes[0] !== tag) return null
  let size = 0
  for (let at = 1; at < 5; at++) {
    const byte = bytes[at] ?? 0
    size = size * 128 + (byte & 0x7f)
    if (byte < 0x80) return bytes.subarray(at + 1, at + 1 + size)
  }
  return null
}
