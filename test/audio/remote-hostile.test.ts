import { describe, expect, test } from 'vitest'
import type { Facts } from '../../src/audio/facts.ts'
import { confirmFlac } from '../../src/audio/flac/confirm.ts'
import { confirmMpeg } from '../../src/audio/mpeg/confirm.ts'
import { confirmOgg } from '../../src/audio/ogg/confirm.ts'
import type { Content } from '../../src/audio/content.ts'
import { readMp4Chapters } from '../../src/audio/mp4/mp4-chapters.ts'
import { mutate } from '../fuzz/mutate.ts'
import { countEffort } from '../support/effort.ts'
import { HAND_MADE } from './corpus/hand-made.ts'
import { randomBytes, randomNumbers } from './corpus/recipe.ts'
import { contentOf } from './support/content.ts'

/** Damaged recordings of each kind. */
const DAMAGED = 3
/** Milliseconds for a look at one, on a busy machine. */
const PATIENCE = 1000

const LOOKS: readonly ((content: Content) => Facts | null)[] = [
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
        const effort = countEffort()
        for (const look of LOOKS) {
          const facts = look(contentOf(bad))
          expect(facts?.seconds ?? 1).toBeGreaterThan(0)
        }
        expect(effort()).toBeLessThan(PATIENCE)
      }
    }
  })

  test('for the titles of chapters survives any index', () => {
    const chance = randomNumbers(5)
    for (const { bytes } of HAND_MADE['MP4'] ?? []) {
      for (let damaged = 0; damaged < 50; damaged++) {
        const bad = mutate(bytes, randomBytes(500, damaged), chance)
        expect(readMp4Chapters(contentOf(bad)).length).toBeLessThanOrEqual(2000)
      }
    }
  })
})
