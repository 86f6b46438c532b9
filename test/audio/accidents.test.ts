import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeMpeg } from '../../src/audio/mpeg/meter.ts'
import { MpegReader } from '../../src/audio/mpeg/frame-reader.ts'
import { randomBytes, sentencesOf } from './corpus/recipe.ts'
import { ProbeError } from '../../src/audio/facts.ts'
import { probeFile } from '../../src/audio/probe-file.ts'
import { witnessSeconds } from '../fuzz/witness.ts'
import { sampleOf } from '../support/extent.ts'
import { ACCIDENTS, addedTo, baseBytes, baseRecipe, type Accident } from './corpus/accidents.ts'
import { encode, writeRecipe } from './corpus/encode.ts'
import { frames, PLAIN } from './corpus/mpeg-frames.ts'
import { CODECS, NOISES, PATTERNS, RAW_SAMPLES, TONES } from './corpus/odd-content.ts'

const NOTHING = /^$/
/** Seconds by which a duration may be wrong. */
const TOLERANCE = 0.05

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidecast-accidents-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** What kind of accident it is, by the words behind its base. */
const kindOf = ({ name, base }: { readonly name: string; readonly base: string }): string =>
  name.slice(base.length).replace(/[\d.]+/g, '')

/** What a probe ended in: null and a refusal, or figures and warnings. */
interface Outcome {
  readonly seconds: number | null
  readonly codec: string | null
  readonly said: string
}

async function outcomeOf(path: string): Promise<Outcome> {
  try {
    const audio = await probeFile(path)
    return { ...audio, said: sentencesOf(audio).join('\n') }
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error
    return { seconds: null, codec: null, said: error.message }
  }
}

/** Seconds of the sound that is heard, which may not be known beforehand. */
async function truthOf({ seconds }: Accident, path: string): Promise<number | null> {
  return seconds === 'decoded' ? witnessSeconds('ffmpeg', path) : seconds
}

/** A figure that is as right as it can be; one where there is nothing to be heard. */
function near(truth: number | null, added = 0): unknown {
  if (truth === null) return null
  return expect.closeTo(truth + added, -Math.log10((TOLERANCE + added) * 2))
}

test('more than two hundred recordings are tried', () => {
  const all = [ACCIDENTS, RAW_SAMPLES, CODECS, PATTERNS]
  expect(all.reduce((total, { length }) => total + length, 0)).toBeGreaterThan(200)
})

// Most of their time is spent in other processes.
describe.concurrent('an accident', () => {
  test.each(sampleOf(ACCIDENTS, kindOf))(
    'ends in the right figure or sentence: $name',
    async (accident) => {
      const { base, change, says } = accident
      const bytes = change(await baseBytes(base))
      const path = await writeRecipe({ file: baseRecipe(base).file, bytes }, folder)
      const { seconds, said } = await outcomeOf(path)
      expect(said).toMatch(says ?? NOTHING)
      expect(seconds).toEqual(near(await truthOf(accident, path), addedTo(base)))
    },
  )

  test.each(sampleOf(RAW_SAMPLES, ({ name }) => name.replace(/.* at volume /, '')))(
    'is refused: $name',
    async (recipe) => {
      const { seconds, said } = await outcomeOf(await writeRecipe(await encode(recipe), folder))
      expect(said).toMatch(recipe.says ?? NOTHING)
      expect(seconds).toBeNull()
    },
  )

  test.each(sampleOf(CODECS, ({ codec }) => codec === null))(
    'does not hide the codec: $name',
    async (recipe) => {
      const encoded = await encode(recipe)
      const { seconds, codec, said } = await outcomeOf(await writeRecipe(encoded, folder))
      expect(codec).toBe(recipe.codec)
      expect(said).toMatch(recipe.says ?? NOTHING)
      expect(seconds).toEqual(near(encoded.seconds))
    },
  )
})

describe('a pattern of bytes', () => {
  test.each(PATTERNS)('is no sound: $name', async ({ bytes }) => {
    const path = await writeRecipe({ file: 'a.mp3', bytes }, folder)
    await expect(probeFile(path)).rejects.toThrow('holds no sound that is known')
  })
})

test('a tone is no sound of a known format, whatever its waves look like', () => {
  const tried = sampleOf(TONES, ({ name }) => name.replace(/ of .*Hz|, \d+ wide.*/g, ''))
  expect(believedOf(tried)).toEqual([])
}, 300_000)

test('noise is no sound of a known format, whatever frames are in it', () => {
  expect(believedOf(sampleOf(NOISES, ({ name }) => name.replace(/, number.*/, '')))).toEqual([])
}, 300_000)

test('a recording that was cut into many pieces is one, and noise with as many in it is none', () => {
  const few = { name: 'three pieces', bytes: () => pieces(3, 15_000) }
  const cut = { name: 'pieces with a little between', bytes: () => pieces(40, 400) }
  const chance = { name: 'pieces with much between', bytes: () => pieces(40, 4000) }
  expect(believedOf([few, cut, chance])).toEqual([few.name, cut.name])
})

/** Three frames, and bytes that are none, again and again. */
function pieces(count: number, between: number): Buffer {
  return Buffer.concat(
    Array.from({ length: count }, (_, piece) => [
      frames(PLAIN, 3, piece),
      randomBytes(between, piece + 1).map((byte) => byte & 0x7f),
    ]).flat(),
  )
}

/** The names of those that are taken for MPEG audio. */
function believedOf(
  all: readonly { readonly name: string; readonly bytes: () => Buffer }[],
): readonly string[] {
  const believed = all.filter(({ bytes }) => {
    const whole = bytes()
    const reader = new MpegReader()
    reader.push(whole, 0, whole.length)
    return describeMpeg(reader.end().tally) !== null
  })
  return believed.map(({ name }) => name)
}
