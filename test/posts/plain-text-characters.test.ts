import { assert, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keepXmlCharacters } from '../../src/base/characters.ts'
import { EVERYTHING } from '../support/extent.ts'

// https://www.w3.org/TR/xml/#charsets, without the C1 controls that it discourages
const XML = /^[\t\n\u0020-\u007E\u00A0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u

describe('keepXmlCharacters', () => {
  test.each([
    { text: 'plain', kept: 'plain' },
    { text: 'tab\tand\nline', kept: 'tab\tand\nline' },
    { text: 'a\r\nb\rc', kept: 'a\nb\nc' },
    { text: 'a\u2028b\u2029c\u000Cd\u0085e', kept: 'a b c d e' },
    { text: 'a\u0000\u0001\u001F\u007F\u009Fb', kept: 'ab' },
    { text: 'a\uFFFE\uFFFFb', kept: 'ab' },
    { text: '\uDE00 😀 \uD83D', kept: ' 😀 ' },
    { text: 'zero\u200Dwidth soft\u00ADhyphen', kept: 'zero\u200Dwidth soft\u00ADhyphen' },
  ])('makes $kept of $text', ({ text, kept }) => {
    expect(keepXmlCharacters(text)).toBe(kept)
  })

  test('leaves nothing that XML 1.0 forbids in any string', () => {
    assert(
      property(
        string({ unit: 'binary' }),
        string({ unit: EVERYTHING ? 'grapheme' : 'binary' }),
        (a, b) => {
          expect(keepXmlCharacters(`${a}\uD800${b}`)).toMatch(XML)
        },
      ),
    )
  })
})
