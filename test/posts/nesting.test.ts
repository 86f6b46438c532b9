import { describe, expect, test } from 'vitest'
import {
  elementOf,
  type HtmlContent,
  type HtmlRoot,
  textNode,
  writeHtml,
} from '../../src/posts/article/article-tree.ts'
import { parseHtml } from '../../src/posts/article/html-parser.ts'
import { nestsWell } from '../../src/posts/article/nesting.ts'

/** A tree of elements within each other, from the outermost; the last holds a text. */
function treeOf(names: string): HtmlRoot {
  const inner = names
    .split('>')
    .reduceRight<HtmlContent>((child, name) => elementOf(name, [child]), textNode('a'))
  return { type: 'root', children: [inner] }
}

function isKept(tree: HtmlRoot): boolean {
  const html = writeHtml(tree)
  return writeHtml(parseHtml(html)) === html
}

describe('nestsWell', () => {
  test.each([
    'p>b>i>a>code',
    'b>p>a',
    'div>ul>li>ul>li>p',
    'blockquote>h2>b',
    'table>tbody>tr>td>table>tbody>tr>th>p',
    'table>caption>p',
    'dl>dd>div>dl>dt',
    'figure>figcaption>p',
    'details>summary>b',
    'ruby>rt',
    'pre>code',
  ])('holds what every parser keeps: %s', (names) => {
    expect(nestsWell(treeOf(names))).toBe(true)
    expect(isKept(treeOf(names))).toBe(true)
  })

  test.each([
    'p>p',
    'p>b>div',
    'p>a>ul>li',
    'a>b>a',
    'h1>h2',
    'table>tr>td',
    'table>p',
    'table>tbody>tr>p',
    'p>table>tbody>tr>td',
  ])('does not hold what they change: %s', (names) => {
    expect(nestsWell(treeOf(names))).toBe(false)
    expect(isKept(treeOf(names))).toBe(false)
  })

  test.each(['li>b', 'dl>div>dd', 'ruby>b>rt'])('leaves %s to a parser', (names) => {
    expect(nestsWell(treeOf(names))).toBe(false)
  })

  test('does not hold a first empty line of code, which parsers take out', () => {
    const tree: HtmlRoot = { type: 'root', children: [elementOf('pre', [textNode('\na')])] }
    expect(nestsWell(tree)).toBe(false)
    expect(isKept(tree)).toBe(false)
  })
})
