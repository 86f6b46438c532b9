/** Bands of a frame, evenly spaced on the mel scale. */
export const BANDS = 32
/** Seconds from one frame to the next. */
export const HOP = 0.02
/** Seconds of sound that a frame is made of. */
const WINDOW = 0.04
/** Hz of the lowest and of the highest band: below there is hum, above only hiss. */
const LOWEST = 130
const HIGHEST = 6850
/** Sound with more samples in a second is halved before. */
const ENOUGH = 32_000
/** How much of the sample before is taken off each, so that high sounds count as much as low ones. */
const EMPHASIS = 0.97

/** How much sound there is in each band, frame by frame. */
export interface Spectrogram {
  readonly frames: number
  /** The power of {@link BANDS} bands for each frame, one frame after the other. */
  readonly power: Float32Array
}

/** The sum of what bins of a spectrum hold, each with its weight. */
interface Band {
  readonly from: number
  readonly weights: Float64Array
}

/** Makes the spectrogram of sound that comes in pieces. Its memory grows by 6.4 kB a second. */
export class Spectrum {
  readonly #halvings: readonly Halving[]
  readonly #hop: number
  readonly #window: Float64Array
  readonly #fourier: Fourier
  readonly #bands: readonly Band[]
  /** Samples that frames to come are made of; the first is the `#offset`th of the sound. */
  #samples = new Float32Array(1 << 16)
  #length = 0
  #offset = 0
  #frames = 0
  #power = new Float32Array(BANDS << 10)

  /** @param rate Samples in a second. */
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
  }

  /** @param samples Of one channel. */
  push(samples: Float32Array): void {
    const own = this.#halvings.reduce((rest, halving) => halving.of(rest), samples)
    if (this.#length + own.length > this.#samples.length) {
      const larger = new Float32Array(2 * (this.#length + own.length))
      larger.set(this.#samples.subarray(0, this.#length))
      this.#samples = larger
    }
    this.#samples.set(own, this.#length)
    this.#length += own.length
    let start = this.#startOf(this.#frames)
    for (; start + this.#window.length <= this.#length; start = this.#startOf(this.#frames)) {
      this.#addFrame(start)
    }
    // One sample before the next frame is needed, too.
    const done = Math.max(0, Math.min(start - 1, this.#length))
    this.#samples.copyWithin(0, done, this.#length)
    this.#length -= done
    this.#offset += done
  }

  end(): Spectrogram {
    return { frames: this.#frames, power: this.#power.slice(0, this.#frames * BANDS) }
  }

  #startOf(frame: number): number {
    return Math.round(frame * this.#hop) - this.#offset
  }

  #addFrame(start: number): void {
    const { real, imaginary } = this.#fourier
    const samples = this.#samples
    const window = this.#window
    real.fill(0)
    imaginary.fill(0)
    let before = samples[Math.max(0, start - 1)] ?? 0
    for (let index = 0; index < window.length; index++) {
      const sample = samples[start + index] ?? 0
      real[index] = (sample - EMPHASIS * before) * (window[index] ?? 0)
      before = sample
    }
    this.#fourier.transform()
    const place = this.#frames * BANDS
    if (place + BANDS > this.#power.length) {
      const larger = new Float32Array(2 * this.#power.length)
      larger.set(this.#power)
      this.#power = larger
    }
    for (const [index, { from, weights }] of this.#bands.entries()) {
      let power = 0
      for (let bin = 0; bin < weights.length; bin++) {
        const [re, im] = [real[from + bin] ?? 0, imaginary[from + bin] ?? 0]
        power += (weights[bin] ?? 0) * (re * re + im * im)
      }
      this.#power[place + index] = power
    }
    this.#frames++
  }
}

/** Halves the samples of a sound that comes in pieces. */
class Halving {
  #last = new Float32Array(3)
  #isOdd = false

  of(samples: Float32Array): Float32Array {
    const all = new Float32Array(3 + samples.length)
    all.set(this.#last)
    all.set(samples, 3)
    const half = new Float32Array((samples.length + (this.#isOdd ? 0 : 1)) >> 1)
    for (let index = 0, place = this.#isOdd ? 1 : 0; index < half.length; index++, place += 2) {
      const [a = 0, b = 0, c = 0, d = 0] = [
        all[place],
        all[place + 1],
        all[place + 2],
        all[place + 3],
      ]
      half[index] = (a + 3 * b + 3 * c + d) / 8
    }
    this.#last = all.slice(-3)
    this.#isOdd = (samples.length & 1) === 1 ? !this.#isOdd : this.#isOdd
    return half
  }
}

/** Bands that overlap by half, each with a sum of weights of 1. */
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

/** The discrete Fourier transform in place, for a power of two. */
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
    for (let length = 2; length <= size; length *= 2) this.#join(length)
  }

  /** Makes spectra of such a length of those of half of it. */
  #join(length: number): void {
    const { real, imaginary, size } = this
    const [cosines, sines] = [this.#cosines, this.#sines]
    const half = length / 2
    const step = size / length
    for (let from = 0; from < size; from += length) {
      for (let k = 0; k < half; k++) {
        const a = from + k
        const b = a + half
        const cosine = cosines[k * step] ?? 0
        const sine = sines[k * step] ?? 0
        const [re, im] = [real[b] ?? 0, imaginary[b] ?? 0]
        const turnedRe = re * cosine + im * sine
        const turnedIm = im * cosine - re * sine
        const [ownRe, ownIm] = [real[a] ?? 0, imaginary[a] ?? 0]
        real[b] = ownRe - turnedRe
        imaginary[b] = ownIm - turnedIm
        real[a] = ownRe + turnedRe
        imaginary[a] = ownIm + turnedIm
      }
    }
  }
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
