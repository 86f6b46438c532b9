import { describe, expect, test } from 'vitest'
import { parseLanguage } from '../../src/settings/feed-language.ts'

describe('parseLanguage', () => {
  test.each([
    { text: 'cs', tag: 'cs' },
    { text: 'CS', tag: 'cs' },
    { text: ' en-GB ', tag: 'en-gb' },
    { text: 'zh-Hant-TW', tag: 'zh-hant-tw' },
    { text: 'es-419', tag: 'es-419' },
    // Norwegian, which YAML 1.1 takes for false
    { text: 'no', tag: 'no' },
    // ISO 639-3 only: Upper Sorbian
    { text: 'hsb', tag: 'hsb' },
  ])('reads "$text" as $tag', ({ text, tag }) => {
    expect(parseLanguage(text)).toBe(tag)
  })

  test.each([
    { text: 'en_GB', meant: 'en-gb' },
    { text: 'en_US.UTF-8', meant: 'en-us' },
    { text: 'English', meant: 'en' },
    { text: 'čeština', meant: 'cs' },
    { text: 'Deutsch', meant: 'de' },
    // The country is not the language
    { text: 'cz', meant: 'cs' },
    { text: 'jp', meant: 'ja' },
    // Longer or older codes of the same language
    { text: 'eng', meant: 'en' },
    { text: 'cze', meant: 'cs' },
    { text: 'iw', meant: 'he' },
    { text: 'en-UK', meant: 'en-gb' },
  ])('refuses "$text" and offers "$meant"', ({ text, meant }) => {
    expect(() => parseLanguage(text)).toThrow(
      `expected a language code such as cs or en-gb, got "${text}"; did you mean "${meant}"?`,
    )
  })

  test.each(['', 'x', 'klingonish', 'en-QQ', 'en--gb', 'q1', '../..'])(
    'refuses "%s", which is near to nothing',
    (text) => {
      expect(() => parseLanguage(text)).toThrow(
        `expected a language code such as cs or en-gb, got "${text}"`,
      )
    },
  )
})
