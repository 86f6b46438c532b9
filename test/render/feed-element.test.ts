import * as fc from 'fast-check'
import { parseXml, XmlElement } from '@rgrove/parse-xml'
import { describe, expect, test } from 'vitest'
import {
  cdataElement,
  element,
  emptyElement,
  parent,
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

/** What a parser must find of an element: its name, attributes, and text or children. */
interface Read {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly content: string | readonly Read[]
}

function expected({ name, attributes: said, content }: Element): Read {
  const inside = typeof content === 'string' ? content : (content ?? []).map(expected)
  return { name, attributes: said, content: inside.length === 0 ? '' : inside }
}

function found(read: XmlElement): Read {
  const inside = read.children.filter((child) => child instanceof XmlElement)
  const content = inside.length > 0 ? inside.map(found) : read.text
  return { name: read.name, attributes: read.attributes, content }
}

describe('an element of the feed', () => {
  test('is read by a parser as what it was made of', () => {
    fc.assert(
      fc.property(elements, (written) => {
        const xml = `<feed>${written.map((each) => writeElement(each, '  ')).join('')}</feed>`
        const { root } = parseXml(xml)
        const inside = (root?.children ?? []).filter((child) => child instanceof XmlElement)
        expect(inside.map(found)).toEqual(written.map(expected))
      }),
    )
  })

  test.each([
    { text: 'AT&T', xml: '<title>AT&#x26;T</title>' },
    { text: 'a < b > c', xml: '<title>a &#x3C; b &#x3E; c</title>' },
    { text: '&amp;', xml: '<title>&#x26;amp;</title>' },
    { text: `"it's" ]]>`, xml: `<title>"it's" ]]&#x3E;</title>` },
  ])('has the text $text as $xml', ({ text, xml }) => {
    expect(element('title', text).map((each) => writeElement(each, ''))).toEqual([`\n${xml}`])
  })
})
