import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { probeFile } from '../../src/audio/probe-file.ts'
import { writeRecipe } from './corpus/encode.ts'
import {
  bitrates,
  frames,
  framesSeconds,
  PLAIN,
  variableFrames,
  wholeFrames,
  type Mode,
  type Stream,
} from './corpus/mpeg-frames.ts'
import { xingFrame } from './corpus/mpeg-headers.ts'
import { randomBytes, randomNumbers } from './corpus/recipe.ts'
import { ape, artwork, id3v1, id3v2, lyrics } from './corpus/tags.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidecast-compositions-'))
})
afterAll(() => rm(folder, { recursive: true }))

const COMPOSITIONS = 300
const TOLERANCE = 0.05

type Chance = () => number

function pick<Item>(items: readonly [Item, ...Item[]], chance: Chance): Item {
  return items[Math.floor(chance() * items.length)] ?? items[0]
}

/** A part of a recording: its bytes, the seconds of its whole frames, and how sure these are. */
interface Part {
  readonly bytes: Buffer
  readonly seconds: number
  /** Seconds of a torn frame: it counts as whole where other bytes take the place of its rest. */
  readonly torn: number
}

function stream(chance: Chance): Stream {
  const version = pick([1, 1, 1, 2, 2.5] as const, chance)
  const layer = pick([3, 3, 3, 2, 1] as const, chance)
  const rate = pick([44_100, 48_000, 32_000], chance) / { 1: 1, 2: 2, 2.5: 4 }[version]
  const kbps = pick(bitrates({ version, layer }) as [number, ...number[]], chance)
  const mode = pick<Mode>(['stereo', 'joint', 'mono'], chance)
  const free = chance() < 0.1 ? 100 + Math.floor(chance() * 250) * 4 : 0
  return { ...PLAIN, version, layer, rate, kbps, mode, free, crc: chance() < 0.2 }
}

/** Frames, all of them or up to somewhere, behind a header that may be right. */
function clip(chance: Chance): Part {
  const kind = stream(chance)
  const count = 20 + Math.floor(chance() * 100)
  const seed = Math.floor(chance() * 1e6)
  const isVariable = kind.free === 0 && chance() < 0.3
  const sound = isVariable ? variableFrames(kind, count, seed) : frames(kind, count, seed)
  const hasHeader = kind.layer === 3 && kind.free === 0 && kind.kbps > 100 && chance() < 0.4
  const header = hasHeader ? xingFrame(kind, { frames: count }) : Buffer.alloc(0)
  if (isVariable || chance() < 0.6) {
    return { bytes: Buffer.concat([header, sound]), seconds: framesSeconds(kind, count), torn: 0 }
  }
  const cut = Math.floor((0.3 + chance() * 0.7) * sound.length)
  const seconds = framesSeconds(kind, wholeFrames(kind, cut))
  const bytes = Buffer.concat([header, sound.subarray(0, cut)])
  return { bytes, seconds, torn: framesSeconds(kind, 1) }
}

/** What may lie before, between and behind clips. */
function filling(chance: Chance): Buffer {
  const fillings = [
    () => Buffer.alloc(0),
    () => Buffer.alloc(0),
    () => id3v2({ content: artwork(Math.floor(chance() * 20_000)) }),
    () => id3v1(),
    () => ape(2, Math.floor(chance() * 9000)),
    () => lyrics(2),
    () => randomBytes(Math.floor(chance() * 9000), Math.floor(chance() * 1e6)),
    () => Buffer.alloc(Math.floor(chance() * 5000)),
  ] as const
  return pick(fillings, chance)()
}

describe('a recording that is put together by chance', () => {
  const numbers = Array.from({ length: COMPOSITIONS }, (_, number) => number)

  test.each(numbers)('lasts as long as its whole frames: %i', async (number) => {
    const chance = randomNumbers(number)
    const clips = Array.from({ length: 1 + Math.floor(chance() * 3) }, () => clip(chance))
    const bytes = Buffer.concat([
      filling(chance),
      ...clips.flatMap((part) => [part.bytes, filling(chance)]),
    ])
    const path = await writeRecipe({ file: 'talk.mp3', bytes }, folder)
    const { seconds } = await probeFile(path)
    const least = clips.reduce((total, part) => total + part.seconds, 0)
    const torn = clips.reduce((total, part) => total + part.torn, 0)
    expect(seconds).toBeGreaterThan(least - TOLERANCE)
    expect(seconds).toBeLessThan(least + torn + TOLERANCE)
  })
})
