import { describe, expect, test } from 'vitest'
import {
  asciiUrl,
  decodeAddress,
  decodePart,
  webUrl,
  withoutQuery,
  withoutScheme,
} from '../../src/base/web-address.ts'

describe('asciiUrl', () => {
  test.each([
    { url: 'https://example.org/článek/', ascii: 'https://example.org/%C4%8Dl%C3%A1nek/' },
    { url: 'https://háčky.example/', ascii: 'https://xn--hky-ela4t.example/' },
    {
      url: 'https://example.org/a b.mp3?q=ž#ž',
      ascii: 'https://example.org/a%20b.mp3?q=%C5%BE#%C5%BE',
    },
    { url: 'https://example.org/a%20b%C4%8D', ascii: 'https://example.org/a%20b%C4%8D' },
    { url: 'https://example.org/100%.mp3', ascii: 'https://example.org/100%25.mp3' },
    { url: 'https://example.org/100%2.mp3', ascii: 'https://example.org/100%252.mp3' },
    { url: 'https://example.org/a|b^c`d{e}', ascii: 'https://example.org/a%7Cb%5Ec%60d%7Be%7D' },
    {
      url: 'https://example.org/?a=|"<>`{}',
      ascii: 'https://example.org/?a=%7C%22%3C%3E%60%7B%7D',
    },
    {
      url: "https://example.org/it's,(fine);a=b&c@d!*$+~",
      ascii: "https://example.org/it's,(fine);a=b&c@d!*$+~",
    },
    { url: 'https://example.org//assets//x.jpg', ascii: 'https://example.org//assets//x.jpg' },
    { url: 'https://example.org/a\u0000b\u202ec', ascii: 'https://example.org/a%00b%E2%80%AEc' },
  ])('writes $url as $ascii', ({ url, ascii }) => {
    expect(asciiUrl(url)).toBe(ascii)
    expect(asciiUrl(ascii)).toBe(ascii)
  })

  test('refuses an address that is not absolute', () => {
    expect(() => asciiUrl('/audio/a.mp3')).toThrow(TypeError)
  })
})

describe('webUrl', () => {
  test.each([
    { url: '//cdn.example.org/a', absolute: 'https://cdn.example.org/a' },
    { url: '../b?c#d', absolute: 'https://example.org/b?c#d' },
    { url: 'javascript:alert(1)', absolute: null },
    { url: 'data:image/png;base64,AA==', absolute: null },
    { url: 'https://', absolute: null },
  ])('takes $url for $absolute', ({ url, absolute }) => {
    expect(webUrl(url, 'https://example.org/a/')).toBe(absolute)
  })
})

describe('percent-encoding', () => {
  test.each([
    { text: 'caf%C3%A9.mp3', part: 'café.mp3' },
    { text: 'café.mp3', part: 'café.mp3' },
    { text: '%e2%82%ac', part: '€' },
    { text: '%F0%9F%8C%8A', part: '🌊' },
    { text: '100%25', part: '100%' },
    { text: '%2541', part: '%41' },
    { text: 'a+b', part: 'a+b' },
    { text: '%00', part: '\0' },
    { text: '', part: '' },
    // Nothing, too little or no hexadecimal digits behind the sign
    { text: '100%', part: null },
    { text: '%4', part: null },
    { text: '%zz', part: null },
    { text: '%u00e9', part: null },
    // Not UTF-8: Latin 1, cut short, overlong, a surrogate, beyond Unicode
    { text: 'caf%E9', part: null },
    { text: '%E2%82', part: null },
    { text: '%C0%AF', part: null },
    { text: '%E0%80%AF', part: null },
    { text: '%ED%A0%80', part: null },
    { text: '%F4%90%80%80', part: null },
    // A right and a wrong one: the text is not decoded by halves
    { text: 'caf%C3%A9 at 100%', part: null },
    { text: '%C3%A9%C3', part: null },
  ])('of $text', ({ text, part }) => {
    expect(decodePart(text)).toBe(part)
    expect(decodeAddress(text)).toBe(part)
  })

  test.each(['%2F', '%3F', '%23', '%3A', '%40', '%26', '%2B', '%3D', '%24', '%2C', '%3B'])(
    'of %s stays in a whole address, where it would separate parts',
    (encoded) => {
      expect(decodeAddress(`/a${encoded}%C3%A9`)).toBe(`/a${encoded}é`)
      expect(decodePart(`/a${encoded}%C3%A9`)).toBe(`/a${unescape(encoded)}é`)
    },
  )
})

test.each([
  ['https://example.org/a.mp3?b=1#c', 'https://example.org/a.mp3'],
  ['a.mp3#t=1?2', 'a.mp3'],
  ['a.mp3?b\nc', 'a.mp3'],
  ['#top', ''],
  ['a%3Fb', 'a%3Fb'],
])('%s without query and fragment is %s', (address, path) => {
  expect(withoutQuery(address)).toBe(path)
})

test.each([
  ['HTTP://example.org/', 'example.org/'],
  ['https://example.org/http://b', 'example.org/http://b'],
  ['//example.org/', '//example.org/'],
  ['ftp://example.org/', 'ftp://example.org/'],
])('%s without its scheme is %s', (url, rest) => {
  expect(withoutScheme(url)).toBe(rest)
})
