import { describe, expect, test } from 'vitest'
import { speakableBlocks, SPOKEN_PARTS } from '../../src/speech/speakable.ts'
import { writeScript } from '../../src/speech/script.ts'

/** Each block as `kind: text`. */
function blocksOf(markdown: string, parts = SPOKEN_PARTS): string[] {
  return speakableBlocks('', markdown, parts).map(({ kind, text, rows, address }) =>
    `${kind}: ${text}${rows > 0 ? rows : ''}${address}`.trim(),
  )
}

describe('speakableBlocks', () => {
  test.each([
    [
      'a paragraph',
      'Before the *fold* with `code`, a [link](https://example.org/). 🌊',
      ['paragraph: Before the fold with code, a link. 🌊'],
    ],
    ['a heading', '## A *part*', ['heading: A part']],
    ['a quotation', '> Quoted\n> in two lines.', ['paragraph: Quoted in two lines.']],
    [
      'a list in a list',
      '1. First\n   - inner one\n   - inner two\n2. Second',
      ['item: First', 'item: inner one', 'item: inner two', 'item: Second'],
    ],
    ['a loose list', '- One\n\n  More.\n\n- Two', ['item: One', 'item: More.', 'item: Two']],
    ['a list of tasks', '- [x] Done\n- [ ] Open', ['item: ☑ Done', 'item: ☐ Open']],
    ['definitions', 'Term\n: What it is.', ['paragraph: Term', 'paragraph: What it is.']],
    [
      'a small table',
      '| Hour | Rise |\n| -- | -- |\n| first | 0.4 m |',
      ['row: Hour, Rise', 'row: first, 0.4 m'],
    ],
    ['a large table', `| A | B |\n| -- | -- |\n${'| a | b |\n'.repeat(9)}`, ['table: 9']],
    [
      'a wide table',
      '| A | B | C | D | E |\n|--|--|--|--|--|\n| 1 | 2 | 3 | 4 | 5 |',
      ['table: 1'],
    ],
    ['code', '```js\nsilent()\n```\n\n    indented()', ['code:', 'code:']],
    ['an image', '![What it shows](picture.png)', ['image: What it shows']],
    ['images without words', '![](a.png) ![IMG_1234](b.png)\n\n![photo.jpg](c.png)', []],
    ['an image amidst words', 'Press ![the button](b.png) now.', ['paragraph: Press now.']],
    ['a linked image', '[![The boat](b.png)](https://example.org)', ['image: The boat']],
    [
      'a figure whose caption repeats',
      '<figure><img src="a.png" alt="A boat"><figcaption>A boat</figcaption></figure>',
      ['paragraph: A boat'],
    ],
    [
      'a bare address',
      'See https://www.example.org/some/path?x=1 and <https://háčky.example>.',
      ['paragraph: See example.org and háčky.example.'],
    ],
    [
      'times in a recording',
      '- 00:00 Welcome\n- 01:29 The sea\n- [12:34](#t=12:34) The moon\n- 27:10 Goodbye',
      ['item: Welcome', 'item: The sea', 'item: The moon', 'item: Goodbye'],
    ],
    [
      'times of day',
      '- 9:00 Registration\n- 10:30 The sea\n- 12:00 Lunch',
      ['item: 9:00 Registration', 'item: 10:30 The sea', 'item: 12:00 Lunch'],
    ],
    [
      'times in a recording below each other, and one in a sentence',
      '00:00 Welcome\n04:30 - The sea\n17:05 The moon\n\nWe met at 10:30.',
      ['paragraph: Welcome - The sea The moon', 'paragraph: We met at 10:30.'],
    ],
    ['a footnote', 'Said.[^1] More.\n\n[^1]: Not read.', ['paragraph: Said. More.']],
    [
      'a number of a note in HTML',
      'Said<sup>[12]</sup> on 5 m<sup>2</sup>.',
      ['paragraph: Said on 5 m².'],
    ],
    ['what is struck out', 'It costs ~~10~~ 5.', ['paragraph: It costs 5.']],
    [
      'an expression in code',
      'Run `npm install` and not `a && (b || c)` here.',
      ['paragraph: Run npm install and not here.'],
    ],
    ['ruby', '<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字', ['paragraph: 漢字']],
    [
      'mathematics',
      'Before.\n\n$$\nE = mc^2\n$$\n\n<math><mi>x</mi></math>',
      ['paragraph: Before.', 'formula:', 'formula:'],
    ],
    [
      'text in plain HTML',
      '<div>Loose text <b>in</b> a box.<p>A paragraph.</p></div>',
      ['paragraph: Loose text in a box.', 'paragraph: A paragraph.'],
    ],
    [
      'what is beside the article',
      '<aside>silent</aside>\n\n<nav>silent</nav>\n\n<form>silent</form>',
      [],
    ],
    [
      'scripts, styles and frames',
      '<script>a()</script>\n<style>b{}</style>\n<iframe src="x">c</iframe>',
      [],
    ],
    [
      'what is hidden',
      '<p hidden>silent</p><p aria-hidden="true">silent</p><p>said</p>',
      ['paragraph: said'],
    ],
    [
      'details',
      '<details><summary>More</summary>\n\nInside.\n\n</details>',
      ['paragraph: More', 'paragraph: Inside.'],
    ],
    ['shortcodes', 'A {{< ref "x.md" >}} b.\n\n{% include note.html %}', ['paragraph: A b.']],
    [
      'a recording',
      '<audio src="talk.mp3" controls></audio>\n\n<audio><source src="b.mp3"></audio>',
      ['recording: talk.mp3', 'recording: b.mp3'],
    ],
    ['a line across', 'One.\n\n---\n\nTwo.', ['paragraph: One.', 'paragraph: Two.']],
    ['nothing but signs', '***\n\n…\n\n🌊', []],
    ['the fold', 'One.\n\n<!--more-->\n\nTwo.', ['paragraph: One.', 'paragraph: Two.']],
    [
      'a skipped stretch',
      'One.\n\n<!-- audio:skip -->\n\nTwo.\n\n## Three\n\n<!-- /audio:skip -->\n\nFour.',
      ['paragraph: One.', 'paragraph: Four.'],
    ],
    [
      'a skip that nothing ends',
      'One.\n\n<!-- audio:skip -->\n\nTwo.\n\nThree.',
      ['paragraph: One.', 'paragraph: Three.'],
    ],
    [
      'a skip in a line',
      'Call <!-- audio:skip -->(see below) <!-- /audio:skip -->me.',
      ['paragraph: Call me.'],
    ],
    [
      'a skip in code',
      '`<!-- audio:skip -->` is a mark.\n\nSaid.',
      ['paragraph: is a mark.', 'paragraph: Said.'],
    ],
    [
      'what is said instead',
      '<!-- audio:say The sea rises by half. -->\n<!-- audio:skip -->\n\n| A |\n|--|\n| 1 |\n\nEnd.',
      ['paragraph: The sea rises by half.', 'paragraph: End.'],
    ],
  ])('reads %s', (_, markdown, blocks) => {
    expect(blocksOf(markdown)).toEqual(blocks)
  })

  test('leaves out what the parts say', () => {
    const markdown = '```\ncode\n```\n\n![A boat](a.png)\n\n| A |\n|--|\n| 1 |\n\n$$x^2$$\n\nEnd.'
    const parts = { code: 'skip', tables: 'skip', images: 'skip', formulas: 'skip' } as const
    expect(blocksOf(markdown, parts)).toEqual(['paragraph: End.'])
    expect(blocksOf(markdown, { ...parts, tables: 'announce' })).toEqual([
      'table: 1',
      'paragraph: End.',
    ])
  })

  test('knows quotations, other languages and rests', () => {
    const markdown = 'One.\n\n> Two.\n\n---\n\n<p lang="cs">Tři.</p>'
    expect(
      speakableBlocks('', markdown).map(({ quoted, language, rested }) => [
        quoted,
        language,
        rested,
      ]),
    ).toEqual([
      [false, null, false],
      [true, null, false],
      [false, 'cs', true],
    ])
  })
})

describe('writeScript', () => {
  test('says the title first, once', () => {
    const { sentences } = writeScript('Tides', '# Tides\n\nThe sea. It rises.', { language: 'en' })
    expect(sentences.map(({ said }) => said)).toEqual(['Tides.', 'The sea.', 'It rises.'])
  })

  test('knows the place of each sentence', () => {
    const { blocks, sentences } = writeScript('', 'Stojí 5 Kč. Fakt!\n\n```\nx\n```', {
      language: 'cs',
    })
    expect(sentences).toEqual([
      {
        text: 'Stojí 5 Kč.',
        said: 'Stojí pět korun.',
        block: 0,
        start: 0,
        end: 11,
        language: 'cs',
      },
      { text: 'Fakt!', said: 'Fakt!', block: 0, start: 12, end: 17, language: 'cs' },
      {
        text: 'Následuje ukázka kódu.',
        said: 'Následuje ukázka kódu.',
        block: 1,
        start: 0,
        end: 0,
        language: 'cs',
      },
    ])
    expect(blocks[0]?.text.slice(12, 17)).toBe('Fakt!')
  })

  test('announces images and tables in the words of the language', () => {
    const markdown = `![Loď](a.png)\n\n| A | B |\n|--|--|\n${'| a | b |\n'.repeat(12)}`
    expect(
      writeScript('', markdown, { language: 'cs-CZ' }).sentences.map(({ said }) => said),
    ).toEqual(['Obrázek: Loď.', 'Následuje tabulka, dvanáct řádků.'])
  })

  test('says words as the lexicon has them, whole words only', () => {
    const lexicon = { nginx: 'engine x', SQL: 'sequel', 'a.b': 'a dot b' }
    const { sentences } = writeScript('', 'Nginx, nginxes, SQL and sql, a.b and axb.', {
      language: 'en',
      lexicon,
    })
    expect(sentences[0]?.said).toBe('engine x, nginxes, sequel and sql, a dot b and axb.')
  })

  test('leaves numbers to engines that read them', () => {
    const options = { language: 'en', spell: false }
    expect(writeScript('', 'It is 5 km & 3 °C 🌊.', options).sentences[0]?.said).toBe(
      'It is 5 km & 3 °C.',
    )
  })
})
