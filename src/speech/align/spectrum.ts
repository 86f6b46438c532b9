/** Bands per frame, evenly spaced on the mel scale. */
export const BANDS = 32
/** Seconds from one frame to the next. */
export const HOP = 0.02
/** Seconds of sound in a frame. */
const WINDOW = 0.04
/** The lowest and the highest band, in Hz: below is hum, above only noise. */
const LOWEST = 130
const HIGHEST = 6850
/** Sound at a higher sampling rate is halved first. */
const ENOUGH = 32_000
/**
 * The share of the previous sample that is subtracted (pre-emphasis), so that high frequencies count as much
 * as low ones.
 */
const EMPHASIS = 0.97

type Samples = Float32Array | Int16Array

/** The power of sound in each band, frame by frame. */
export interface Spectrogram {
  readonly frames: number
  /** The power of {@link BANDS} bands for each frame, one frame after another. */
  readonly power: Float32Array
}

/** A weighted sum of bins of a spectrum. */
interface Band {
  readonly from: number
  readonly weights: Float64Array
}

/** Computes the spectrogram of sound that comes in pieces. Its memory grows by 6.4 kB per second. */
export class Spectrum {
  readonly #halvings: readonly Halving[]
  readonly #hop: number
  readonly #window: Float64Array
  readonly #fourier: Fourier
  readonly #bands: readonly Band[]
  /** The power of each bin of a spectrum. */
  readonly #bins: Float64Array
  /** Samples for the next frames; the first one is sample `#offset` of the sound. */
  #samples = new Float32Array(1 << 16)
  #length = 0
  #offset = 0
  #frames = 0
  #power = new Float32Array(BANDS << 10)

  /** @param rate Samples per second. */
  constructor(rate: number) {
    const halvings = Math.max(0, Math.floor(Math.log2(rate / ENOUGH)) + 1)
    this.#halvings = Array.from({ length: halvings }, () => new Halving())
    const own = rate / 2 ** halvings
    this.#hop = HOP * own
    const length = Math.round(WINDOW * own)
    this.#window = Float64Array.from(
      { length },
      (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (index + 0.5)) / length),
    )
    this.#fourier = new Fourier(2 ** Math.ceil(Math.log2(length)))
    this.#bands = bandsOf(this.#fourier.size, own)
    this.#bins = new Float64Array(this.#fourier.size / 2 + 1)
  }

  /** @param samples Mono, at any scale: spectrograms are compared relative to the level of the voice. */
  push(samples: Samples): void {
    const own = this.#halvings.reduce<Samples>((rest, halving) => halving.of(rest), samples)
    if (this.#length + own.length > this.#samples.length) {
      const larger = new Float32Array(2 * (this.#length + own.length))
      larger.set(this.#samples.subarray(0, this.#length))
      this.#samples = larger
    }
    this.#samples.set(own, this.#length)
    this.#length += own.length
    while (this.#isThere(this.#frames + 1)) this.#addFrames(2)
    // One sample before the next frame is needed as well, for the pre-emphasis.
    const done = Math.max(0, Math.min(this.#startOf(this.#frames) - 1, this.#length))
    this.#samples.copyWithin(0, done, this.#length)
    this.#length -= done
    this.#offset += done
  }

  end(): Spectrogram {
    if (this.#isThere(this.#frames)) this.#addFrames(1)
    return { frames: this.#frames, power: this.#power.slice(0, this.#frames * BANDS) }
  }

  #startOf(frame: number): number {
    return Math.round(frame * this.#hop) - this.#offset
  }

  #isThere(frame: number): boolean {
    return this.#startOf(frame) + this.#window.length <= this.#length
  }

  /** One transform computes two frames: one is the real part, the other the imaginary part. */
  #addFrames(count: 1 | 2): void {
    const { real, imaginary } = this.#fourier
    this.#windowed(this.#startOf(this.#frames), real)
    if (count === 2) this.#windowed(this.#startOf(this.#frames + 1), imaginary)
    else imaginary.fill(0)
    this.#fourier.transform()
    for (const sign of count === 2 ? ([1, -1] as const) : ([1] as const)) this.#addFrame(sign)
  }

  #windowed(start: number, values: Float64Array): void {
    const samples = this.#samples
    const window = this.#window
    let before = samples[Math.max(0, start - 1)] ?? 0
    for (let index = 0; index < window.length; index++) {
      const sample = samples[start + index] ?? 0
      values[index] = (sample - EMPHASIS * before) * (window[index] ?? 0)
      before = sample
    }
    values.fill(0, window.length)
  }

  /** @param sign The sign of the mirrored bins: 1 for the frame in the real part, -1 for the other. */
  #addFrame(sign: 1 | -1): void {
    const { real, imaginary, size } = this.#fourier
    const bins = this.#bins
    for (let bin = 0; bin < bins.length; bin++) {
      const mirrored = (size - bin) % size
      const re = ((real[bin] ?? 0) + sign * (real[mirrored] ?? 0)) / 2
      const im = ((imaginary[bin] ?? 0) - sign * (imaginary[mirrored] ?? 0)) / 2
      bins[bin] = re * re + im * im
    }
    const place = this.#frames * BANDS
    if (place + BANDS > this.#power.length) {
      const larger = new Float32Array(2 * this.#power.length)
      larger.set(this.#power)
      this.#power = larger
    }
    for (let band = 0; band < BANDS; band++) {
      this.#power[place + band] = sumOf(bins, this.#bands[band])
    }
    this.#frames++
  }
}

function sumOf(bins: Float64Array, band: Band | undefined): number {
  if (band === undefined) return 0
  const { from, weights } = band
  let power = 0
  for (let bin = 0; bin < weights.length; bin++)
    power += (weights[bin] ?? 0) * (bins[from + bin] ?? 0)
  return power
}

/** Halves the sampling rate of sound that comes in pieces. */
class Halving {
  /** The last three samples of the previous piece, and the current piece. */
  #all = new Float32Array(3)
  #length = 3
  #half = new Float32Array()
  #isOdd = false

  /** @returns A buffer that is reused for the next piece. */
  of(samples: Samples): Float32Array {
    const length = 3 + samples.length
    const last = this.#all.subarray(this.#length - 3, this.#length)
    const all = this.#all.length < length ? new Float32Array(length) : this.#all
    all.set(last)
    all.set(samples, 3)
    const count = (samples.length + (this.#isOdd ? 0 : 1)) >> 1
    if (this.#half.length < count) this.#half = new Float32Array(count)
    const half = this.#half.subarray(0, count)
    for (let index = 0, place = this.#isOdd ? 1 : 0; index < count; index++, place += 2) {
      const a = all[place] ?? 0
      const b = all[place + 1] ?? 0
      const c = all[place + 2] ?? 0
      const d = all[place + 3] ?? 0
      half[index] = (a + 3 * b + 3 * c + d) / 8
    }
    this.#all = all
    this.#length = length
    this.#isOdd = (samples.length & 1) === 1 ? !this.#isOdd : this.#isOdd
    return half
  }
}

/** Makes triangular bands that overlap by half, each with weights that sum up to 1. */
function bandsOf(size: number, rate: number): Band[] {
  const highest = Math.min(HIGHEST, 0.48 * rate)
  const [low, high] = [toMel(LOWEST), toMel(highest)]
  const edges = Array.from(
    { length: BANDS + 2 },
    (_, index) => (fromMel(low + ((high - low) * index) / (BANDS + 1)) * size) / rate,
  )
  return Array.from({ length: BANDS }, (_band, band) => {
    const [left = 0, middle = 0, right = 0] = edges.slice(band)
    const from = Math.ceil(left)
    const weights = Float64Array.from({ length: Math.floor(right) - from + 1 }, (_, index) => {
      const bin = from + index
      return bin <= middle ? (bin - left) / (middle - left) : (right - bin) / (right - middle)
    })
    const sum = weights.reduce((total, weight) => total + weight, 0) || 1
    return { from, weights: weights.map((weight) => weight / sum) }
  })
}

function toMel(hertz: number): number {
  return 1127 * Math.log(1 + hertz / 700)
}

function fromMel(mel: number): number {
  return 700 * (Math.exp(mel / 1127) - 1)
}

/** An in-place fast Fourier transform for powers of two. */
class Fourier {
  readonly size: number
  readonly real: Float64Array
  readonly imaginary: Float64Array
  readonly #cosines: Float64Array
  readonly #sines: Float64Array
  readonly #places: Uint32Array

  constructor(size: number) {
    this.size = size
    this.real = new Float64Array(size)
    this.imaginary = new Float64Array(size)
    const angles = Float64Array.from({ length: size / 2 }, (_, k) => (2 * Math.PI * k) / size)
    this.#cosines = angles.map(Math.cos)
    this.#sines = angles.map(Math.sin)
    const bits = Math.log2(size)
    this.#places = Uint32Array.from({ length: size }, (_, index) => reversed(index, bits))
  }

  transform(): void {
    const { real, imaginary, size } = this
    for (let index = 0; index < size; index++) {
      const place = this.#places[index] ?? 0
      if (place <= index) continue
      swap(real, index, place)
      swap(imaginary, index, place)
    }
    for (let from = 0; from < size; from += 4) joinFour(real, imaginary, from)
    for (let length = 8; length <= size; length *= 2) this.#join(length)
  }

  /** Combines transforms of half a length into transforms of this length. */
  #join(length: number): void {
    const { real, imaginary, size } = this
    const [cosines, sines] = [this.#cosines, this.#sines]
    const half = length >> 1
    const step = size / length
    for (let from = 0; from < size; from += length) {
      for (let a = from, b = from + half, turn = 0; a < from + half; a++, b++, turn += step) {
        const cosine = cosines[turn] ?? 0
        const sine = sines[turn] ?? 0
        const re = real[b] ?? 0
        const im = imaginary[b] ?? 0
        const turnedRe = re * cosine + im * sine
        const turnedIm = im * cosine - re * sine
        const ownRe = real[a] ?? 0
        const ownIm = imaginary[a] ?? 0
        real[b] = ownRe - turnedRe
        imaginary[b] = ownIm - turnedIm
        real[a] = ownRe + turnedRe
        imaginary[a] = ownIm + turnedIm
      }
    }
  }
}

/** Transforms four values, which needs no multiplication. */
function joinFour(real: Float64Array, imaginary: Float64Array, from: number): void {
  const [b, c, d] = [from + 1, from + 2, from + 3]
  const sumRe = (real[from] ?? 0) + (real[b] ?? 0)
  const sumIm = (imaginary[from] ?? 0) + (imaginary[b] ?? 0)
  const lessRe = (real[from] ?? 0) - (real[b] ?? 0)
  const lessIm = (imaginary[from] ?? 0) - (imaginary[b] ?? 0)
  const otherRe = (real[c] ?? 0) + (real[d] ?? 0)
  const otherIm = (imaginary[c] ?? 0) + (imaginary[d] ?? 0)
  const turnedRe = (imaginary[c] ?? 0) - (imaginary[d] ?? 0)
  const turnedIm = (real[d] ?? 0) - (real[c] ?? 0)
  real[from] = sumRe + otherRe
  imaginary[from] = sumIm + otherIm
  real[b] = lessRe + turnedRe
  imaginary[b] = lessIm + turnedIm
  real[c] = sumRe - otherRe
  imaginary[c] = sumIm - otherIm
  real[d] = lessRe - turnedRe
  imaginary[d] = lessIm - turnedIm
}

function swap(values: Float64Array, a: number, b: number): void {
  const value = values[a] ?? 0
  values[a] = values[b] ?? 0
  values[b] = value
}

function reversed(index: number, bits: number): number {
  let result = 0
  for (let bit = 0; bit < bits; bit++) if ((index >> bit) & 1) result |= 1 << (bits - 1 - bit)
  return result
}
