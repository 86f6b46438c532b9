import { describe, expect, test } from 'vitest'
import { formatLines, lineOf } from '../../src/base/terminal.ts'

const ESCAPE = '\u001B'

describe('formatLines', () => {
  test.each([
    ['colours', `${ESCAPE}[31mred${ESCAPE}[0m`, String.raw`\u001b[31mred\u001b[0m`],
    ['the title of a window', `${ESCAPE}]0;owned\u0007`, String.raw`\u001b]0;owned\u0007`],
    ['what C1 does without an escape', '\u009B2J', String.raw`\u009b2J`],
    ['a line that begins anew', 'a\rb', String.raw`a\rb`],
    ['a line that is not ours', 'a.md\n✗ b.md', String.raw`a.md\n✗ b.md`],
    ['a form feed and a vertical tab', '\f\v', String.raw`\u000c\u000b`],
    ['what removes letters', 'ab\b\u007F', String.raw`ab\u0008\u007f`],
    ['NUL', '\0', String.raw`\u0000`],
    ['separators of lines', '\u2028\u2029\u0085', String.raw`\u2028\u2029\u0085`],
    ['an extension that reads backwards', 'a\u202E3pm.md', String.raw`a\u202e3pm.md`],
    [
      'every direction of writing',
      '\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u2066\u2067\u2068\u2069',
      String.raw`\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u2066\u2067\u2068\u2069`,
    ],
  ])('shows %s', (_, text, shown) => {
    expect(formatLines(text)).toBe(shown)
    expect(formatLines(text, true)).toBe(shown)
    expect(formatLines(lineOf(text, ['bold', text]))).toBe(shown + shown)
    expect(formatLines(lineOf(['bold', text]), true)).toBe(`${ESCAPE}[1m${shown}${ESCAPE}[22m`)
  })

  test.each([
    'Příliv',
    'הגאות',
    'المد',
    '潮汐',
    '👩‍🔬',
    '🏴󠁧󠁢󠁳󠁣󠁴󠁿',
    'a\tb',
    'a b',
    'é',
    String.raw`C:\n\u001b`,
    '',
  ])('leaves "%s" as it is', (text) => {
    expect(formatLines(text)).toBe(text)
  })

  test('ends lines only between those that it is given', () => {
    expect(formatLines(['a\nb', lineOf('c\n'), ''])).toBe('a\\nb\nc\\n\n')
    expect(formatLines([])).toBe('')
  })

  test('keeps the value of JSON', () => {
    const value = { title: 'a\u202Eb\u009B\n\u001B\u2028"\\', list: [1, null] }
    const shown = formatLines(JSON.stringify(value, null, 2).split('\n'))
    expect(JSON.parse(shown)).toEqual(value)
    expect(shown).not.toMatch(/[\u007F-\u009F\u2028\u202E]/)
  })
})
