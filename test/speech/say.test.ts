import { describe, expect, test } from 'vitest'
import { sayAs } from '../../src/speech/words/say.ts'
import { CZECH_SAID } from './czech-said.ts'
import { ENGLISH_SAID } from './english-said.ts'

describe('sayAs', () => {
  test.each(CZECH_SAID)('says the Czech "%s" as "%s"', (written, said) => {
    expect(sayAs(written, { language: 'cs', spell: true })).toBe(said)
  })

  test.each([
    ['40 km/h', '40 km/h.'],
    ['5 €/l or 3 Kč/kg', '5 €/l or 3 Kč/kg.'],
    ['and/or at 24/7', 'and or at 24/7.'],
  ])('leaves the units in "%s" to engines that read them', (written, said) => {
    expect(sayAs(written, { language: 'en', spell: false })).toBe(said)
  })

  test.each(ENGLISH_SAID)('says the English "%s" as "%s"', (written, said) => {
    expect(sayAs(written, { language: 'en-GB', spell: true })).toBe(said)
  })
})
