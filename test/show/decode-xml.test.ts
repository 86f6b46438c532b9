import { expect, test } from 'vitest'
import { decodeXml } from '../../src/show/ledger/decode-xml.ts'

const xml = (encoding: string): string => `<?xml version="1.0" encoding="${encoding}"?><a>`

test.each([
  { what: 'UTF-8 without a word', bytes: Buffer.from('<a>ž'), want: '<a>ž' },
  {
    what: 'the encoding of its declaration',
    bytes: Buffer.concat([Buffer.from(xml('windows-1250')), Buffer.from([0x9e])]),
    want: `${xml('windows-1250')}ž`,
  },
  {
    what: 'the charset of HTTP',
    bytes: Buffer.from([0x9e]),
    type: 'text/xml; charset=windows-1250',
    want: 'ž',
  },
  { what: 'a byte order mark', bytes: Buffer.from('\ufeff<a>ž', 'utf16le'), want: '<a>ž' },
  {
    what: 'UTF-8 where nobody knows the name',
    bytes: Buffer.from(`${xml('x-none')}ž`),
    want: `${xml('x-none')}ž`,
  },
])('decodes by $what', ({ bytes, type, want }) => {
  expect(decodeXml(bytes, type ?? null)).toEqual({ text: want, fault: null })
})

test.each([
  { what: 'UTF-8', bytes: Buffer.from(`${xml('UTF-8')}\n<b>caf\u00e9</b>`, 'latin1'), line: 2 },
  { what: 'UTF-8', bytes: Buffer.from([0x3c, 0x61, 0xc3]), line: 1 },
  { what: 'EUC-JP', bytes: Buffer.from(`${xml('euc-jp')}\n\n\u00ff`, 'latin1'), line: 3 },
])('tells the line that is not $what', ({ what, bytes, line }) => {
  expect(decodeXml(bytes, null).fault).toMatch(new RegExp(`^line ${line} is not ${what},`))
})
