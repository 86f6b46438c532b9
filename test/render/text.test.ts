import { describe, expect, test } from 'vitest'

import {
  cutToBytes,
  cutToCharacters,
  cutToSentence,
  toDescription,
  toHtml,
  toLine,
} from '../../src/render/text.ts'

describe('toLine', () => {
  test.each([
    { text: '  two  words ', line: 'two words' },
    { text: 'two\r\n\t lines', line: 'two lines' },
    { text: 'two\u2028lines', line: 'two lines' },
    { text: 'v\u00a0\u00a0zátoce', line: 'v\u00a0\u00a0zátoce' },
    { text: ' \u0000 ', line: '' },
    { text: 'a\u{10ffff}b\u{fdd0}c\ufffed\u{1ffff}e', line: 'abcde' },
    {
      text: '\u{10fffd}\ufdcf\ufdf0\ufffd\u{1fffd}',
      line: '\u{10fffd}\ufdcf\ufdf0\ufffd\u{1fffd}',
    },
  ])('makes $text one line', ({ text, line }) => {
    expect(toLine(text)).toBe(line)
  })
})

describe('toHtml', () => {
  test.each([
    { text: 'a < b', html: 'a &lt; b' },
    { text: '<script>alert(1)</script>', html: '&lt;script>alert(1)&lt;/script>' },
    { text: 'AT&T, &copy &#60; &čeho', html: 'AT&amp;T, &amp;copy &amp;#60; &amp;čeho' },
    { text: '&amp;lt;', html: '&amp;amp;lt;' },
    { text: 'salt & pepper &&& R&', html: 'salt & pepper &&& R&' },
  ])('writes $text as $html', ({ text, html }) => {
    expect(toHtml(text)).toBe(html)
  })
})

describe('cutToBytes', () => {
  test.each([
    { text: 'fits', limit: 4, cut: 'fits' },
    { text: 'two words', limit: 9, cut: 'two words' },
    { text: 'two words more', limit: 12, cut: 'two words…' },
    // The ellipsis has three bytes, so that only 11 are left
    { text: 'two words more', limit: 11, cut: 'two…' },
    { text: 'čšř čšř čšř', limit: 16, cut: 'čšř čšř…' },
    { text: 'čšř čšř čšř', limit: 15, cut: 'čšř…' },
    // One word alone is cut at a character
    { text: 'žžžžžžžž', limit: 8, cut: 'žž…' },
    { text: '🐟🐟🐟', limit: 10, cut: '🐟…' },
    { text: 'x&lt;&lt;&lt;', limit: 11, cut: 'x&lt;…' },
    { text: '🐟🐟🐟', limit: 5, cut: '…' },
  ])('cuts "$text" to $limit bytes as "$cut"', ({ text, limit, cut }) => {
    expect(cutToBytes(text, limit)).toBe(cut)
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(limit)
  })

  test('reads a megabyte in a moment', () => {
    expect(cutToBytes('word '.repeat(200_000), 4000)).toHaveLength(3995)
    expect(cutToBytes(`x${' '.repeat(100_000)}y`, 4000)).toBe('x…')
    expect(cutToBytes('&'.repeat(1_000_000), 4000)).toHaveLength(3998)
  })
})

test('cutToCharacters counts code points, not bytes or halves of pairs', () => {
  expect(cutToCharacters('🐟'.repeat(255), 255)).toBe('🐟'.repeat(255))
  expect(cutToCharacters('🐟'.repeat(256), 255)).toBe(`${'🐟'.repeat(254)}…`)
})

describe('cutToSentence', () => {
  test.each([
    { text: 'One. Two.', limit: 9, cut: 'One. Two.' },
    { text: 'One two. Three four.', limit: 14, cut: 'One two.' },
    // The space behind the sentence needs no room
    { text: 'One two. Three four.', limit: 8, cut: 'One two.' },
    // Bytes, not characters: the second sentence has 12 of them
    { text: 'Žák šel. Čáp žral. Ano.', limit: 24, cut: 'Žák šel. Čáp žral.' },
    { text: 'Žák šel. Čáp žral. Ano.', limit: 23, cut: 'Žák šel.' },
    { text: '今日は晴れ。明日は雨。', limit: 20, cut: '今日は晴れ。' },
    { text: 'Is it? Yes &amp; no, perhaps', limit: 12, cut: 'Is it?' },
    // Little would be left
    { text: 'No. But one two three four five', limit: 20, cut: 'No. But one two…' },
    { text: 'no sentence ends in this', limit: 15, cut: 'no sentence…' },
  ])('cuts "$text" to $limit bytes as "$cut"', ({ text, limit, cut }) => {
    expect(cutToSentence(text, limit)).toBe(cut)
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(limit)
  })

  test('reads a megabyte in a moment', () => {
    expect(cutToSentence('Two words. '.repeat(100_000), 4000)).toHaveLength(3992)
  })
})

test('a description has at most 4000 bytes, escapes counted, and ends with a sentence', () => {
  const description = toDescription('Dvě < tři & čtyři. '.repeat(400))
  expect(description).toMatch(/Dvě &lt; tři & čtyři\.$/)
  expect(Buffer.byteLength(description)).toBeLessThanOrEqual(4000)
  expect(Buffer.byteLength(description)).toBeGreaterThan(3950)
})
