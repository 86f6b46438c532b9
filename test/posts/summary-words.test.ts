import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderArticle } from '../../src/posts/article/article.ts'
import { summarize } from '../../src/posts/article/article-summary.ts'
import { parseHtml } from '../../src/posts/article/html-parser.ts'
import { textOf } from '../../src/posts/article/plain-text.ts'
import { manyOr } from '../support/extent.ts'

const MARK_OF_NOTE = /<sup><a href="#\w+-fn.*?<\/sup>/g

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
}

/** The words of a summary that do not stand in the notes, in the order of the summary. */
function unsaid(body: string): readonly string[] {
  const notes = renderArticle(body, { resolve: (url) => url, app: 'ltr' })
  const said = wordsOf(textOf(parseHtml(notes.replaceAll(MARK_OF_NOTE, ' '))))
  let at = 0
  return wordsOf(summarize(body)).filter((word) => {
    const found = said.indexOf(word, at)
    if (found !== -1) at = found + 1
    return found === -1
  })
}

/** Numbered, so that no two are the same. */
let count = 0
const word = fc.constantFrom('tide', 'sea', 'Moon', 'příliv', '潮', 'ebb').map((stem) => {
  count += 1
  return `${stem}${count}`
})
const words = fc.array(word, { minLength: 1, maxLength: 30 }).map((all) => all.join(' '))
const inline = fc.oneof(
  words,
  words.map((text) => `**${text}**`),
  words.map((text) => `[${text}](/a "b c")`),
  words.map((text) => `<span title="x > y">${text}</span>`),
  words.map((text) => `<X prop={a} on={() => ({ b })}>${text}</X>`),
  words.map((text) => `<y z>${text}</y>`),
  words.map((text) => `${text} &lt;div&gt; &amp;amp; \`<b>\``),
  words.map((text) => `${text}[^a] ==${text}== ![alt](/a.png)`),
  words.map((text) => `[[Note|${text}]] {{< ref "x" >}} {% include y %}`),
)
const line = fc.array(inline, { minLength: 1, maxLength: 4 }).map((parts) => `${parts.join(' ')}.`)
const block = fc.oneof(
  line,
  line.map((text) => `## ${text}`),
  line.map((text) => `> ${text}`),
  line.map((text) => `- ${text}\n- b`),
  line.map((text) => `${text} {#id .lead}`),
  line.map((text) => `<div class="a\nb">\n${text}\n</div>`),
  line.map((text) => `<p>${text}</p><p>c</p>`),
  line.map((text) => `0:10 ${text}`),
  line.map((text) => `Host: ${text}`),
  line.map((text) => `| a |\n|---|\n| ${text} |`),
  line.map((text) => `\`\`\`verse\n${text}\nb\n\`\`\``),
  line.map((text) => `<!-- ${text} -->`),
  line.map((text) => `[^a]: ${text}`),
  line.map((text) => `<!--more-->\n\n${text}`),
)
const body = fc.array(block, { maxLength: 12 }).map((blocks) => blocks.join('\n\n'))

test('a summary says the words that the notes say, in their order', () => {
  fc.assert(
    fc.property(body, (text) => {
      expect(unsaid(text)).toEqual([])
    }),
    { numRuns: manyOr(100, 2000) },
  )
})

/** A body in one line, of which what is looked at ends in its midst. */
const LONG = 50_000
test.each([
  { name: 'a link', body: (fill: string) => `<a href="/${fill}">One</a> two three` },
  { name: 'a picture', body: (fill: string) => `<img src="data:,${fill}"> One two three` },
  { name: 'a comment', body: (fill: string) => `One <!-- <b> ${fill} --> two` },
  { name: 'a script', body: (fill: string) => `<script>a < ${fill}</script> One two` },
  {
    name: 'a tag at the very end',
    body: (fill: string) => `${fill.slice(0, LONG + 590)} <b title="c d">e</b>`,
  },
])('a body without a blank line is not cut inside $name', ({ body: long }) => {
  for (const fill of ['x'.repeat(LONG * 2), 'y '.repeat(LONG)]) {
    const text = long(fill)
    expect(unsaid(text).filter((each) => !/^[xy]+$/.test(each))).toEqual([])
    expect(summarize(text)).not.toMatch(/[<>="]/)
  }
})
