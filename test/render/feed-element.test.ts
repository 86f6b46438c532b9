import * as fc from 'fast-check'
import { Podcast } from 'podcast'
import { describe, expect, test } from 'vitest'
import {
  cdataElement,
  element,
  emptyElement,
  parent,
  toPackageForm,
  writeElement,
  type Element,
} from '../../src/render/xml.ts'

const names = fc.constantFrom('title', 'podcast:value', 'itunes:owner')
const texts = fc.oneof(
  fc.string({ minLength: 1, unit: 'grapheme' }),
  fc.constantFrom('<b>"a" & \'b\'</b>', ']]>', 'a]]>b]]>', '&amp;', '$& $1', '\u0007', ' '),
)
const attributes = fc.dictionary(fc.constantFrom('href', 'type', 'rel'), fc.option(texts))

const { elements } = fc.letrec<{ elements: Element[]; leaves: Element[] }>((tie) => ({
  leaves: fc.oneof(
    fc.tuple(names, texts, attributes).map((of) => element(...of)),
    fc.tuple(names, texts).map((of) => cdataElement(...of)),
    fc.tuple(names, attributes).map((of) => [emptyElement(...of)]),
  ),
  elements: fc.oneof(
    { depthSize: 'small' },
    tie('leaves'),
    fc
      .tuple(names, fc.array(tie('elements'), { maxLength: 3 }), attributes)
      .map(([name, children, said]) => parent(name, children.flat(), said)),
  ),
}))

/** What the package writes between its own elements and the end of the channel. */
function byPackage(written: readonly Element[]): string {
  const customElements = written.map(toPackageForm)
  const namespaces = { iTunes: false }
  const xml = new Podcast({ customElements, namespaces }).buildXml({ indent: '  ' })
  const start = xml.indexOf('</lastBuildDate>') + '</lastBuildDate>'.length
  return xml.slice(start, xml.lastIndexOf('\n  </channel>'))
}

describe('an element of the feed', () => {
  test('is written as the package writes it', () => {
    fc.assert(
      fc.property(elements, (written) => {
        const own = written.map((each) => writeElement(each, '    ')).join('')
        expect(own).toBe(byPackage(written))
      }),
    )
  })
})
