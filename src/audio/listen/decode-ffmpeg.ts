import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type Listening, Undecodable } from './listening.ts'

/** Media type → the only format that ffmpeg may read: a playlist, for instance, could name other files. */
const FORMATS: Readonly<Record<string, string>> = {
  'audio/mpeg': 'mp3',
  'audio/aac': 'aac',
  'audio/x-m4a': 'mov',
  'video/mp4': 'mov',
  'video/x-m4v': 'mov',
  'video/quicktime': 'mov',
  'audio/ogg': 'ogg',
  'video/ogg': 'ogg',
  'audio/flac': 'flac',
  'audio/wav': 'wav',
  'audio/webm': 'matroska',
  'video/webm': 'matroska',
  'audio/x-matroska': 'matroska',
  'video/x-matroska': 'matroska',
}

const FLOAT_BYTES = 4
/** The most bytes of the header that ffmpeg writes. */
const LONGEST_HEAD = 4096

/**
 * Decodes a recording in any format with ffmpeg, which writes floating-point WAV into a pipe.
 *
 * @returns False if ffmpeg is not installed.
 * @throws {Undecodable} If ffmpeg finds no sound in it.
 */
export async function decodeWithFfmpeg({ path, type, hear, alive }: Listening): Promise<boolean> {
  const format = FORMATS[type]
  if (format === undefined) throw new Undecodable(`${type} is not decoded`)
  const input = ['-protocol_whitelist', 'file', '-f', format, '-i', `file:${path}`]
  const output = ['-map', '0:a:0', '-bitexact', '-c:a', 'pcm_f32le', '-f', 'wav', 'pipe:1']
  const args = ['-v', 'error', '-nostdin', ...input, ...output]
  const child = spawn('ffmpeg', args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const started = once(child, 'spawn').then(
    () => true,
    () => false,
  )
  let complaint = ''
  child.stderr.on('data', (text: Buffer) => {
    complaint = (complaint + text.toString()).slice(0, 1000)
  })
  if (!(await started)) return false
  const pieces = new Pieces(hear)
  for await (const bytes of child.stdout) {
    pieces.push(bytes)
    alive()
  }
  if (pieces.isSilent) {
    const [first = ''] = complaint.replaceAll(/\[[^\]]*\] |\S*[/\\]/g, '').split('\n')
    throw new Undecodable(`ffmpeg finds no sound in it (${first.slice(0, 120)})`)
  }
  return true
}

/** Parses floating-point WAV from a pipe, piece by piece. */
class Pieces {
  #rest: Buffer = Buffer.alloc(0)
  #head: { readonly channels: number; readonly rate: number } | null = null
  readonly #hear: Listening['hear']
  /** Whether no sound has come yet. */
  isSilent = true

  constructor(hear: Listening['hear']) {
    this.#hear = hear
  }

  push(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes])
    this.#head ??= this.#readHead()
    if (this.#head === null) return
    const { channels, rate } = this.#head
    const frames = Math.floor(this.#rest.length / (channels * FLOAT_BYTES))
    if (frames === 0) return
    this.isSilent = false
    this.#hear(separate(this.#rest, frames, channels), rate)
    this.#rest = this.#rest.subarray(frames * channels * FLOAT_BYTES)
  }

  #readHead(): { channels: number; rate: number } | null {
    const data = this.#rest.indexOf('data', 12, 'latin1')
    const facts = this.#rest.indexOf('fmt ', 12, 'latin1')
    if (this.#rest.length > LONGEST_HEAD && (data === -1 || facts === -1)) {
      throw new Undecodable('ffmpeg did not write WAV')
    }
    if (data === -1 || facts === -1 || data + 8 > this.#rest.length) return null
    const channels = this.#rest.readUInt16LE(facts + 10)
    const rate = this.#rest.readUInt32LE(facts + 12)
    this.#rest = this.#rest.subarray(data + 8)
    return { channels, rate }
  }
}

/** Separates interleaved samples into those of each channel. */
function separate(bytes: Buffer, frames: number, channels: number): readonly Float32Array[] {
  const all = new Float32Array(frames * channels)
  new Uint8Array(all.buffer).set(bytes.subarray(0, all.byteLength))
  return Array.from({ length: channels }, (_, channel) => {
    const own = new Float32Array(frames)
    for (let frame = 0; frame < frames; frame += 1) {
      // Damaged floating-point files contain NaN and infinity.
      const sample = all[frame * channels + channel] ?? 0
      own[frame] = Number.isFinite(sample) ? sample : 0
    }
    return own
  })
}
