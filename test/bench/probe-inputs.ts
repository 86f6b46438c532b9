import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { frame, frames, framesSeconds, PLAIN, type Stream } from '../audio/corpus/mpeg-frames.ts'
import { xingFrame } from '../audio/corpus/mpeg-headers.ts'
import { artwork, id3v2 } from '../audio/corpus/tags.ts'

/** A recording that is measured, and what comes out if that is right. */
export interface Input {
  readonly path: string
  readonly bytes: number
  readonly seconds: number
}

const SPEECH: Stream = { ...PLAIN, kbps: 64, mode: 'mono' }
const MUSIC: Stream = { ...PLAIN, kbps: 128 }
const LADDER = [32, 48, 64, 80, 96, 112, 128] as const

/** Frames after which the padding of 64 and 128 kbit/s at 44.1 kHz begins anew, 20 times over. */
const BLOCK = 980
const BLOCK_SECONDS = framesSeconds(PLAIN, BLOCK)

/** Eight hours at a constant 64 kbit/s behind a header, 230 MB. */
export function writeLong(folder: string): Input {
  const times = Math.round((8 * 3600) / BLOCK_SECONDS)
  const header = xingFrame(SPEECH, { mark: 'Info', frames: BLOCK * times })
  return writeBlocks(join(folder, 'eight-hours.mp3'), [header], frames(SPEECH, BLOCK), times)
}

/** Three hours at a variable bit rate without a header, 108 MB. */
export function writeVariable(folder: string): Input {
  const times = Math.round((3 * 3600) / BLOCK_SECONDS)
  return writeBlocks(join(folder, 'three-hours.mp3'), [], variableBlock(), times)
}

/** What recordings of a show are like: what stands before the sound, and how its bit rate is. */
interface Habit {
  /** Of each twenty. */
  readonly share: number
  readonly rate: 'constant' | 'variable'
  readonly starts: (frames: number) => readonly Buffer[]
}

const HABITS: readonly Habit[] = [
  { share: 10, rate: 'constant', starts: (count) => [id3v2(), info(count)] },
  { share: 4, rate: 'constant', starts: () => [id3v2()] },
  { share: 4, rate: 'variable', starts: (count) => [id3v2(), info(count)] },
  { share: 1, rate: 'variable', starts: () => [] },
  {
    share: 1,
    rate: 'constant',
    starts: (count) => [id3v2({ content: artwork(300_000) }), info(count)],
  },
]
/** How many blocks make about 1 MB. */
const TIMES = { constant: 3, variable: 4 } as const

/** Recordings of about 1 MB each. */
export function writeMany(folder: string, count: number): readonly Input[] {
  mkdirSync(join(folder, 'many'))
  const blocks = { constant: frames(MUSIC, BLOCK), variable: variableBlock() }
  const habits = HABITS.flatMap((habit) => Array<Habit>(habit.share).fill(habit))
  const numbers = Array.from({ length: Math.ceil(count / habits.length) }, (_, round) => round)
  return numbers.flatMap((round) =>
    habits.map(({ rate, starts }, index) => {
      const path = join(folder, 'many', `${round}-${index}.mp3`)
      return writeBlocks(path, starts(BLOCK * TIMES[rate]), blocks[rate], TIMES[rate])
    }),
  )
}

function info(count: number): Buffer {
  return xingFrame(MUSIC, { mark: 'Info', frames: count })
}

function variableBlock(): Buffer {
  return Buffer.concat(
    Array.from({ length: BLOCK }, (_, index) => {
      const kbps = LADDER[(index * 3) % LADDER.length] ?? 64
      return frame({ ...SPEECH, kbps }, 0, index)
    }),
  )
}

function writeBlocks(path: string, starts: readonly Buffer[], block: Buffer, times: number): Input {
  writeFileSync(path, Buffer.concat(starts))
  for (let written = 0; written < times; written++) appendFileSync(path, block)
  const bytes = starts.reduce((total, { length }) => total + length, 0) + block.length * times
  return { path, bytes, seconds: BLOCK_SECONDS * times }
}
