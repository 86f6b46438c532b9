import { array, assert, constantFrom, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderArticle, renderSpoken } from '../../src/posts/article/article.ts'

interface Heard {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Cues of two seconds each, with half a second between them. */
function cuesOf(texts: readonly string[]): Heard[] {
  return texts.map((text, index) => ({ start: index * 2.5, end: index * 2.5 + 2, text }))
}

function render(body: string, cues: readonly Heard[], language = 'en'): string {
  const html = renderArticle(body, { resolve: (url) => url })
  return renderSpoken('', html, { cues, language }).html
}

/** HTML with each span of the spoken text as `[start: …]`. */
function brief(html: string): string {
  return html
    .replace(/<span data-from="([\d.]+)" data-to="[\d.]+">/g, '[$1: ')
    .replaceAll('</span>', ']')
    .replaceAll(/>\n</g, '><')
}

describe('an article that is heard', () => {
  test.each([
    {
      what: 'sentences of a paragraph',
      body: 'One is here. Two is there.',
      cues: ['One is here.', 'Two is there.'],
      html: '<p>[0: One is here.] [2.5: Two is there.]</p>',
    },
    {
      what: 'across links and emphasis',
      body: 'The *first* [word of two](/x). Another one.',
      cues: ['The first word of two.', 'Another one.'],
      html: '<p>[0: The <em>first</em> <a href="/x">word of two</a>.] [2.5: Another one.]</p>',
    },
    {
      what: 'ends and begins within a link',
      body: 'He left. [She stayed. They](/x) met again later.',
      cues: ['He left.', 'She stayed.', 'They met again later.'],
      html: '<p>[0: He left.] <a href="/x">[2.5: She stayed.] [5: They]</a>[5:  met again later.]</p>',
    },
    {
      what: 'headings, lists and quotations',
      body: '## A head\n\n- red apples\n- green pears\n\n> Said once,  \n> and again.',
      cues: ['A head', 'red apples', 'green pears', 'Said once, and again.'],
      html: '<h2>[0: A head]</h2><ul><li>[2.5: red apples]</li><li>[5: green pears]</li></ul><blockquote><p>[7.5: Said once,<br>\nand again.]</p></blockquote>',
    },
    {
      what: 'the cells of a row in one go',
      body: '| hour | rise |\n| --- | --- |\n| first | 0.4 m |',
      cues: ['hour, rise', 'first, 0.4 m'],
      html: '<table><thead><tr><th>[0: hour]</th><th>[0: rise]</th></tr></thead><tbody><tr><td>[2.5: first]</td><td>[2.5: 0.4 m]</td></tr></tbody></table>',
    },
    {
      what: 'not code, and not a note that nobody reads',
      body: 'Look at this code:\n\n```js\nlook(this.code)\n```\n\nThat was it.[^1]\n\n[^1]: A long note on something else.',
      cues: ['Look at this code:', 'That was it.'],
      html: '<p>[0: Look at this code:]</p><pre><code class="language-js">look(this.code)\n</code></pre><p>[2.5: That was it.]<sup>…</sup></p>…',
    },
    {
      what: 'passes over a cue that is not in the text',
      body: 'Before it all began.\n\n![A house](/house.png)\n\nAfter it all ended.',
      cues: [
        'The title of this',
        'Before it all began.',
        'A picture of some house.',
        'After it all ended.',
      ],
      html: '<p>[2.5: Before it all began.]</p><p><img src="/house.png" alt="A house"></p><p>[7.5: After it all ended.]</p>',
    },
    {
      what: 'in spite of numbers, quotes, accents and lost words',
      body: '24 hours later the “naïve” man’s boat came. 3 boats left the harbour early.',
      cues: [
        'Twenty-four hours later the "naive" man\'s boat came',
        'Three boats left harbor early',
      ],
      html: '<p>[0: 24 hours later the “naïve” man’s boat came.] [2.5: 3 boats left the harbour early.]</p>',
    },
    {
      what: 'by the sentence where cues are cut anywhere',
      body: 'It was a long and quiet day. Then the rain came over the hills.',
      cues: ['It was a long', 'and quiet day. Then', 'the rain came over', 'the hills.'],
      html: '<p>[0: It was a long and quiet day.] [4.079: Then the rain came over the hills.]</p>',
    },
    {
      what: 'together where one cue says several sentences',
      body: 'See p. 5. Ask Dr. Novák. Then go.',
      cues: ['See p. 5. Ask Dr. Novák.', 'Then go.'],
      html: '<p>[0: See p. 5. Ask Dr. Novák.] [2.5: Then go.]</p>',
    },
    {
      what: 'nothing of a text about something else',
      body: 'The sea rises twice a day because of the moon.',
      cues: ['Bread is mostly a matter of waiting for the dough.'],
      html: '<p>The sea rises twice a day because of the moon.</p>',
    },
    {
      what: 'Hebrew, with points and without',
      language: 'he',
      body: 'הַיָּם עוֹלֶה. ואז הוא [יורד שוב](/x).',
      cues: ['הים עולה.', 'ואז הוא יורד שוב.'],
      html: '<p>[0: הַיָּם עוֹלֶה.] [2.5: ואז הוא <a href="/x">יורד שוב</a>.]</p>',
    },
    {
      what: 'Japanese, which sets no spaces',
      language: 'ja',
      body: '海は月を追う。潮は毎日遅れる。',
      cues: ['海は月を追う', '潮は毎日遅れる'],
      html: '<p>[0: 海は月を追う。][2.5: 潮は毎日遅れる。]</p>',
    },
  ])('is marked: $what', ({ body, cues, html, language }) => {
    const marked = brief(render(body, cuesOf(cues), language))
    const short = marked.replace(/<sup>.*<\/sup>/, '<sup>…</sup>').replace(/<hr>[^]*/, '…')
    expect(short).toBe(html)
  })

  test('is cut where a sentence ends in a cue that is long', () => {
    const text = 'Half of it is said here. The other half is said here.'
    const html = render(text, [{ start: 10, end: 40, text }])
    expect(brief(html)).toBe(
      '<p>[10: Half of it is said here.] [24.151: The other half is said here.]</p>',
    )
  })

  test('says when a sentence ends: with the pause behind it, but not with a long one', () => {
    const html = render('One is here. Two is there. Three is far.', [
      { start: 0.5, end: 2, text: 'One is here.' },
      { start: 2.4, end: 4, text: 'Two is there.' },
      { start: 9, end: 10.25, text: 'Three is far.' },
    ])
    expect(
      [...html.matchAll(/data-from="(.*?)" data-to="(.*?)"/g)].map(([, ...times]) => times),
    ).toEqual([
      ['0.5', '2.4'],
      ['2.4', '4'],
      ['9', '10.25'],
    ])
  })

  test('stays as it is beside hours of speech of which it is no more than a note', () => {
    const speech = Array.from({ length: 400 }, (_, index) => `Word ${index} of a long talk.`)
    const html = render('A long talk.', cuesOf(speech))
    expect(html).toBe('<p>A long talk.</p>')
  })

  test('is heard after its title, which may stand in the text once more', () => {
    const cues = cuesOf(['Tides & tables.', 'One is here.', 'Tides and tables go on.'])
    const html = '<p>One is here. Tides and tables go on.</p>'
    const { title, html: text } = renderSpoken('Tides & tables', html, { cues, language: 'en' })
    expect(brief(title)).toBe('[0: Tides &amp; tables]')
    expect(brief(text)).toBe('<p>[2.5: One is here.] [5: Tides and tables go on.]</p>')
  })

  test('has a title that is no HTML, timed or not', () => {
    for (const cues of [[], cuesOf(['Is a b a letter'])]) {
      const { title } = renderSpoken('Is a <b> a letter', '<p>x</p>', { cues, language: 'en' })
      expect(brief(title)).toContain('Is a &lt;b> a letter')
    }
  })

  test('stays as it is where nothing is timed', () => {
    const body = 'One *is* here.'
    expect(render(body, [])).toBe(renderArticle(body, { resolve: (url) => url }))
  })
})

describe('any article with any timed text', () => {
  const word = constantFrom(
    'a',
    'sea',
    'moon',
    'Tide',
    '7',
    '*x*',
    '[y](/z)',
    '<b>q</b>',
    '`c`',
    '.',
    '\n\n',
    '\n- ',
    '\n> ',
  )
  const article = array(word, { maxLength: 60 }).map((words) => words.join(' '))
  const spoken = array(
    array(constantFrom('a', 'sea', 'moon', 'tide', '7', 'x', 'y', 'q', 'c', '.'), {
      minLength: 1,
      maxLength: 8,
    }).map((words) => words.join(' ')),
    { maxLength: 20 },
  )

  test('keeps every letter, and its stretches ascend without nesting', () => {
    assert(
      property(article, spoken, (body, texts) => {
        const html = render(body, cuesOf(texts))
        expect(html.replace(/<span data-[^>]*>|<\/span>/g, '')).toBe(
          renderArticle(body, { resolve: (url) => url }),
        )
        expect(html).not.toMatch(/<span[^>]*>(?:(?!<\/span>)[^])*<span/)
        const times = [...html.matchAll(/data-from="(.*?)" data-to="(.*?)"/g)].map(
          ([, from, to]) => [Number(from), Number(to)],
        )
        expect(times.filter(([from = 0, to = 0]) => to <= from)).toEqual([])
        expect(times.map(([from]) => from)).toEqual(
          times.map(([from]) => from).toSorted((a = 0, b = 0) => a - b),
        )
      }),
      { numRuns: 300 },
    )
  })
})
