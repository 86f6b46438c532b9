import { describe, expect, test } from 'vitest'
import { articleText, renderArticle } from '../../src/posts/article/article.ts'
import { summarize } from '../../src/posts/article/article-summary.ts'
import { textChapters } from '../../src/posts/article/time-marks.ts'
import { renderNotes } from '../../src/render/feed/notes.ts'
import { exampleEpisode, exampleShow } from '../support/example-show.ts'
import { EVERYTHING, sampleOf } from '../support/extent.ts'

/** Of this process alone, whatever else the machine is doing. */
const SECONDS = 1

const READERS: Readonly<Record<string, (body: string) => unknown>> = {
  page: (body) => renderArticle(body, { resolve: (url) => url }),
  notes: (body) => renderNotes(exampleShow(), exampleEpisode({ body })),
  summary: summarize,
  text: articleText,
  chapters: (body) => textChapters(body, null),
}

/** What takes longer than it may, and how long; nothing for an article. */
function slowReaders(body: string): string[] {
  return Object.entries(READERS).flatMap(([name, read]) => {
    const started = process.cpuUsage().user
    read(body)
    const seconds = (process.cpuUsage().user - started) / 1e6
    return seconds < SECONDS ? [] : [`${name}: ${seconds} s`]
  })
}

/** So many before an `a` as after it, as long as wanted. */
function around(before: string, after: string): (length: number) => string {
  return (length) => {
    const count = Math.ceil(length / (before.length + after.length))
    return `${before.repeat(count)}a${after.repeat(count)}`
  }
}

function repeated(piece: string): (length: number) => string {
  return (length) => piece.repeat(Math.ceil(length / piece.length))
}

function numbered(piece: (index: number) => string): (length: number) => string {
  return (length) => {
    let text = ''
    for (let index = 0; text.length < length; index += 1) text += piece(index)
    return text
  }
}

/** `65` → `1:05` */
function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** Each piece, repeated; `·` is a space and `¶` ends a line. */
const PIECES =
  /* inline */ '[ ] ( a* *a_ *a·**a· a**b· `a ·``· \\ \\* ~~a ==a [a]( ![ [a](<b [[a](b)]( [a][b] [a] ![[]() [·( [a](b·"c <a <a· <a·b=" a<b· </ a<? a·<![CDATA[ a·<!A· <!-- a·<!--· <b> x</b> [^a] [^ ^[a & &# &#1234567 &amp &amp; www. www.a.b· http:// http://a.b/c· http://a.b/?.,: a@b. a@b.cc· a@ a. <http://a <http://a> a·· **「あ」**で ' +
  /* blocks */ '> >¶ >·a¶ >·a¶¶ -· -·a¶ -·a¶¶ -·a¶··-·b¶····-·c¶ 1.· |a |-¶ a|b¶-|-¶ #·a¶ ##a¶ # a¶=¶ a¶= ***¶ ``` ```¶ ```a¶ ····a¶ · ¶ a¶ a¶¶ a··¶ :· a¶:·b¶ a¶¶:·b¶¶ >·[!NOTE]¶ -·[·]·a¶ [a¶ [a]:·b¶ [a]:·b·"c¶ [a]: [^a]:· a·\r¶ ' +
  /* HTML */ '<div> <div>¶¶ </div> </p>¶ <div><b> <b><p> <p><i> <i><p></i> <a><b><p></a> <b><a></b></a> <table> <table><td> <table><b>x <table>x<tr> <p><font·size=1> <nobr> <button> <svg> <math><mi> <template> <select><option> <form></form> <script> a·<style>· <pre> <plaintext> <textarea> <title> <xmp> <iframe> <frameset> <br> <br>a <h1> <ruby><rt> <dl><dd> <li> <p> <div><foo> <img·src="a"> <img·srcset=",,,,, </audio>¶*a*¶ <div>¶*a*¶</div>¶¶ ' +
  /* residue */ '{{· {%·if· {%·comment·%} {%·raw·%} {%·highlight·x·%}¶ {{<·x· {{·"a {:· #·a·{# <Foo· <Foo·a={ <div·a={ <div·a={b}· <Foo·a> import·a¶ export·const·a·=¶ <!--·toc·--> :::a¶ *·a¶{:¶ {::comment} {/* <!--·more·-->¶ ' +
  /* times */ '1:00· 1:00¶ -·(1:00 1:00·a¶ '

const BODIES: Readonly<Record<string, (length: number) => string>> = {
  'asterisks around a letter': around('*', '*'),
  'underscores around a letter': around('_', '_'),
  'asterisks and underscores around a letter': around('*_', '*_'),
  'asterisks and underscores, mirrored': around('*_', '_*'),
  'tildes around a letter': around('~', '~'),
  'pairs of tildes around a word': around('~~ ', ' ~~'),
  'signs of equality around a letter': around('==', '=='),
  'backticks, ever more': numbered((index) => `${'`'.repeat(index + 1)}a`),
  'brackets around a letter': around('[', ']'),
  'links in links': around('[', '](b)'),
  // Without the bound of a paragraph, 100 KB of them take four seconds
  'linked pictures in linked pictures': around('[![', '](b)](c)'),
  'lists within lists': numbered((index) => `${'  '.repeat(index)}- a\n`),
  'quotations within quotations': numbered((index) => `${'>'.repeat(index % 200)}a\n`),
  'a list item of many lines': (length) => `- a\n${'b\n'.repeat(length / 2)}`,
  'a table without cells': (length) => `|a|\n|-|\n${'|\n'.repeat(length / 2)}`,
  'a wide table': (length) => {
    const columns = Math.floor(Math.sqrt(length) / 2)
    return `${'|a'.repeat(columns)}|\n${'|-'.repeat(columns)}|\n${'|\n'.repeat(length / 2)}`
  },
  attributes: (length) => `<a ${numbered((index) => `a${index} `)(length)}>`,
  'fonts that stay open': numbered((index) => `<p><font size=${index}>`),
  'links that stay open': numbered((index) => `<a href=${index}>`),
  'an address with brackets': (length) =>
    `http://a.b/${'('.repeat(length / 2)}${')'.repeat(length / 2)}`,
  'an address with entities': (length) => `http://a.b/${'&a;'.repeat(length / 3)}`,
  'one letter': repeated('a'),
  'spaces within a line': (length) => `a${' '.repeat(length)}b`,
  'definitions of links': numbered((index) => `[a${index}]: b\n`),
  'a long address that is used often': (length) =>
    `[a]: /${'x'.repeat(length / 10)}\n\n${'[a] '.repeat(length / 5)}`,
  footnotes: (length) => {
    const numbers = Array.from({ length: length / 30 }, (_, index) => index)
    const notes = numbers.map((number) => `[^${number}]: Note.`)
    return [...numbers.map((number) => `Text[^${number}].`), ...notes].join('\n\n')
  },
  'footnotes of footnotes': numbered((index) => `[^${index}]: [^${index + 1}]\n\n`),
  'references to one footnote': (length) => `${'[^1] '.repeat(length / 5)}\n\n[^1]: Note.`,
  'classes without an end': repeated('class='),
  'verse in verse': (length) => `<p class="verse">${repeated('<b class=verse>a\n')(length)}`,
  'attributes at the ends of paragraphs': repeated('a {#b .c} \n\n'),
  'attributes that stay open': repeated('a {.verse #b'),
  'attributes of verse': repeated('A,\n{: .verse\n'),
  stanzas: repeated('Of a,\nBe it\n'),
  'lines with times': numbered((index) => `${clock(index)} Title *a*\n`),
  'paragraphs with times': numbered((index) => `${clock(index)} Title\n\n`),
  'items with times': numbered((index) => `- [${clock(index * 10)}](#t=1) Title [a](b) \`c\`\n`),
  ...Object.fromEntries(
    PIECES.trim()
      .split(' ')
      .map((piece) => piece.replaceAll('·', ' ').replaceAll('¶', '\n'))
      .map((piece) => [JSON.stringify(piece), repeated(piece)]),
  ),
}

const SIZES = [4_000, 8_000, 100_000, 600_000]

describe.each(Object.entries(BODIES))('a body of %s', (_, bodyOf) => {
  test.each(EVERYTHING ? SIZES : SIZES.slice(0, 1))(
    'and of %i characters is read within a second',
    (length) => {
      const body = bodyOf(length)
      expect(slowReaders(body)).toEqual([])
    },
  )
})

// What is over the limits is not parsed, whatever it is
test.each(sampleOf(['*', 'a ', '\n', 'a\n\n', '1:00\n', '[a]: b\n', '<p>', '{{', '`', '    a\n']))(
  'a body of 5 MB is read within a second: %j',
  (piece) => {
    const body = repeated(piece)(5_000_000)
    expect(slowReaders(body)).toEqual([])
  },
)
