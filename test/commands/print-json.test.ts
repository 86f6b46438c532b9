import { describe, expect, test } from 'vitest'
import type { Context } from '../../src/commands/command.ts'
import { printJson } from '../../src/commands/report.ts'
import { formatLines } from '../../src/base/terminal.ts'

function printed(value: object): string {
  let text = ''
  const print: Context['print'] = (lines) => void (text += `${formatLines(lines)}\n`)
  // Nothing else of it is used.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  printJson(value, { print } as Context)
  return text
}

const item = (index: number): object => ({ index, name: `n\n"${index}" {`, none: [], deep: [[{}]] })
const items = (count: number): readonly object[] => Array.from({ length: count }, (_, i) => item(i))

describe('JSON is printed as one value with an indent of two', () => {
  test.each([0, 1, 31, 32, 33, 64, 5000])('with a list of %i items', (count) => {
    const value = { before: { a: [1, null] }, list: items(count), after: items(2), end: null }
    expect(printed(value)).toBe(`${JSON.stringify(value, null, 2)}\n`)
  })

  test.each([
    [],
    {},
    { list: [] },
    { list: [[], {}, [[]], null, 1, 'two', false] },
    [{ source: 'a', list: [1, { b: 2 }] }, null, [3]],
    { list: ['\n  ]\n}', '{\n  "": [\n'] },
  ])('where it is %j', (value) => {
    expect(printed(value)).toBe(`${JSON.stringify(value, null, 2)}\n`)
  })

  test('with nothing in it that moves the cursor, and still the same value', () => {
    const value = { list: [{ name: 'a\u007F\u009B31m\u2028\u202Eb\r\n\tc' }, { name: 'čaj 🎙' }] }
    const text = printed(value)
    expect(text).not.toMatch(/[\p{Zl}\p{Bidi_Control}]|(?!\n)\p{Cc}/u)
    expect(JSON.parse(text)).toEqual(value)
  })
})
