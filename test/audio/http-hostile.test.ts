import { describe, expect, test } from 'vitest'
import type { Facts } from '../../src/audio/facts.ts'
import { chapterSamples } from '../../src/audio/http/chapter-samples.ts'
import { confirmFlac } from '../../src/audio/http/confirm-flac.ts'
import { confirmMpeg } from '../../src/audio/http/confirm-mpeg.ts'
import { confirmOgg } from '../../src/audio/http/confirm-ogg.ts'
import type { Read } from '../../src/audio/id3/frames.ts'
import { mutate } from '../fuzz/mutate.ts'
import { HAND_MADE } from './corpus/hand-made.ts'
import { randomBytes, randomNumbers } from './corpus/recipe.ts'

/** Damaged recordings of each kind. */
const DAMAGED = 3
/** Milliseconds for a look at one, on a busy machine. */
const PATIENCE = 1000

const LOOKS: readonly ((read: Read, bytes: number) => Facts | null)[] = [
  confirmMpeg,
  confirmOgg,
  confirmFlac,
]

describe('A look at a few parts', () => {
  test.each(Object.entries(HAND_MADE))('survives any damage: %s', (_, recipes) => {
    const chance = randomNumbers(recipes.length)
    for (const { bytes } of recipes) {
      for (let damaged = 0; damaged < DAMAGED; damaged++) {
        const bad = mutate(bytes, recipes[0]?.bytes ?? bytes, chance)
        const started = performance.now()
        for (const look of LOOKS) {
          const facts = look(
            (position, length) => bad.subarray(position, position + length),
            bad.length,
          )
          expect(facts?.seconds ?? 1).toBeGreaterThan(0)
        }
        expect(performance.now() - started).toBeLessThan(PATIENCE)
      }
    }
  })

  test('for the titles of chapters survives any index', () => {
    const chance = randomNumbers(5)
    for (const { bytes } of HAND_MADE['MP4'] ?? []) {
      const index = bytes.subarray(bytes.indexOf('moov') + 4)
      for (let damaged = 0; damaged < 50; damaged++) {
        const parts = chapterSamples(mutate(index, randomBytes(500, damaged), chance))
        expect(parts.length).toBeLessThanOrEqual(2000)
      }
    }
  })
})
