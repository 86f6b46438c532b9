import { describe, expect, test } from 'vitest'
import { pronounce } from './pronounce.ts'

describe('pronounce', () => {
  test.each([
    // Grouped digits are one number
    ['přišlo 1 250 lidí', 'přišlo 1250 lidí.'],
    ['stojí 3\u00A0499 Kč', 'stojí 3499 korun.'],
    // Dates and centuries are ordinals
    ['1. října 1891', 'prvního října 1891.'],
    ['23. května 1982', 'dvacátého třetího května 1982.'],
    ['30. a 31. prosince', '30. a třicátého prvního prosince.'],
    ['konec 19. století', 'konec devatenáctého století.'],
    ['V 13. století', 'V třináctém století.'],
    ['ve 3. století', 've třetím století.'],
    ['ve 20. století', 've dvacátém století.'],
    // Times: only full hours need help
    ['v 6:08', 'v 6:08.'],
    ['do 22:00', 'do 22 hodin.'],
    ['v 1:00', 'v jedna hodina.'],
    // Units agree with their number
    ['1 %', 'jedno procento.'],
    ['soli 2\u00A0%', 'soli dvě procenta.'],
    ['72 %', '72 procent.'],
    ['12,5 %', '12,5 procenta.'],
    ['má 24 °C', 'má 24 stupňů Celsia.'],
    ['3 g', '3 gramy.'],
    ['100 kg', '100 kilogramů.'],
    ['40 km/h', '40 kilometrů za hodinu.'],
    ['4–5 km', '4 až 5 kilometrů.'],
    // A unit is one only by itself
    ['50 guláše', '50 guláše.'],
    // Abbreviations
    ['tj. např. č. 4 apod.', 'to jest například číslo 4 a podobně.'],
    // What is no speech
    ['Chleba 🍞 a 👍🏽 vlak 🚆!', 'Chleba a vlak !'],
    ['„Každou hodinu vlak“', 'Každou hodinu vlak.'],
    ['pole[[i]]', 'polei.'],
    // Ends as it ends
    ['Proč?', 'Proč?'],
    ['dva,', 'dva,'],
  ])('says the Czech "%s" as "%s"', (written, spoken) => {
    expect(pronounce(written, 'cs')).toBe(spoken)
  })

  test.each([
    ['0.4 m, 1.4 m', '0.4 meters, 1.4 meters.'],
    ['by one centimetre, not two metres', 'by one centimeter, not two meters.'],
    ['at 40\u00A0km/h', 'at 40 kilometers an hour.'],
    ['24 °C', '24 degrees.'],
    ['5 miles', '5 miles.'],
    ['salt & water', 'salt and water.'],
    ['call `heightAt`', 'call height At.'],
  ])('says the English "%s" as "%s"', (written, spoken) => {
    expect(pronounce(written, 'en')).toBe(spoken)
  })
})
