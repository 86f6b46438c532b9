import { spawn } from 'node:child_process'
import { missing } from '../audio/corpus/encode.ts'

/** Samples per second to which all sound is brought before it is counted. */
const RATE = 8000
const BYTES_PER_SAMPLE = 2

/** A program that knows nothing of our reader. */
export type Witness = 'ffmpeg' | 'mpg123' | 'ffprobe'

/** What each is told, and how its answer becomes seconds; 0 where it finds no sound. */
const WITNESSES: Readonly<
  Record<Witness, { readonly args: readonly string[]; readonly seconds: (out: Buffer) => number }>
> = {
  // Both decode everything to 16 bits a sample, one channel.
  ffmpeg: {
    args: ['-loglevel', 'quiet', '-map', '0:a:0', '-ac', '1', '-ar', `${RATE}`, '-f', 's16le', '-'],
    seconds: samplesSeconds,
  },
  mpg123: { args: ['-q', '-m', '-r', `${RATE}`, '-s'], seconds: samplesSeconds },
  // Goes by the times of all packets, as a player does whose decoder stumbles over some of them.
  ffprobe: {
    args: [
      '-loglevel',
      'quiet',
      '-select_streams',
      'a:0',
      '-of',
      'csv=p=0',
      '-show_entries',
      'packet=pts_time,duration_time',
    ],
    seconds: packetsSeconds,
  },
}

/** Seconds of sound that a witness finds in a file. */
export async function witnessSeconds(witness: Witness, path: string): Promise<number> {
  const { args, seconds } = WITNESSES[witness]
  const all = witness === 'ffmpeg' ? ['-i', path, ...args] : [...args, path]
  const child = spawn(witness, all, { stdio: ['ignore', 'pipe', 'ignore'] })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  await new Promise<void>((resolve, reject) => {
    child.on('error', (cause) => reject(missing(witness, cause)))
    child.on('close', () => resolve())
  })
  return seconds(Buffer.concat(chunks))
}

function samplesSeconds(out: Buffer): number {
  return out.length / BYTES_PER_SAMPLE / RATE
}

function packetsSeconds(out: Buffer): number {
  const packets = out
    .toString()
    .trim()
    .split('\n')
    .map((line) => line.split(',').map(Number))
  const times = packets.flatMap(([start = NaN, duration = 0]) => {
    return Number.isFinite(start) ? [{ start, end: start + (duration || 0) }] : []
  })
  const start = times.reduce((least, time) => Math.min(least, time.start), Infinity)
  const end = times.reduce((most, time) => Math.max(most, time.end), -Infinity)
  return times.length === 0 ? 0 : end - Math.max(0, start)
}
