import type { Block } from './values.ts'
import { BlockBuilder, emptyMap } from './values.ts'

/** Front matter without a fence, and the offset of the text after it. */
interface Header {
  readonly block: Block
  readonly end: number
}

/** The syntax of metadata lines at the start of a file. */
interface Form {
  /** Key and value of one line. */
  readonly line: RegExp
  /** A line that continues the value before it. */
  readonly more: RegExp
  /** The line after the last one. */
  readonly close: RegExp
}

/** Pelican's, and MultiMarkdown's. @see https://docs.getpelican.com/en/stable/content.html#file-metadata */
const PELICAN: Form = {
  line: /^ {0,3}([A-Za-z][\w -]{0,60}):(?:[ \t]+(.*))?$/,
  more: /^(?: {4}|\t)[ \t]*(\S.*)$/,
  close: /^[ \t]*$/,
}

/** Nikola's, bare in a file of its own. @see https://getnikola.com/handbook.html#metadata-fields */
const NIKOLA: Form = {
  line: /^\.\. ([\w-]{1,60}):(?:[ \t]+(.*))?$/,
  more: /^(?: {4}|\t)[ \t]*(\S.*)$/,
  close: /^[ \t]*$/,
}

/** Nikola's, in a comment of a Markdown file. */
const NIKOLA_COMMENT: Form = { ...NIKOLA, close: /^[ \t]*-->[ \t]*$/ }

/** A single line, or several without one of these keys, are text. */
const SIGNS = ['title', 'date']

/**
 * Reads metadata lines at the start of a text: `Key: value`, as in Pelican, or `.. key: value`, as in Nikola.
 * Values are plain text, not YAML.
 *
 * @param text With `\n` line endings.
 * @returns Null if the text does not begin with such lines.
 */
export function readHeader(text: string, start: number): Header | null {
  const first = text.slice(start, start + 100)
  const comment = /^<!--[ \t]*\n/.exec(first)
  if (comment !== null) return readLines(text, start + comment[0].length, NIKOLA_COMMENT, 2)
  return readLines(text, start, first.startsWith('..') ? NIKOLA : PELICAN, 1)
}

function readLines(text: string, start: number, form: Form, firstLine: number): Header | null {
  const builder = new BlockBuilder()
  const values = new Map<string, string>()
  let key = ''
  let at = start
  for (let line = firstLine; at < text.length; line += 1) {
    const stop = text.indexOf('\n', at)
    const end = stop === -1 ? text.length : stop
    const written = text.slice(at, end)
    at = end + 1
    if (form.close.test(written)) break
    const [, name, value = ''] = form.line.exec(written) ?? []
    const [, more] = form.more.exec(written) ?? []
    if (name !== undefined) {
      key = name.trim().toLowerCase()
      if (values.has(key)) builder.repeated.push({ path: key, line })
      values.set(key, value.trim())
      builder.place(key, line)
    } else if (more !== undefined && key !== '') {
      values.set(key, `${values.get(key) ?? ''} ${more.trim()}`.trim())
    } else return null
  }
  if (values.size < 2 || !SIGNS.some((sign) => values.has(sign))) return null
  const map = Object.assign(emptyMap(), Object.fromEntries(values))
  return { block: builder.finish(map), end: Math.min(at, text.length) }
}
