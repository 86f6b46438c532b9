import { describe, expect, test } from 'vitest'
import type { HtmlContent, HtmlElement } from '../../src/posts/article/article-tree.ts'
import { HTML_LIMITS } from '../../src/posts/article/html-parser.ts'
import { LIMITS } from '../../src/posts/article/markdown-bounds.ts'
import { parseArticle, readArticle } from '../../src/posts/article/parse-article.ts'
import { textOf, toLine } from '../../src/posts/article/plain-text.ts'
import { renderArticle } from '../../src/posts/article/article.ts'

function elementsIn(content: readonly HtmlContent[]): HtmlElement[] {
  return content.flatMap((node) =>
    node.type === 'element' ? [node, ...elementsIn(node.children)] : [],
  )
}

function find(body: string, tagName: string): HtmlElement[] {
  return elementsIn(readArticle(body).tree.children).filter((node) => node.tagName === tagName)
}

describe('readArticle', () => {
  test.each([
    { tag: 'table', body: '| a | b |\n|---|---|\n| c | d |' },
    { tag: 'del', body: '~~gone~~' },
    { tag: 'section', body: 'Text[^1]\n\n[^1]: Note' },
    { tag: 'a', body: 'See www.example.org' },
  ])('knows the <$tag> of GitHub', ({ tag, body }) => {
    expect(find(body, tag)).toHaveLength(1)
  })

  test.each([
    {
      body: '[[DeepSeek](/item/deepseek/)](/item/deepseek/) is out',
      text: 'DeepSeek is out',
      urls: ['/item/deepseek/'],
    },
    {
      body: '[All of [OpenAI](/openai/) today](https://example.org/x), and [[a](b) [c](d)](e "f").',
      text: 'All of OpenAI today, and a c.',
      urls: ['/openai/', 'b', 'd'],
    },
    {
      body: '**[Token](/ai/[tokens](/ai/tokens-or-words/)-or-words/)**',
      text: 'Token',
      urls: ['/ai/tokens-or-words/'],
    },
    {
      body: 'In [brackets] and [with [a](b) in them].',
      text: 'In [brackets] and [with a in them].',
      urls: ['b'],
    },
    { body: '`[[a](b)](c)` [d](e)', text: '[[a](b)](c) d', urls: ['e'] },
    {
      body: '[x [a](b)](https://example.org',
      text: '[x a](https://example.org',
      urls: ['b', 'https://example.org'],
    },
  ])('undoes nested links in $body', ({ body, text, urls }) => {
    expect(toLine(textOf(readArticle(body).tree))).toBe(text)
    expect(find(body, 'a').map(({ attributes }) => attributes['href'])).toEqual(urls)
  })

  test('makes one tree of one text', () => {
    const body = 'One *two*.'
    expect(parseArticle(body).tree).toBe(parseArticle(body).tree)
  })
})

describe('a body that is too much to be parsed', () => {
  test.each([
    { name: 'too long', body: '*a* '.repeat(LIMITS.characters / 4 + 1) },
    { name: 'of too many lines', body: '# a\n'.repeat(LIMITS.marks + 1) },
    { name: 'of quotations too deep', body: `${'>'.repeat(LIMITS.depth + 2)} a` },
    { name: 'of lists too deep', body: `${'- '.repeat(LIMITS.depth)} a` },
    {
      name: 'of lists too deep, line by line',
      body: Array.from({ length: LIMITS.depth }, (_, level) => `${'  '.repeat(level)}- a`).join(
        '\n',
      ),
    },
    { name: 'of too many marks', body: '*a* b\n\n'.repeat(LIMITS.marks / 3) },
    {
      name: 'of emphasis too deep',
      body: '*a **b '.repeat(HTML_LIMITS.depth) + 'c** d*'.repeat(HTML_LIMITS.depth),
    },
    {
      name: 'of too many cells',
      body: `${'|a'.repeat(300)}|\n${'|-'.repeat(300)}|\n${'|\n'.repeat(300)}`,
    },
    {
      name: 'that repeats a long address',
      body: `[a]: /${'x'.repeat(20_000)}\n\n${'[a] '.repeat(200)}`,
    },
    { name: 'of elements too deep', body: '<div>'.repeat(HTML_LIMITS.depth + 1) },
  ])('$name is paragraphs of plain text', ({ body }) => {
    const { tree, plain } = readArticle(body)
    expect(plain).toBe(true)
    expect(new Set(elementsIn(tree.children).map(({ tagName }) => tagName))).toEqual(new Set(['p']))
  })

  test('is shown with its markup as text', () => {
    expect(renderArticle(`${'>'.repeat(99)} <b>a</b>\n\nb\r\nc`, { resolve: () => null })).toBe(
      `<p>${'>'.repeat(99)} &lt;b>a&lt;/b></p>\n<p>b\nc</p>`,
    )
  })

  test('in one paragraph, leaves the others as they are', () => {
    const html = renderArticle(`*One*\n\n${'[x '.repeat(9_000)}\n\n**two**`, {
      resolve: () => null,
    })
    expect(html).toMatch(
      /^<p><em>One<\/em><\/p>\n<p>\[x \[x [^<]*<\/p>\n<p><strong>two<\/strong><\/p>$/,
    )
  })
})

describe('a body that real authors write is parsed', () => {
  test.each([
    {
      name: 'a thousand links in a list',
      body: '- [a link to a page](https://example.org/a_b_c/) and *more*\n'.repeat(1_000),
    },
    {
      name: 'a table of 500 rows',
      body: `| a | b | c |\n|---|---|---|\n${'| `x_y` | [d](e) | f |\n'.repeat(500)}`,
    },
    {
      name: 'a transcript in one paragraph',
      body: '**Anna:** It rises _twice_ a day, and falls. '.repeat(1_500),
    },
    {
      name: 'a transcript of three thousand paragraphs',
      body: '**Anna:** It rises and falls.\n\n'.repeat(3_000),
    },
    {
      name: 'code with deep indentation',
      body: `\`\`\`\n${`${' '.repeat(120)}- x\n`.repeat(50)}\`\`\``,
    },
    { name: 'e-mail quoted ten times over', body: `${'> '.repeat(10)}a\n`.repeat(50) },
    {
      name: 'imports without a closing tag',
      body: '<P ALIGN=left><FONT SIZE=2>Text\n'.repeat(100),
    },
    { name: 'lists without closing tags', body: `<ul>${'<li>a'.repeat(500)}</ul>` },
    {
      name: 'tables without closing tags',
      body: '<table><tr><td>a<td>b<tr><td>c</table>'.repeat(300),
    },
    { name: 'blocks that are closed', body: '<div><b>a</b></div>'.repeat(5_000) },
    { name: 'void elements', body: '<br><img src="a.png">'.repeat(5_000) },
    {
      name: 'a line that closes 400 blocks which nothing has opened',
      body: `${'</div>'.repeat(400)}\n\n*a*`,
    },
  ])('$name', ({ body }) => {
    expect(readArticle(body).plain).toBe(false)
  })
})
