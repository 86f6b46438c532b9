import { expect, test } from 'vitest'
import { EVERYTHING } from '../support/extent.ts'
import { soak } from '../support/soak.ts'

test.runIf(EVERYTHING).each([{ episodes: 20 }, { episodes: 1000 }])(
  'a minute of an edit a second with $episodes episodes leaves the heap as it is, and no feed torn',
  { timeout: 240_000 },
  async ({ episodes }) => {
    const { growth, faults, published } = await soak({ minutes: 1, episodes })
    expect(faults).toEqual([])
    expect(growth).toBeLessThan(0.05)
    expect(published).toBeGreaterThan(5)
  },
)
