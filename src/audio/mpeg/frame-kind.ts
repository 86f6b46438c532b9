/** What all frames of one MPEG audio stream have in common, and their possible sizes. */
export interface FrameKind {
  readonly layer: 1 | 2 | 3
  readonly version: '1' | '2' | '2.5'
  readonly sampleRate: number
  /** Samples of a frame, per channel. */
  readonly samples: number
  /** The header bits for version, layer and sampling rate, under {@link KIND_BITS}. */
  readonly pattern: number
  /**
   * Bytes of a frame including its header, by the seven header bits for bit rate, sampling rate and padding;
   * 0 for impossible ones.
   */
  readonly sizes: Uint16Array
}

/** Sync word, version, layer and sampling rate: the same in every header of a stream. */
export const KIND_BITS = 0xfffe0c00 | 0
const SYNC = 0xffe00000 | 0

/** kbit/s by bit-rate index; index 0 is free format, 15 is forbidden. ISO 11172-3 2.4.2.3. */
const BITRATES = {
  v1: {
    1: [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    2: [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    3: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  },
  v2: {
    1: [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    3: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  },
} as const

/** By the two version bits; 1 is reserved. MPEG 2.5 is Fraunhofer's extension to low rates. */
const VERSIONS = [
  { version: '2.5', rates: [11_025, 12_000, 8000] },
  null,
  { version: '2', rates: [22_050, 24_000, 16_000] },
  { version: '1', rates: [44_100, 48_000, 32_000] },
] as const

/** By the two layer bits; 0 is reserved (and what AAC in ADTS has there). */
const LAYERS = [null, 3, 2, 1] as const

/** All kinds by the version and layer bits and the sampling-rate index. */
const KINDS: readonly (FrameKind | undefined)[] = Array.from({ length: 64 }, (_, index) =>
  createKind(index >> 4, (index >> 2) & 3, index & 3),
)

function createKind(versionBits: number, layerBits: number, rate: number): FrameKind | undefined {
  const version = VERSIONS[versionBits]
  const layer = LAYERS[layerBits]
  const sampleRate = version?.rates[rate]
  if (!version || !layer || sampleRate === undefined) return undefined
  const samples = layer === 1 ? 384 : layer === 2 || version.version === '1' ? 1152 : 576
  const sizes = new Uint16Array(128)
  BITRATES[version.version === '1' ? 'v1' : 'v2'][layer].forEach((kbps, index) => {
    if (kbps === 0) return
    for (const padding of [0, 1]) {
      sizes[sizeIndex(index, rate, padding)] = frameSize(
        { layer, samples, sampleRate },
        kbps,
        padding,
      )
    }
  })
  const pattern = SYNC | (versionBits << 19) | (layerBits << 17) | (rate << 10)
  return { layer, version: version.version, sampleRate, samples, pattern, sizes }
}

function sizeIndex(bitrateIndex: number, rate: number, padding: number): number {
  return (bitrateIndex << 3) | (rate << 1) | padding
}

/** ISO 11172-3 2.4.3.1: whole slots, of four bytes in Layer I and of one byte above. */
function frameSize(
  { layer, samples, sampleRate }: Pick<FrameKind, 'layer' | 'samples' | 'sampleRate'>,
  kbps: number,
  padding: number,
): number {
  const slot = slotBytes({ layer })
  return (Math.floor((samples * kbps * 125) / sampleRate / slot) + padding) * slot
}

/** The kind of stream that a header belongs to, whatever its bit rate; undefined if it is not a header. */
export function kindOf(header: number): FrameKind | undefined {
  if ((header & SYNC) !== SYNC) return undefined
  return KINDS[((header >> 15) & 0x3c) | ((header >> 10) & 3)]
}

/** Bytes of the frame with this header; 0 if it is not a header of this kind. */
export function sizeOf(kind: FrameKind, header: number): number {
  return (header & KIND_BITS) === kind.pattern ? (kind.sizes[(header >> 9) & 127] ?? 0) : 0
}

/** Bytes that the header's padding bit adds. */
export function paddingOf(kind: FrameKind, header: number): number {
  return (header & 0x200) === 0 ? 0 : slotBytes(kind)
}

/** The number of bytes of which every frame size is a multiple. */
export function slotBytes({ layer }: Pick<FrameKind, 'layer'>): number {
  return layer === 1 ? 4 : 1
}

/** Whether the header does not give the bit rate, so that only the next header shows the size. */
export function isFreeFormat(header: number): boolean {
  return (header & 0xf000) === 0
}

/**
 * Makes the kind of a free-format stream: frames of `kind` whose size is in no table, but constant.
 *
 * @param size Bytes of a frame without padding.
 */
export function freeKind(kind: FrameKind, size: number): FrameKind {
  const sizes = new Uint16Array(128)
  const rate = (kind.pattern >> 10) & 3
  sizes[sizeIndex(0, rate, 0)] = size
  sizes[sizeIndex(0, rate, 1)] = size + paddingOf(kind, 0x200)
  return { ...kind, sizes }
}

/** Whether two headers state different bit rates. */
export function differInBitrate(a: number, b: number): boolean {
  return ((a ^ b) & 0xf000) !== 0
}

/** Channels by the header: one for single channel, otherwise two. */
export function channelsOf(header: number): 1 | 2 {
  return ((header >> 6) & 3) === 3 ? 1 : 2
}
