import { describe, expect, test } from 'vitest'
import { readArticle } from '../../src/posts/article/parse-article.ts'
import { textOf, toLine, toPlainText } from '../../src/posts/article/plain-text.ts'

describe('toPlainText', () => {
  test.each([
    // Links, emphasis, code and images become their text
    { markdown: 'All about [tides](/tides/ "more")', text: 'All about tides' },
    { markdown: '*Soft* and **loud** and ~~gone~~ `x*y`', text: 'Soft and loud and gone x*y' },
    { markdown: '![A lighthouse](light.jpg) at night', text: 'A lighthouse at night' },
    { markdown: '[![Cover](c.png)](/book/) is out', text: 'Cover is out' },
    { markdown: '<https://example.org/a_b_c>', text: 'https://example.org/a_b_c' },
    // Links that a tool has put into links
    { markdown: '[[DeepSeek](/item/deepseek/)](/item/deepseek/) v Číně', text: 'DeepSeek v Číně' },
    { markdown: '[a [b](/b/) c](https://example.org/x) d', text: 'a b c d' },
    { markdown: '[Words](/ai/[tokens](/ai/tokens-or-words/)-or-words/)', text: 'Words' },
    // HTML
    { markdown: '<p>One <b>two</b></p><p>three<br>four</p>', text: 'One two three four' },
    { markdown: 'a<!-- hidden -->b <script>alert(1)</script>c', text: 'ab c' },
    { markdown: '<iframe src="x"></iframe><my-player></my-player>Text', text: 'Text' },
    { markdown: 'From Word<o:p></o:p>', text: 'From Word' },
    { markdown: 'Why Promise<Result<T>> matters', text: 'Why Promise<Result<T>> matters' },
    { markdown: 'Line<br>break<br/>and <wbr>more', text: 'Line break and more' },
    { markdown: '<span class="x">Cut off', text: 'Cut off' },
    { markdown: 'A <b>bold</b> word', text: 'A bold word' },
    // Entities are resolved once
    { markdown: 'Q&nbsp;&amp;&nbsp;A &#8211; part 2', text: 'Q & A – part 2' },
    { markdown: '&lt;b&gt; and &amp;amp;', text: '<b> and &amp;' },
    { markdown: 'AT&T & others', text: 'AT&T & others' },
    { markdown: 'R & D; &; &9; & amp; &', text: 'R & D; &; &9; & amp; &' },
    { markdown: 'R & D &#38; &AMP;', text: 'R & D & &' },
    // White space
    { markdown: ' two\n  lines \t and\u00A0more ', text: 'two lines and more' },
    { markdown: 'folded text\n', text: 'folded text' },
  ])('reduces $markdown to "$text"', ({ markdown, text }) => {
    expect(toPlainText(markdown)).toBe(text)
  })

  test.each([
    'C++ and C#',
    '#8: Waves',
    '# 8',
    '1. Start',
    '- a dash',
    '> 100 users',
    '5 * 3 * 2',
    '5*3*2 and 2*2*2',
    'f*ck sh*t',
    'A* search beats B* search',
    'snake_case_name and _private',
    '__init__.py and __proto__',
    '~5 to ~10, or ~/notes',
    'Array[0] [sic] (x)',
    '| pipes | everywhere |',
    'I <3 tides',
    'The <dialog> element',
    '<details> and <summary>',
    'What <p> is for',
    'Why </p> is optional',
    'Styling <input type="date">',
    'From <video autoplay> to <canvas>',
    'The <slot/> and the <template>',
    'Inside <dialog>: <b>',
    'Title with \\u017E in it',
    '🇨🇿 flags, 1️⃣ keycaps, 👩‍🚀 joined',
    'שלום\u200F!',
    '',
  ])('leaves "%s" as it is', (title) => {
    expect(toPlainText(title)).toBe(title)
  })

  test.each([
    { excerpt: '<p>The tide comes in.', text: 'The tide comes in.' },
    { excerpt: 'It goes out again.</p></div>', text: 'It goes out again.' },
    { excerpt: 'How the <dialog> element works', text: 'How the <dialog> element works' },
    { excerpt: '<ul><li>One <li>Two', text: 'One Two' },
    { excerpt: '<Callout kind={a}>One</Callout> two <Y z={{ b: 1 }} />', text: 'One two' },
    { excerpt: 'One <y z>two</y> {/* no */}three', text: 'One two three' },
    { excerpt: 'One {{< ref "x" >}}{% include y %}two', text: 'One two' },
    { excerpt: '&lt;div class="a"&gt;One&lt;/div&gt; two', text: 'One two' },
    { excerpt: '&#60;p&#62;One &amp;lt; two&#60;/p&#62;', text: 'One < two' },
    { excerpt: '&lt;ul&gt;&lt;li&gt;One&lt;/li&gt;&lt;/ul&gt;', text: 'One' },
    { excerpt: 'Use &lt;div&gt; for layout', text: 'Use <div> for layout' },
    { excerpt: 'Ends with `</div>`, &lt;b&gt;', text: 'Ends with </div>, <b>' },
  ])('reduces an excerpt, $excerpt', ({ excerpt, text }) => {
    expect(toPlainText(excerpt, { isTitle: false })).toBe(text)
  })

  test.each([
    { name: 'a zero-width space', text: 'a\u200Bb', expected: 'ab' },
    { name: 'a soft hyphen', text: 'a\u00ADb', expected: 'ab' },
    { name: 'a byte order mark', text: '\uFEFFab', expected: 'ab' },
    { name: 'a right-to-left override', text: 'a\u202Eb', expected: 'ab' },
    { name: 'an isolate', text: 'a\u2066b\u2069', expected: 'ab' },
    { name: 'a control character', text: 'a\u0007b', expected: 'ab' },
    { name: 'DEL and C1', text: 'a\u007F\u0081b', expected: 'ab' },
    { name: 'half a surrogate pair', text: 'a\uD83Db', expected: 'ab' },
    { name: 'a line separator', text: 'a\u2028b', expected: 'a b' },
  ])('takes out $name', ({ text, expected }) => {
    expect(toPlainText(text)).toBe(expected)
  })

  test.each([
    { name: 'a tag', end: '<a href="https://a.example/b" title="c d">e</a>' },
    { name: 'a component', end: '<Callout kind="warning" on="click">e</Callout>' },
    { name: 'a comment', end: '<!-- a b c d e f g h i j k l m n o p q -->' },
    { name: 'a reference', end: '&CounterClockwiseContourIntegral;' },
  ])('does not cut inside $name', ({ end }) => {
    const starts = Array.from({ length: 30 }, (_, index) => `${'x'.repeat(4999 - index)} `)
    const cut = starts.map((start) => toPlainText(start + end, { isTitle: false }))
    expect(cut.filter((text) => !/^x+(?: e| ∳)?$/.test(text))).toEqual([])
  })

  test('cuts a text that is far too long for a title or an excerpt', () => {
    expect(toPlainText('word '.repeat(100_000)).length).toBeLessThan(5_001)
  })

  test.each(['[', ']', '*a_', '<!--', '![', '`a ', '&a', '__a', '<b>', '[[a](b)](', '*a **b '])(
    'survives 5,000 characters of "%s"',
    (piece) => {
      expect(typeof toPlainText(piece.repeat(5_000))).toBe('string')
    },
  )
})

describe('textOf', () => {
  test('sets blocks apart and leaves images out where they are not wanted', () => {
    const { tree } = readArticle(
      '# Head\n\nOne ![pic](p.png)two.\\\nThree[^1]\n\n- a\n- b\n\n[^1]: Note.',
    )
    expect(toLine(textOf(tree))).toBe('Head One pictwo. Three a b')
    expect(toLine(textOf(tree, { images: false }))).toBe('Head One two. Three a b')
  })
})
