import { expect, test } from 'vitest'
import { isRecord, parseJson, property } from '../../src/base/foreign-json.ts'

test.each([
  { text: '{"a": 1}', value: { a: 1 }, isObject: true },
  { text: '[1]', value: [1], isObject: false },
  { text: '"a"', value: 'a', isObject: false },
  { text: 'null', value: null, isObject: false },
  { text: '', value: null, isObject: false },
  { text: '{"a": 1', value: null, isObject: false },
  { text: '{"__proto__": 1}', value: JSON.parse('{"__proto__": 1}') as unknown, isObject: true },
])('$text is read, and is an object: $isObject', ({ text, value, isObject }) => {
  expect(parseJson(text)).toEqual(value)
  expect(isRecord(parseJson(text))).toBe(isObject)
})

test.each([
  { value: { a: 1 }, name: 'a', found: 1 },
  { value: { a: undefined }, name: 'a', found: undefined },
  { value: { a: 1 }, name: 'b', found: undefined },
  { value: { a: 1 }, name: 'toString', found: undefined },
  { value: [7], name: '0', found: 7 },
  { value: 'text', name: 'length', found: undefined },
  { value: null, name: 'a', found: undefined },
  { value: undefined, name: 'a', found: undefined },
])('of $value the member $name is $found', ({ value, name, found }) => {
  expect(property(value, name)).toBe(found)
})
