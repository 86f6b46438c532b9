import { array, assert, constantFrom, oneof, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { manyOr } from '../support/extent.ts'
import {
  beginningParagraphs,
  SUMMARY_LENGTH,
  summarize,
} from '../../src/posts/article/article-summary.ts'

describe('summarize', () => {
  test.each([
    {
      name: 'one paragraph before the cut',
      body: 'One *two*.\n\n<!--more-->\n\nThree.',
      summary: 'One two.',
    },
    { name: 'two before it', body: 'One.\n\nTwo.\n<!-- more -->\n\nThree.', summary: 'One. Two.' },
    { name: 'half a paragraph', body: 'One two <!--more--> three.', summary: 'One two' },
    {
      name: 'a head and a paragraph',
      body: '# Head\n\n![a](b.png)\n\nOne.\n\n<!--more-->\n\nTwo.',
      summary: 'One.',
    },
  ])('takes what the author cut off: $name', ({ body, summary }) => {
    expect(summarize(body)).toBe(summary)
  })

  test.each([
    {
      name: 'three before it',
      body: 'One.\n\nTwo.\n\nThree.\n\n<!--more-->\n\nFour.',
      summary: 'One.',
    },
    { name: 'nothing before it', body: '<!--more-->\n\nOne.\n\nTwo.', summary: 'One.' },
    {
      name: 'a cut that is code',
      body: '```html\n<!--more-->\n```\n\nOne, then `<!--more-->`.\n\nTwo.',
      summary: 'One, then <!--more-->.',
    },
  ])('takes the first paragraph where the cut is of no use: $name', ({ body, summary }) => {
    expect(summarize(body)).toBe(summary)
  })

  test.each([
    'Update: we have moved to another host.',
    'Note: The Tides Are High Today.',
    '12:30 was the hour at which the tide turned.',
    'Topic: how the moon pulls the sea and why it matters',
    '概要：今日は潮の話です。',
  ])('keeps what says something: %s', (text) => {
    expect(summarize(`${text}\n\nMore.`)).toBe(text)
  })

  test('keeps a line of names that is all there is', () => {
    expect(summarize('Host: Ann Lee')).toBe('Host: Ann Lee')
  })

  test.each([
    { name: 'headings', body: '# Tides\n\n## Why\n\nOne.', summary: 'One.' },
    { name: 'pictures', body: '![A sea](sea.jpg)\n\n![A moon](moon.jpg) One.', summary: 'One.' },
    { name: 'a table of contents', body: '* Contents\n{:toc}\n\nOne.', summary: 'One.' },
    {
      name: 'lists, tables, code and lines',
      body: '- a\n\n| b |\n|---|\n| c |\n\n---\n\n```\nd\n```\n\nOne.',
      summary: 'One.',
    },
    {
      name: 'links alone',
      body: '[Home](/) | [About](/about) | **[More](/more)**\n\nOne with a [link](/l).',
      summary: 'One with a link.',
    },
    {
      name: 'lines of names',
      body: 'Panel: Ann Lee, Bob Roy\n\n**Host:** Cid Day\n\nSpecial Guest: Di\n\nOne.',
      summary: 'One.',
    },
    {
      name: 'names below a label',
      body: '**Panel:**\n\nAnn Lee, Bob Roy and Cid\n\nOne.',
      summary: 'One.',
    },
    {
      name: 'names behind a wide colon',
      body: '主持人：张三、李四\n\n今天谈潮汐。',
      summary: '今天谈潮汐。',
    },
    { name: 'a line of times', body: '00:00 Intro 01:30 Middle\n\nOne.', summary: 'One.' },
    { name: 'times in lines', body: '[02:06] Start\n[05:00] Two\n\nOne.', summary: 'One.' },
    { name: 'the only time', body: '- 00:00 Intro\n\n00:45 – Start\n\nOne.', summary: 'One.' },
    { name: 'a label', body: 'Guests:\n\n- Anna\n\n**Transcript**\n\nOne.', summary: 'One.' },
    {
      name: 'HTML without text',
      body: '<iframe src="x"></iframe>\n\n<div id="app"></div>\n\n<!-- note -->\n\nOne.',
      summary: 'One.',
    },
    {
      name: 'scripts and styles',
      body: '<style>\np { a: b }\n\nh1 { c: d }\n</style>\n<script>e()</script>\n\nOne.',
      summary: 'One.',
    },
    {
      name: 'components',
      body: '<X prop={a}>\n\n<Hero title={`a > b`} />\n\n<div style={{ color: "red" }}>\n\nOne <b className={c}>two</b>.\n\n</div>\n</X>',
      summary: 'One two.',
    },
    {
      name: 'what players say instead of playing',
      body: '<audio controls src="a.mp3">Your browser cannot play this.</audio>\n\n<video>Nor this.</video> One.',
      summary: 'One.',
    },
    {
      name: 'shortcodes',
      body: '{{< audiobox >}}\n\n{% include player.html %}\n\nOne.',
      summary: 'One.',
    },
    { name: 'nothing of a quotation', body: '> One.\n\nTwo.', summary: 'One.' },
    { name: 'footnote marks', body: 'One[^1].\n\nTwo.\n\n[^1]: Note.', summary: 'One.' },
  ])('passes over $name', ({ body, summary }) => {
    expect(summarize(body)).toBe(summary)
  })

  test.each([
    {
      name: 'paragraphs of HTML',
      body: '<P ALIGN=left>One <B>two</B>&nbsp;three.<P>Four.',
      summary: 'One two three.',
    },
    {
      name: 'HTML after a heading',
      body: '<div><h2>Head</h2><ul><li>a</li></ul><p><a href="/">b</a></p><p>One.</p></div>',
      summary: 'One.',
    },
    {
      name: 'breaks for paragraphs',
      body: '<div>One<br>two.<br><br>Three.</div>',
      summary: 'One two.',
    },
    {
      name: 'a list alone',
      body: '- [a](/a)\n- [b](/b) is what this post is really about, as it seems\n',
      summary: 'b is what this post is really about, as it seems',
    },
    { name: 'a heading alone', body: '## Only a head', summary: 'Only a head' },
    {
      name: 'a link defined at the end',
      body: `One [two][2].\n\n${'More text here.\n\n'.repeat(400)}[2]: /two`,
      summary: 'One two.',
    },
    {
      name: 'a paragraph far down',
      body: `\`\`\`\n${'code\n\n'.repeat(3_000)}\`\`\`\n\nOne.`,
      summary: 'One.',
    },
    { name: 'nothing', body: '', summary: '' },
    { name: 'no letter', body: '---\n\n***\n\n<br>\n\n![](a.png)', summary: '' },
  ])('finds the text of $name', ({ body, summary }) => {
    expect(summarize(body)).toBe(summary)
  })

  test('ends after a sentence where it must be cut', () => {
    const sentence = 'The 28. of May was seen by J. K. Tyl and the sea, v.v. as it is told. '
    expect(summarize(sentence.repeat(20))).toBe(sentence.repeat(8).trim())
  })

  test('ends after a word, and says so, where no sentence ends', () => {
    const summary = summarize('tides, '.repeat(200))
    expect(summary).toMatch(/^(?:tides, )+tides…$/)
    expect(summary.length).toBeGreaterThan(SUMMARY_LENGTH - 10)
  })

  test.each([
    { name: 'full stops', text: '潮は月に引かれて満ちる。', end: /。$/ },
    { name: 'no stops', text: '潮汐月球', end: /[潮汐月球]…$/ },
    { name: 'joined emoji', text: 'x👩‍🚀', end: /(?:x|👩‍🚀)…$/u },
  ])('cuts a text without spaces between characters: $name', ({ text, end }) => {
    const summary = summarize(text.repeat(300))
    expect(summary).toMatch(end)
    expect(summary.isWellFormed()).toBe(true)
    expect(summary.length).toBeGreaterThan(SUMMARY_LENGTH - 20)
  })

  test('costs little for a long body', () => {
    const body = 'One **two** [three](/3) and four.\n\n'.repeat(2_000)
    summarize(body)
    const started = process.cpuUsage().user
    for (let run = 0; run < 20; run += 1) summarize(body)
    expect((process.cpuUsage().user - started) / 20_000).toBeLessThan(60)
  })

  test('is one line of no more than its length for any body', () => {
    assert(
      property(
        array(
          oneof(string(), constantFrom('\n\n', '# ', '- ', '<p>', '<!--more-->', '```\n', '…')),
        ),
        (parts) => {
          const summary = summarize(parts.join('').repeat(20))
          expect(summary.length).toBeLessThanOrEqual(SUMMARY_LENGTH)
          expect(summary).toBe(summary.trim().replaceAll(/\s+/g, ' '))
        },
      ),
    )
  })
})

/** Ends without a colon, and is too long for a heading. */
const PROSE = 'The tide came in twice today, and nobody wondered'

describe('a beginning of prose', () => {
  test.each([
    { name: 'and more', body: `${PROSE} at *all*.\n\nMore.`, summary: `${PROSE} at all.` },
    { name: 'before a list', body: `${PROSE}\n\n- one\n- two`, summary: PROSE },
    { name: 'that a term is', body: `${PROSE}\n\n: a tide\n\nSay more.`, summary: 'Say more.' },
    { name: 'that is a heading', body: `${PROSE}\n---\n\nSay more.`, summary: 'Say more.' },
    { name: 'that is code', body: `    ${PROSE}\n\nSay more.`, summary: 'Say more.' },
    {
      name: 'with an open comment',
      body: `${PROSE} %% not\n\nyet %% ever.`,
      summary: summarize(`${PROSE} %% not\n\nyet %% ever.\n\n`.replace('T', '*T*')),
    },
  ])('$name', ({ body, summary }) => {
    expect(summarize(body)).toBe(summary)
  })
})

/** What prose is made of, and what only seems to be no more than that. */
const WORDS =
  'the|tide|*came*|*in twice*|(*today*)|*one|two*|*a*b*|** *|*moře,*|Ebb &|AT&T|&amp;|5*3*2|_low_|snake_case|**high**|C++|#8|a@b.example|www.tides.example|— “so”,|…|!|1.|-|漢字*潮*が|*漢字*|  |\t|\u200b|\0|import'.split(
    '|',
  )

test('prose that is read without being parsed says the same as when it is parsed', () => {
  const words = array(constantFrom(...WORDS), { minLength: 4, maxLength: 16 })
  const starts = constantFrom('The tide', 'Import', 'export ', ' The', '    The', 'É', '1', '*The*')
  const prose = property(starts, words, (start, rest) => {
    const text = `${start} ${rest.join(' ')} and nobody wondered at it`
    const behindComment = `<!-- what is not parsed does not begin like this -->\n\n${text}\n\nMore.`
    expect(summarize(`${text}\n\nMore.`)).toBe(summarize(behindComment))
  })
  assert(prose, { numRuns: manyOr(300, 10_000) })
})

describe('beginningParagraphs', () => {
  test.each([
    { body: 'Welcome to it.\n\nOne.', paragraphs: ['Welcome to it.', 'One.'] },
    { body: '# Tides\n\nWelcome.\n\n<!--more-->\n\nOne.', paragraphs: ['Welcome.', 'One.'] },
    { body: 'Host: Ann Lee\n\nOne.', paragraphs: ['One.'] },
    { body: '', paragraphs: [] },
  ])('of $body', ({ body, paragraphs }) => {
    expect(beginningParagraphs(body)).toEqual(paragraphs)
  })

  test('ends where a summary is hardly looked for', () => {
    const body = Array.from({ length: 9_999 }, (_, index) => `The tide has come in, ${index}.`)
    expect(beginningParagraphs(body.join('\n\n')).length).toBeLessThan(200)
  })
})
