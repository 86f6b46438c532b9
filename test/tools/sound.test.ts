import { expect, test } from 'vitest'
import { SAMPLE_RATE } from './levels.ts'
import { measureDelay } from './sound.ts'

/** A second of a voice's hum that grows louder, after a tenth of a second of silence. */
const HUM = Int16Array.from({ length: SAMPLE_RATE }, (_, index) =>
  index < SAMPLE_RATE / 10
    ? 0
    : Math.sin(index / 30) * Math.sin((index / 4000) ** 2) * (2000 + index / 3),
)

test.each([0, 1, 160, -160, 1105])('measureDelay finds a delay of %i samples', (delay) => {
  const heard = HUM.map((_, index) => (HUM[index - delay] ?? 0) / 2)
  expect(measureDelay(HUM, heard, SAMPLE_RATE / 10)).toBe(delay)
})
