import { describe, expect, test } from 'vitest'
import { parseContentRange, parseUnsatisfiedRange, parseRetryAfter } from '../../src/net/answer.ts'
import { difference, ifRange, isSame, type Version } from '../../src/net/version.ts'

describe('parseContentRange', () => {
  test.each([
    ['bytes 0-0/1', { first: 0, last: 0, bytes: 1 }],
    ['bytes 0-65535/31000000', { first: 0, last: 65_535, bytes: 31_000_000 }],
    [' Bytes 5-9/* ', { first: 5, last: 9, bytes: null }],
  ])('reads "%s"', (text, range) => {
    expect(parseContentRange(text)).toEqual(range)
  })

  test.each([
    undefined,
    '',
    'bytes */5',
    'bytes 5-4/10',
    'bytes 0-10/10',
    'bytes=0-1/2',
    'bytes 0-1',
    'items 0-1/2',
    'bytes -5-1/2',
    'bytes 0-1/99999999999999999999',
  ])('finds nothing in "%s"', (text) => {
    expect(parseContentRange(text)).toBeNull()
  })
})

describe('parseUnsatisfiedRange', () => {
  test('reads the size', () => {
    expect(parseUnsatisfiedRange('bytes */0')).toBe(0)
    expect(parseUnsatisfiedRange('bytes */47')).toBe(47)
  })

  test.each([undefined, 'bytes */*', 'bytes 0-1/2'])('finds nothing in "%s"', (text) => {
    expect(parseUnsatisfiedRange(text)).toBeNull()
  })
})

describe('parseRetryAfter', () => {
  const now = new Date('2025-04-01T08:00:00Z')
  test.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Tue, 01 Apr 2025 08:01:00 GMT', 60_000],
    // The other two forms of RFC 9110 section 5.6.7
    ['Tuesday, 01-Apr-25 08:01:00 GMT', 60_000],
    ['Tue Apr  1 08:01:00 2025 GMT', 60_000],
    ['Tue, 01 Apr 2025 07:00:00 GMT', 0],
  ])('reads "%s" as %i ms', (text, milliseconds) => {
    expect(parseRetryAfter(text, now)).toBe(milliseconds)
  })

  test.each([undefined, '', '-5', '1.5', 'soon', '2025-04-01', '1e9', '99999999999'])(
    'finds nothing in "%s"',
    (text) => {
      expect(parseRetryAfter(text, now)).toBeNull()
    },
  )
})

describe('Versions', () => {
  const NONE: Version = { etag: null, modified: null, bytes: null }

  test.each([
    [{ etag: '"1"' }, { etag: '"1"' }, null],
    [{ etag: '"1"' }, { etag: 'W/"1"' }, null],
    [{ etag: '"1"', modified: 'Mon' }, { etag: '"1"', modified: 'Tue' }, null],
    [{ etag: '"1"' }, { modified: 'Mon' }, null],
    [{ etag: '"1"' }, { etag: '"2"' }, 'its entity tag from "1" to "2"'],
    [{ etag: '"1"', bytes: 5 }, { etag: '"1"', bytes: 6 }, 'from 5 to 6 bytes'],
    [{ modified: 'Mon' }, { modified: 'Tue' }, 'its date from Mon to Tue'],
  ])('%o and %o differ: %s', (one, other, what) => {
    expect(difference({ ...NONE, ...one }, { ...NONE, ...other })).toBe(what)
  })

  test.each([
    [{ etag: '"1"' }, { etag: 'W/"1"' }, true],
    [{ modified: 'Mon', bytes: 5 }, { modified: 'Mon', bytes: 5 }, true],
    [{ modified: 'Mon', bytes: 5 }, { modified: 'Mon' }, false],
    [{ bytes: 5 }, { bytes: 5 }, false],
    [{ etag: '"1"' }, { etag: '"2"' }, false],
  ])('%o and %o are the same: %s', (one, other, same) => {
    expect(isSame({ ...NONE, ...one }, { ...NONE, ...other })).toBe(same)
  })

  test('ask for parts of themselves by strong entity tags only', () => {
    expect(ifRange({ ...NONE, etag: '"1"' })).toEqual({ 'If-Range': '"1"' })
    expect(ifRange({ ...NONE, etag: 'W/"1"', modified: 'Mon' })).toEqual({})
  })
})
