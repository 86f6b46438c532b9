import { SAMPLE_RATE, speechLevel } from './levels.ts'
import { runTool } from './run-tool.ts'

/** Text that goes into the file beside the sound. */
export interface Tags {
  readonly title: string
  readonly artist: string
  readonly album: string
  readonly language: string
}

const CODECS: Readonly<Record<string, readonly string[]>> = {
  mp3: ['-c:a', 'libmp3lame', '-compression_level', '0', '-id3v2_version', '3'],
  m4a: ['-c:a', 'aac', '-movflags', '+faststart'],
  ogg: ['-c:a', 'libvorbis'],
}

const PCM = ['-f', 's16le', '-ar', `${SAMPLE_RATE}`, '-ac', '1']
const OUTPUT = ['-ar', '44100', '-b:a', '64k']
/** No word of the encoder's version or of the hour in the file. */
const EXACT = ['-fflags', '+bitexact', '-flags:a', '+bitexact']

/**
 * Encodes mono samples at 64 kbit/s and 44.1 kHz, the rate that the oldest players take too.
 *
 * MP3 gets LAME's header and M4A an edit list, from which players know how much silence the
 * encoder has put in front; Ogg counts without it. The name's ending decides which of them it
 * becomes. The same samples and tags give the same bytes with the same ffmpeg.
 */
export async function encode(samples: Int16Array, tags: Tags, file: string): Promise<void> {
  const codec = CODECS[file.slice(file.lastIndexOf('.') + 1)]
  if (codec === undefined)
    throw new RangeError(`expected a name in .mp3, .m4a or .ogg, got "${file}"`)
  const metadata = Object.entries(tags).flatMap(([key, value]) => ['-metadata', `${key}=${value}`])
  await runTool(
    'ffmpeg',
    [
      '-v',
      'error',
      '-y',
      ...PCM,
      '-i',
      'pipe:0',
      '-af',
      evenOut(samples),
      ...OUTPUT,
      ...codec,
      ...metadata,
      ...EXACT,
      file,
    ],
    new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength),
  )
}

/** dBFS while somebody speaks: about -18 LUFS over all, which suits one channel. */
const SPEECH_LEVEL = -16.5

/** The filter that makes one voice as loud as the other, with 2 dB left for the encoder. */
function evenOut(samples: Int16Array): string {
  return `volume=${(SPEECH_LEVEL - speechLevel(samples)).toFixed(1)}dB,alimiter=limit=0.79:level=false`
}

/** Plays a file into mono samples, the way a player does that honours headers and edit lists. */
export async function decode(file: string): Promise<Int16Array> {
  const bytes = await runTool('ffmpeg', ['-v', 'error', '-i', file, ...PCM, 'pipe:1'])
  return new Int16Array(new Uint8Array(bytes).buffer, 0, Math.floor(bytes.byteLength / 2))
}

/**
 * How many samples later a stretch of the original is heard in what was decoded, by the peak of
 * their correlation; negative if it is earlier.
 *
 * @param start Where in the original to look: the beginning of some speech.
 */
export function measureDelay(original: Int16Array, decoded: Int16Array, start: number): number {
  const pattern = original.subarray(start, start + SAMPLE_RATE / 2)
  const reach = Math.round(SAMPLE_RATE / 16)
  let best = { delay: 0, likeness: Number.NEGATIVE_INFINITY }
  for (let delay = -reach; delay <= reach; delay++) {
    const likeness = correlate(pattern, decoded, start + delay)
    if (likeness > best.likeness) best = { delay, likeness }
  }
  return best.delay
}

/** Over the power of what is compared, else the loudest syllable would be the likest. */
function correlate(pattern: Int16Array, samples: Int16Array, offset: number): number {
  let product = 0
  let power = 1
  for (let index = 0; index < pattern.length; index++) {
    const sample = samples[offset + index] ?? 0
    product += (pattern[index] ?? 0) * sample
    power += sample * sample
  }
  return product / Math.sqrt(power)
}
