import { expect, test } from 'vitest'
import { spokenBlocks } from './spoken-blocks.ts'

test('spokenBlocks takes what is for the ear and leaves what is for the eye', () => {
  const markdown = `
Before the *fold* with \`code\`, a [link](https://example.org/) and a note.[^1] 🌊

<!--more-->

## A part

> Quoted
> in two lines.

1. First
   - inner one
   - inner two
2. Second

| Hour  | Rise |
| ----- | ---- |
| first | 0.4 m |

![What it shows](picture.png)

![](decoration.png)

\`\`\`js
silent()
\`\`\`

---

<aside>silent too</aside>

[^1]: Not read.
`
  expect(spokenBlocks(markdown).map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
    'paragraph: Before the fold with code, a link and a note. 🌊',
    'heading: A part',
    'paragraph: Quoted in two lines.',
    'item: First',
    'item: inner one',
    'item: inner two',
    'item: Second',
    'row: Hour, Rise',
    'row: first, 0.4 m',
    'image: What it shows',
  ])
})
