import { describe, expect, test } from 'vitest'
import { HTML_LIMITS, isModestHtml } from '../../src/posts/article/markdown-html-limits.ts'
import { LIMITS, isParsable } from '../../src/posts/article/markdown-limits.ts'
import { nodesOf } from '../../src/posts/article/markdown-parser.ts'
import { parseMarkdown } from '../../src/posts/article/markdown.ts'
import { renderArticle } from '../../src/posts/article/article.ts'
import { summarize } from '../../src/posts/article/article-summary.ts'
import { countEffort } from '../support/effort.ts'
import { sampleOf } from '../support/extent.ts'

/** Milliseconds of computing. Generous; a hang takes minutes or for ever. */
const PATIENCE = 4000

function isPlain(body: string): boolean {
  return nodesOf(parseMarkdown(body)).every(({ type }) =>
    ['root', 'paragraph', 'text'].includes(type),
  )
}

describe('a body that is too much to be parsed', () => {
  test.each([
    { name: 'too long', body: '*a* '.repeat(LIMITS.characters / 4 + 1) },
    { name: 'of too many lines', body: '# a\n'.repeat(LIMITS.lines + 1) },
    { name: 'of quotations too deep', body: `${'>'.repeat(LIMITS.depth + 1)} a` },
    { name: 'of lists too deep', body: `${'- '.repeat(LIMITS.depth + 1)} a` },
    {
      name: 'of lists too deep, line by line',
      body: Array.from({ length: LIMITS.depth + 2 }, (_, level) => `${'  '.repeat(level)}- a`).join(
        '\n',
      ),
    },
    { name: 'of too many quotations', body: '> a\n\n'.repeat(LIMITS.containers + 1) },
    {
      name: 'of a quotation with too many lines',
      body: `> a\n${'b\n'.repeat(LIMITS.continuation)}`,
    },
    { name: 'of too many marks', body: '*a* b\n\n'.repeat(LIMITS.marks / 3) },
    { name: 'of a paragraph with too many marks', body: '*a_'.repeat(5_000) },
    {
      name: 'of emphasis too deep',
      body: '*a **b '.repeat(LIMITS.levels) + 'c** d*'.repeat(LIMITS.levels),
    },
    {
      name: 'of too many cells',
      body: `${'|a'.repeat(300)}|\n${'|-'.repeat(300)}|\n${'|\n'.repeat(300)}`,
    },
    {
      name: 'that repeats a long address',
      body: `[a]: /${'x'.repeat(20_000)}\n\n${'[a] '.repeat(200)}`,
    },
    { name: 'of elements too deep', body: '<div>'.repeat(HTML_LIMITS.open + 1) },
  ])('$name is paragraphs of plain text', ({ body }) => {
    expect(isPlain(body)).toBe(true)
  })

  test('has its paragraphs where they were', () => {
    const body = `\n${'>'.repeat(99)} one\ntwo\r\n \n  three`
    const paragraphs = parseMarkdown(body).children
    expect(paragraphs.map(({ position }) => [position?.start, position?.end])).toEqual([
      [
        { line: 2, column: 1, offset: 1 },
        { line: 3, column: 5, offset: 109 },
      ],
      [
        { line: 5, column: 1, offset: 112 },
        { line: 5, column: 8, offset: 119 },
      ],
    ])
    expect(body.slice(112, 119)).toBe('  three')
  })

  test('is shown with its markup as text', () => {
    expect(renderArticle(`${'>'.repeat(99)} <b>a</b>`, { resolve: () => null })).toBe(
      `<p>${'>'.repeat(99)} &lt;b>a&lt;/b></p>`,
    )
  })
})

describe('a body that real authors write', () => {
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
      body: '**Anna:** It rises _twice_ a day, and falls. '.repeat(500),
    },
    {
      name: 'a transcript of a thousand paragraphs',
      body: '**Anna:** It rises and falls.\n\n'.repeat(1_000),
    },
    {
      name: 'code with deep indentation',
      body: `\`\`\`\n${`${' '.repeat(120)}- x\n`.repeat(50)}\`\`\``,
    },
    { name: 'e-mail quoted ten times over', body: `${'> '.repeat(10)}a\n`.repeat(50) },
  ])('is parsed: $name', ({ body }) => {
    expect(isParsable(body)).toBe(true)
    expect(isPlain(body)).toBe(false)
  })

  test.each([
    {
      name: 'imports without a closing tag',
      html: '<P ALIGN=left><FONT SIZE=2>Text\n'.repeat(500),
    },
    { name: 'lists without closing tags', html: `<ul>${'<li>a'.repeat(500)}</ul>` },
    {
      name: 'tables without closing tags',
      html: '<table><tr><td>a<td>b<tr><td>c</table>'.repeat(300),
    },
    { name: 'blocks that are closed', html: '<div><b>a</b></div>'.repeat(5_000) },
    { name: 'void elements', html: '<br><img src="a.png">'.repeat(5_000) },
  ])('is parsed: HTML with $name', ({ html }) => {
    expect(isModestHtml(html)).toBe(true)
  })
})

// Each of these has taken a parser of Markdown or HTML minutes, or its stack
const HOSTILE =
  /* inline */ '[ ] [a]( ![ [[a](b)]( * *a_ a**b _ `a` < <a <!-- <a·b=" a<? x·<![CDATA[ a<b> |a [^a] &a \\ a@b. www. ' +
  /* blocks */ '> >· -· 1.· >·a¶¶ -·a¶¶b¶¶ a¶= [a]:·b¶ # ``` #·a¶ ¶ ·¶ ' +
  /* HTML */ '<div> <div>¶¶ <div><b> <table><b>x <p><font·size=1> <b><p> <div><foo> <img·srcset=",,,,, <svg> ' +
  /* residue */ '{{· {%·if· {%·comment·%} {%·raw·%} {%·highlight·x·%}¶ {{<·x· {{·"a {:· #·a·{# <Foo·a={ <Foo· import·a¶ export·const·a·= <!--·toc·--> :::a¶ *·a¶{:'

describe('hostile bodies', () => {
  const pieces = HOSTILE.split(' ').map((piece) => piece.replaceAll('·', ' ').replaceAll('¶', '\n'))

  test.each(sampleOf(pieces, (piece) => piece[0]))(
    'of 20 KB neither hang nor throw: %j',
    (piece) => {
      const body = piece.repeat(20_000 / piece.length)
      const effort = countEffort()
      expect(typeof renderArticle(body, { resolve: (url) => url })).toBe('string')
      expect(summarize(body).length).toBeLessThan(601)
      expect(effort()).toBeLessThan(PATIENCE)
    },
  )

  const short = [
    '>',
    '[',
    ']',
    '*a_',
    '[a](',
    '|a',
    '<!--',
    '<div><b>',
    '<table><b>x',
    '> a\n\n',
    '[a]: b\n',
  ]
  test.each(sampleOf(short, (piece) => piece[0]))(
    'of 400 KB neither hang nor throw: %j',
    (piece) => {
      const effort = countEffort()
      expect(renderArticle(piece.repeat(400_000 / piece.length), { resolve: () => null })).not.toBe(
        '',
      )
      expect(effort()).toBeLessThan(PATIENCE)
    },
  )
})
