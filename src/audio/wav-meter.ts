import { meanBitrate, type Facts, type Meter } from './facts.ts'
import { createMpegMeter } from './mpeg/meter.ts'
import type { Content } from './content.ts'
import { allSigns, headerSigns, NO_SIGNS, signsOf, unheardSigns } from './warnings.ts'

/** Names of the codecs in use, by their format tags. RFC 2361. */
const CODECS: Readonly<Record<number, string>> = {
  0x01: 'PCM',
  0x02: 'ADPCM',
  0x03: 'PCM (float)',
  0x06: 'A-law',
  0x07: 'µ-law',
  0x11: 'IMA ADPCM',
  0x31: 'GSM 6.10',
}
/** Format tags of MPEG audio in WAV: layers I and II, and layer III. */
const MPEG = new Set([0x50, 0x55])
/** WAVE_FORMAT_EXTENSIBLE, whose actual format tag comes later. */
const EXTENSIBLE = 0xfffe

/** Format tags whose blocks have one sample per channel, and those that state the number. */
const PLAIN = new Set([0x01, 0x03, 0x06, 0x07])
const BLOCKS = new Set([0x02, 0x11, 0x31])

const FIRST_CHUNK = 12
const CHUNK_HEADER_BYTES = 8
/** Chunks that are read; before the sound there are rarely more than five. */
const MOST_CHUNKS = 10_000
const FORMAT_BYTES = 26
/** The size that means "unknown" in a stream and "see ds64" in RF64. */
const UNKNOWN = 0xffffffff
/** Streaming programs use various sizes above this for "unknown" as well. */
const UNBELIEVABLE = 0x7fff_0000
/** In larger files, sizes are stored modulo this. */
const WRAP = 2 ** 32

interface Format {
  readonly tag: number
  readonly channels: number
  readonly sampleRate: number
  readonly bytesPerSecond: number
  /** Bytes of a block, and its samples per channel; 0 if unknown. */
  readonly blockBytes: number
  readonly blockSamples: number
}

interface Wav {
  format: Format | null
  /** The stated bytes of sound; null if they are left open. */
  stated: number | null
  /** Bytes of sound that exist. */
  bytes: number
  /** The samples that a compressed recording states; null for none. */
  samples: number | null
  /** Whether the stated size overflowed 32 bits. */
  overflowed: boolean
  /** Bytes of what was appended. */
  unheard: number
  readonly all: number
}

/**
 * Measures WAV, including RF64, by the bytes of sound that exist: the size in its header is missing after
 * streaming and too large after a cut.
 *
 * @see EBU Tech 3306 for RF64
 */
export function createWavMeter(recording: Content): Meter {
  const wav = readWav(recording)
  if (wav.format && MPEG.has(wav.format.tag)) return createWrappedMpegMeter(recording)
  return { push: () => undefined, end: () => describe(wav) }
}

function createWrappedMpegMeter(recording: Content): Meter {
  const { push, end } = createMpegMeter(recording)
  return {
    push,
    end() {
      const facts = end()
      return facts && { ...facts, type: 'audio/wav' }
    },
  }
}

function readWav(recording: Content): Wav {
  const wav: Wav = {
    format: null,
    stated: null,
    bytes: 0,
    samples: null,
    overflowed: false,
    unheard: 0,
    all: recording.bytes,
  }
  let long: number | null = null
  let at = FIRST_CHUNK
  for (let count = 0; at + CHUNK_HEADER_BYTES <= recording.bytes && count < MOST_CHUNKS; count++) {
    const chunk = recording.read(at, CHUNK_HEADER_BYTES + FORMAT_BYTES)
    const id = chunk.toString('latin1', 0, 4)
    const size = chunk.readUInt32LE(4)
    const content = Buffer.concat([chunk.subarray(CHUNK_HEADER_BYTES), Buffer.alloc(FORMAT_BYTES)])
    at += CHUNK_HEADER_BYTES
    if (id === 'fmt ') wav.format = readFormat(content)
    if (id === 'fact') wav.samples = content.readUInt32LE(0)
    if (id === 'ds64') long = Number(content.readBigUInt64LE(8))
    if (id === 'data') {
      const stated = size === UNKNOWN && long !== null ? long : size
      readData(wav, stated, recording.bytes - at)
      wav.unheard = joinedBytes(recording, at + wav.bytes + (wav.bytes % 2))
      return wav
    }
    at += size + (size % 2)
  }
  return wav
}

function readFormat(chunk: Buffer): Format {
  const stated = chunk.readUInt16LE(0)
  const tag = stated === EXTENSIBLE ? chunk.readUInt16LE(24) : stated
  return {
    tag,
    channels: chunk.readUInt16LE(2),
    sampleRate: chunk.readUInt32LE(4),
    bytesPerSecond: chunk.readUInt32LE(8),
    blockBytes: chunk.readUInt16LE(12),
    blockSamples: PLAIN.has(tag) ? 1 : BLOCKS.has(tag) ? chunk.readUInt16LE(18) : 0,
  }
}

function readData(wav: Wav, stated: number, rest: number): void {
  const isOpen = stated === 0 || stated === UNKNOWN || (stated > rest && stated >= UNBELIEVABLE)
  wav.stated = isOpen ? null : stated
  wav.overflowed = !isOpen && rest - stated >= WRAP
  wav.bytes = isOpen || wav.overflowed ? rest : Math.min(stated, rest)
}

/** Bytes from the start of another recording, after the chunks that follow the sound of the first. */
function joinedBytes({ bytes, read }: Content, from: number): number {
  let at = from
  for (let count = 0; at + FIRST_CHUNK <= bytes && count < MOST_CHUNKS; count++) {
    const head = read(at, FIRST_CHUNK)
    if (head.toString('latin1', 8) === 'WAVE') return bytes - at
    const size = head.readUInt32LE(4)
    at += CHUNK_HEADER_BYTES + size + (size % 2)
  }
  return 0
}

const OVERFLOWED =
  'its size field cannot state more than 4 GB, so some players play only a part of it: export it as MP3, M4A or RF64'

function describe({ format, stated, bytes, samples, overflowed, unheard, all }: Wav): Facts | null {
  if (!format) return null
  const { tag, channels, sampleRate } = format
  const seconds = secondsOf(format, bytes, samples)
  if (!(seconds > 0 && seconds < Infinity)) return null
  const statedSeconds = stated === null ? seconds : secondsOf(format, stated, samples)
  return {
    type: 'audio/wav',
    seconds,
    codec: CODECS[tag] ?? `WAV format ${tag}`,
    bitrate: meanBitrate(bytes, seconds),
    sampleRate,
    channels,
    vbr: false,
    how: 'container',
    ...allSigns(
      bytes < (stated ?? 0) ? headerSigns(statedSeconds, seconds) : NO_SIGNS,
      overflowed ? signsOf(OVERFLOWED) : NO_SIGNS,
      unheardSigns(unheard, all),
    ),
  }
}

/**
 * The duration of compressed sound. A stated number of samples is believed if it differs only within the last
 * block.
 */
function secondsOf(format: Format, bytes: number, samples: number | null): number {
  const { sampleRate, bytesPerSecond, blockBytes, blockSamples } = format
  if (blockSamples === 0) return bytes / bytesPerSecond
  const held = Math.floor(bytes / blockBytes) * blockSamples
  const isCounted = samples !== null && Math.abs(samples - held) < blockSamples
  return (isCounted ? samples : held) / sampleRate
}
