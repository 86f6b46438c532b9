import type { EncodedRecipe } from './encoded-recipes.ts'
import { randomBytes, randomNumbers } from './recipe.ts'

/** Numbers of samples as they are, without anything that says what they are. */
const RAW: readonly (readonly [string, string])[] = [
  ['16 bits', '-f s16le'],
  ['16 bits, the other way round', '-f s16be'],
  ['16 bits in stereo', '-f s16le -ac 2'],
  ['16 bits at 8 kHz', '-f s16le -ar 8000'],
  ['16 bits at 24 kHz, as speech services send it', '-f s16le -ar 24000'],
  ['8 bits', '-f u8'],
  ['24 bits', '-f s24le'],
  ['32 bits', '-f s32le'],
  ['32-bit floats', '-f f32le'],
  ['µ-law', '-f mulaw -ar 8000'],
  ['A-law', '-f alaw -ar 8000'],
]
const VOLUMES = ['1', '0.05', '0.003', '0.0005'] as const
const UNKNOWN = /holds no sound that is known/

/** An accident whose bytes come from an encoder as they are, with the truth of it. */
export interface Odd extends EncodedRecipe {
  readonly says: RegExp | null
}

/** Raw samples at several volumes, of which the softest are nothing but -1, 0 and 1. */
export const RAW_SAMPLES: readonly Odd[] = RAW.flatMap(([what, options]) =>
  VOLUMES.map((volume) => ({
    name: `raw samples of ${what} at volume ${volume}`,
    file: volume === '1' ? 'a.wav' : 'a.mp3',
    encoder: 'ffmpeg' as const,
    options: `-af volume=${volume} ${options}`.split(' '),
    seconds: null,
    says: UNKNOWN,
  })),
)

const KEY = '00112233445566778899aabbccddeeff'
const ENCRYPTION = `-encryption_scheme cenc-aes-ctr -encryption_key ${KEY} -encryption_kid ${KEY}`

/** What is in the container is not what its name promises. */
export const CODECS: readonly (Odd & { readonly codec: string | null })[] = [
  codec('ALAC', 'a.m4a', '-c:a alac'),
  codec('Opus', 'a.m4a', '-c:a libopus -f mp4'),
  codec('FLAC', 'a.m4a', '-c:a flac -f mp4 -strict -2'),
  codec('AC-3', 'a.m4a', '-c:a ac3 -f mp4'),
  codec('E-AC-3', 'a.m4a', '-c:a eac3 -f mp4'),
  codec('MP3', 'a.m4a', '-c:a libmp3lame -f mp4'),
  codec('Vorbis', 'a.m4a', '-c:a libvorbis -f mp4'),
  codec('AAC', 'a.m4a', '-c:a aac'),
  codec('AAC', 'a.mov', '-c:a aac'),
  codec('MP3', 'a.mov', '-c:a libmp3lame'),
  codec('PCM', 'a.mov', '-c:a pcm_s16le'),
  {
    ...codec(null, 'a.m4a', `-c:a aac ${ENCRYPTION}`),
    name: 'AAC, encrypted',
    seconds: null,
    says: /is encrypted, so it cannot be played without a key/,
  },
  ...(['drms', 'enca', 'samr', 'sawb'] as const).map((format) => ({
    ...codec(null, format.startsWith('sa') ? 'a.3gp' : 'a.m4a', '-c:a aac'),
    name: `sound in ${format}`,
    change: (whole: Buffer) => renamed(whole, 'mp4a', format),
    seconds: null,
    says: format.startsWith('sa') ? /is an AMR recording; .* convert it/ : /is encrypted/,
  })),
]

function codec(
  name: string | null,
  file: string,
  options: string,
): Odd & { readonly codec: string | null } {
  return {
    name: `${name} in ${file.slice(1)}`,
    file,
    encoder: 'ffmpeg',
    options: options.split(' '),
    codec: name,
    says: null,
  }
}

function renamed(bytes: Buffer, from: string, to: string): Buffer {
  const result = Buffer.from(bytes)
  const at = result.indexOf(Buffer.from(from), result.indexOf('stsd'))
  result.write(to, at, 'latin1')
  return result
}

/** Bytes that repeat themselves, each a header of one kind and whatever follows it. */
export const PATTERNS: readonly { readonly name: string; readonly bytes: Buffer }[] = [
  ...[7, 8, 9, 10].map((period) => {
    const header = Buffer.from([0xff, 0xf1, 0x50, 0x80, period >> 3, ((period & 7) << 5) | 31, 252])
    return pattern(`AAC every ${period} bytes`, header, period)
  }),
  ...[24, 25, 32, 47, 72, 100, 200, 300, 500, 1000].flatMap((period) =>
    [0xfb, 0xfd, 0xff].map((layer) =>
      pattern(
        `free format of layer ${4 - ((layer >> 1) & 3)} every ${period} bytes`,
        Buffer.from([0xff, layer, 0, 0]),
        period,
      ),
    ),
  ),
]

function pattern(
  name: string,
  header: Buffer,
  period: number,
): { readonly name: string; readonly bytes: Buffer } {
  const rest = randomBytes(period - header.length, period).map((byte) => byte & 0x7f)
  return { name, bytes: Buffer.alloc(120_000, Buffer.concat([header, rest])) }
}

/** Tones, of which each wave is like the one before: where a frame would begin, the next does, too. */
const WAVES: Readonly<Record<string, (phase: number) => number>> = {
  sine: (phase) => Math.sin(2 * Math.PI * phase),
  square: (phase) => (phase % 1 < 0.5 ? 1 : -1),
  saw: (phase) => 2 * (phase % 1) - 1,
  triangle: (phase) => 4 * Math.abs((phase % 1) - 0.5) - 1,
}

/** Raw samples of tones at many volumes, in stereo as well, the two bytes of each in either order. */
export const TONES: readonly { readonly name: string; readonly bytes: () => Buffer }[] =
  Object.entries(WAVES).flatMap(([name, wave]) =>
    [1, 2, 3, 12, 50, 100, 300, 9000].flatMap((volume) =>
      [50, 220, 440, 3000].flatMap((pitch) =>
        [8000, 16_000, 44_100].flatMap((rate) =>
          [1, 2].flatMap((channels) =>
            [true, false].map((isLittle) => ({
              name: `a ${name} of ${pitch} Hz at ${rate} Hz, ${volume} high, ${channels} wide, ${isLittle ? 'little' : 'big'}-endian`,
              bytes: () => tone((at) => volume * wave((at * pitch) / rate), channels, isLittle),
            })),
          ),
        ),
      ),
    ),
  )

function tone(sampleAt: (at: number) => number, channels: number, isLittle: boolean): Buffer {
  const bytes = Buffer.alloc(60_000 * channels)
  for (let place = 0; place < bytes.length; place += 2) {
    const sample = Math.round(sampleAt(Math.floor(place / 2 / channels)))
    if (isLittle) bytes.writeInt16LE(sample, place)
    else bytes.writeInt16BE(sample, place)
  }
  return bytes
}

/** White noise that nearly nobody hears, as raw samples, the highest byte first, whose three are headers now and then. */
export const NOISES: readonly { readonly name: string; readonly bytes: () => Buffer }[] = [
  16, 24, 32,
].flatMap((bits) =>
  [4, 64, 500, 1000, 1500, 2000, 16_000].flatMap((volume) =>
    [1, 2, 3, 4].map((seed) => ({
      name: `noise ${volume} high in ${bits} bits, number ${seed}`,
      bytes: () => noise(volume, bits / 8, seed),
    })),
  ),
)

function noise(volume: number, width: number, seed: number): Buffer {
  const bytes = Buffer.alloc(150_000 * width)
  const next = randomNumbers(seed)
  for (let place = 0; place < bytes.length; place += width) {
    bytes.writeIntBE(Math.round((next() * 2 - 1) * volume), place, width)
  }
  return bytes
}
