import { describe, expect, test } from 'vitest'
import { type Node, nodesOf } from '../../src/posts/article/markdown-parser.ts'
import { parseMarkdown } from '../../src/posts/article/markdown.ts'
import { toLine, textOf } from '../../src/posts/article/plain-text.ts'

function find<T extends Node['type']>(body: string, type: T): Extract<Node, { type: T }>[] {
  return nodesOf(parseMarkdown(body))
    .filter((node): node is Extract<Node, { type: T }> => node.type === type)
    .toArray()
}

describe('parseMarkdown', () => {
  test.each([
    { type: 'table' as const, body: '| a | b |\n|---|---|\n| c | d |' },
    { type: 'delete' as const, body: '~~gone~~' },
    { type: 'footnoteDefinition' as const, body: 'Text[^1]\n\n[^1]: Note' },
    { type: 'link' as const, body: 'See www.example.org' },
  ])('knows the $type of GitHub', ({ type, body }) => {
    expect(find(body, type)).toHaveLength(1)
  })

  test('gives each node the line that its author wrote it on, whatever has been taken out', () => {
    const body =
      '* TOC\n{:toc}\n\n{% comment %}\nno\n{% endcomment %}\n\n## Tides {#tides}\n\nText {{ site.x }}.'
    expect(find(body, 'heading').map(({ position }) => position?.start.line)).toEqual([8])
    expect(find(body, 'paragraph').map(({ position }) => position?.start.line)).toEqual([10])
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
    expect(toLine(textOf(parseMarkdown(body)))).toBe(text)
    expect(find(body, 'link').map(({ url }) => url)).toEqual(urls)
  })
})
