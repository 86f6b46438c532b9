import { describe, expect, test } from 'vitest'
import { articleText } from '../../src/posts/article/article-text.ts'
import { renderArticle } from '../../src/posts/article/article.ts'
import { summarize } from '../../src/posts/article/article-summary.ts'
import { textChapters } from '../../src/posts/article/time-marks.ts'

/** Of this process alone, whatever else the machine is doing. */
const SECONDS = 1

const READERS: Readonly<Record<string, (body: string) => unknown>> = {
  page: (body) => renderArticle(body, { resolve: (url) => url }),
  summary: summarize,
  text: articleText,
  chapters: (body) => textChapters(body, null),
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

const BODIES: Readonly<Record<string, (length: number) => string>> = {
  'asterisks around a letter': around('*', '*'),
  'underscores around a letter': around('_', '_'),
  'asterisks and underscores around a letter': around('*_', '*_'),
  'asterisks and underscores, mirrored': around('*_', '_*'),
  'tildes around a letter': around('~', '~'),
  'pairs of tildes around a word': around('~~ ', ' ~~'),
  'backticks, ever more': numbered((index) => `${'`'.repeat(index + 1)}a`),
  'brackets around a letter': around('[', ']'),
  'links in links': around('[', '](b)'),
  'quotations within quotations': repeated('>'),
  'a table without cells': (length) => `|a|\n|-|\n${'|\n'.repeat(length / 2)}`,
  'openers of HTML': repeated('<div '),
  'comments that stay open': repeated('a <!-- '),
  'addresses in angle brackets': repeated('<http://a>'),
  'e-mail addresses': repeated('a@b.'),
  'definitions of links': numbered((index) => `[a${index}]: b\n`),
  'entities without an end': repeated('&amp'),
  footnotes: (length) => {
    const numbers = Array.from({ length: length / 30 }, (_, index) => index)
    const notes = numbers.map((number) => `[^${number}]: Note.`)
    return [...numbers.map((number) => `Text[^${number}].`), ...notes].join('\n\n')
  },
  'lines with times': numbered((index) => `${clock(index)} Title *a*\n`),
}

describe.each([8_000, 16_000, 100_000, 300_000])('a body of %i characters', (length) => {
  test.each(Object.entries(BODIES))('is read within a second: %s', (_, bodyOf) => {
    const body = bodyOf(length)
    for (const [name, read] of Object.entries(READERS)) {
      const started = process.cpuUsage().user
      read(body)
      const seconds = (process.cpuUsage().user - started) / 1e6
      expect(seconds, name).toBeLessThan(SECONDS)
    }
  })
})
