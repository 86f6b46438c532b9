import { describe, expect, test } from 'vitest'
import { type Cepstra, SIZE } from '../../src/speech/align/cepstra.ts'
import { Scratch } from '../../src/speech/align/kept-rows.ts'
import { type Costs, warp } from '../../src/speech/align/warp.ts'
import { randomly } from '../bench/align-voices.ts'

const FRAMES = 1000
const COSTS: Costs = { gap: 0.5, open: 4, within: 0, stretch: 0.1 }

/** @param level Which sounds of another level are far from. */
function sound(frames: number, seed: number, level: number): Cepstra {
  const next = randomly(seed)
  const values = Float32Array.from({ length: frames * SIZE }, () => level + next())
  return { frames, values, speech: new Uint8Array(frames).fill(1) }
}

/** Frames of sounds, one after the other. */
function joined(...parts: readonly (readonly [of: Cepstra, from: number, to: number])[]): Cepstra {
  const values = parts.flatMap(([{ values: all }, from, to]) => [
    ...all.subarray(from * SIZE, to * SIZE),
  ])
  const frames = values.length / SIZE
  return { frames, values: Float32Array.from(values), speech: new Uint8Array(frames).fill(1) }
}

const READ = sound(FRAMES, 1, 0)
const OTHER = sound(FRAMES, 2, 3)
const all = { centre: (frame: number): number => frame, radius: 3 * FRAMES }

/** Where each frame of the reference is heard. */
function heardIn(recording: Cepstra, corridor = all): readonly number[] {
  const means = { comparison: 'plain' as const, costs: COSTS, scratch: new Scratch() }
  return [...warp(READ, recording, corridor, { ...means, within: new Uint8Array(FRAMES) }).first]
}

function counted(length: number, from = 0): readonly number[] {
  return Array.from({ length }, (_, index) => from + index)
}

const LOST = (length: number): readonly number[] => counted(length).map(() => -1)

describe('warp', () => {
  test.each([
    { what: 'the same', recording: READ, heard: counted(FRAMES) },
    {
      what: 'more added than rows are kept for',
      recording: joined([READ, 0, 300], [OTHER, 0, 700], [READ, 300, FRAMES]),
      heard: [...counted(300), ...counted(700, 1000)],
    },
    {
      what: 'something before, and something after',
      recording: joined([OTHER, 0, 450], [READ, 0, FRAMES], [OTHER, 500, FRAMES]),
      heard: counted(FRAMES, 450),
    },
    {
      what: 'more left out than rows are kept for',
      recording: joined([READ, 0, 200], [READ, 700, FRAMES]),
      heard: [...counted(200), ...LOST(500), ...counted(300, 200)],
    },
    {
      what: 'something else instead',
      recording: joined([READ, 0, 400], [OTHER, 0, 250], [READ, 650, FRAMES]),
      heard: [...counted(400), ...LOST(250), ...counted(350, 650)],
    },
    {
      what: 'the beginning left out',
      recording: joined([READ, 384, FRAMES]),
      heard: [...LOST(384), ...counted(616)],
    },
    {
      what: 'the end left out',
      recording: joined([READ, 0, 129]),
      heard: [...counted(129), ...LOST(871)],
    },
    {
      what: 'nothing of it',
      recording: joined([OTHER, 0, 1]),
      heard: LOST(FRAMES),
    },
  ])('finds $what', ({ recording, heard }) => {
    expect(heardIn(recording)).toEqual(heard)
  })

  test('finds what is twice as slow in a corridor that is narrower than what is kept', () => {
    const slow = joined(
      ...counted(FRAMES).flatMap((frame) => [
        [READ, frame, frame + 1] as const,
        [READ, frame, frame + 1] as const,
      ]),
    )
    const corridor = { centre: (frame: number): number => 2 * frame, radius: 20 }
    expect(heardIn(slow, corridor)).toEqual(counted(FRAMES).map((frame) => 2 * frame))
  })

  test('finds the same with memory in which other costs are', () => {
    const scratch = new Scratch()
    scratch.take(1_000_000).fill(-5)
    const means = { comparison: 'plain' as const, costs: COSTS, scratch }
    const path = warp(READ, READ, all, { ...means, within: new Uint8Array(FRAMES) })
    expect([...path.last]).toEqual(counted(FRAMES))
  })
})
