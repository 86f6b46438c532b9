import { Refusal } from '../base/fault.ts'

/** Samples per second; even the oldest players support this rate. */
export const RATE = 44_100
const KILOBITS = 64
/**
 * Samples by which players delay the sound: those that the encoder and every decoder add before it, which no
 * header of the file tells them to skip.
 */
const DELAY = 1105

/** The factor by which the encoder lowers the level, which is compensated for. */
const TURNED_DOWN = 0.95

/** Seconds by which players delay a recording. */
export const DELAY_SECONDS = DELAY / RATE

/** An encoded recording. */
export interface Encoded {
  readonly bytes: Buffer
  /** How long it plays, including the silence at both ends. */
  readonly seconds: number
}

/**
 * Encodes mono samples at `RATE` as MP3 of 64 kbit/s. The same samples give the same bytes.
 *
 * @throws {Refusal} If the encoder is not installed.
 */
export async function encodeMp3(sound: Iterable<Float32Array>): Promise<Encoded> {
  const encoder = await openEncoder()
  encoder.configure({ sampleRate: RATE, channels: 1, bitrate: KILOBITS })
  const parts: Buffer[] = []
  // What is returned is overwritten by the next call.
  for (const samples of sound) {
    const louder = samples.map((sample) => sample / TURNED_DOWN)
    parts.push(Buffer.from(encoder.encode([louder])))
  }
  parts.push(Buffer.from(encoder.finalize()))
  const bytes = Buffer.concat(parts)
  return { bytes, seconds: (bytes.length * 8) / (KILOBITS * 1000) }
}

async function openEncoder() {
  try {
    const { createMp3Encoder } = await import('wasm-media-encoders')
    return await createMp3Encoder()
  } catch (cause) {
    throw new Refusal(
      'the encoder for MP3 is not installed: run "npm install wasm-media-encoders"',
      { cause },
    )
  }
}
