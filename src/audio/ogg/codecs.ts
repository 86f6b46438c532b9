/** A codec in Ogg, by the first packet of its stream. */
export interface OggCodec {
  readonly name: string
  /** Units of the stream's granule positions, per second. */
  readonly rate: number
  readonly channels: number
  /** Header packets before the sound, without which a decoder cannot start. */
  readonly heads: number
  /** Units at the start that are decoded but not played. */
  readonly preskip: number
  /** The units of a packet; the most that it can have, if it does not say. */
  readonly samples: (packet: Buffer) => number
}

const READERS: readonly { readonly magic: string; readonly read: (packet: Buffer) => OggCodec }[] =
  [
    { magic: 'OpusHead', read: readOpus },
    { magic: '\x01vorbis', read: readVorbis },
    { magic: '\x7fFLAC', read: readFlac },
    { magic: 'Speex   ', read: readSpeex },
  ]

/** Bytes of the longest header that is read. */
const HEADER_BYTES = 80

/** Reads the first packet of a stream; null if it contains no sound, or an unsupported codec. */
export function readOggCodec(packet: Buffer): OggCodec | null {
  const start = packet.toString('latin1', 0, 8)
  const reader = READERS.find(({ magic }) => start.startsWith(magic))
  if (!reader) return null
  const codec = reader.read(Buffer.concat([packet.subarray(0, HEADER_BYTES), BLANK]))
  return codec.rate > 0 ? codec : null
}

/** Appended to a packet that is too short, which is then refused for its sampling rate of 0. */
const BLANK = Buffer.alloc(HEADER_BYTES)

/** RFC 7845 section 5.1: positions count at 48 kHz, whatever the original sampling rate. */
function readOpus(packet: Buffer): OggCodec {
  return {
    name: 'Opus',
    heads: 2,
    rate: 48_000,
    channels: packet.readUInt8(9),
    preskip: packet.readUInt16LE(10),
    samples: opusSamples,
  }
}

/** Samples per frame at 48 kHz by the upper five bits of a packet. RFC 6716 section 3.1. */
const OPUS_FRAMES = [
  [480, 960, 1920, 2880, 480, 960, 1920, 2880, 480, 960, 1920, 2880],
  [480, 960, 480, 960],
  [120, 240, 480, 960, 120, 240, 480, 960, 120, 240, 480, 960, 120, 240, 480, 960],
].flat()

/** Samples at 48 kHz of an Opus packet. */
export function opusSamples(packet: Buffer): number {
  const [first = 0, second = 0] = packet
  const frames = [1, 2, 2, second & 63][first & 3] ?? 0
  return frames * (OPUS_FRAMES[first >> 3] ?? 0)
}

/** @see https://xiph.org/vorbis/doc/Vorbis_I_spec.html section 4.2.2 */
function readVorbis(packet: Buffer): OggCodec {
  const longBlock = 1 << (packet.readUInt8(28) >> 4)
  return {
    name: 'Vorbis',
    heads: 3,
    rate: packet.readUInt32LE(12),
    channels: packet.readUInt8(11),
    preskip: 0,
    samples: () => longBlock / 2,
  }
}

/** @see https://xiph.org/flac/ogg_mapping.html */
function readFlac(packet: Buffer): OggCodec {
  return {
    name: 'FLAC',
    heads: 1,
    rate: packet.readUIntBE(27, 3) >> 4,
    channels: ((packet.readUInt8(29) >> 1) & 7) + 1,
    preskip: 0,
    samples: () => packet.readUInt16BE(19),
  }
}

/** @see https://www.speex.org/docs/manual/speex-manual/node8.html */
function readSpeex(packet: Buffer): OggCodec {
  return {
    name: 'Speex',
    heads: 2,
    rate: packet.readUInt32LE(36),
    channels: packet.readUInt32LE(48),
    preskip: 0,
    samples: () => packet.readUInt32LE(56) * packet.readUInt32LE(64),
  }
}
