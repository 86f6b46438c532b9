import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** A part of a line; only its style is ours. */
export type Part = string | readonly [style: Style, text: string]

/** One line of output. Its text may say anything: names of files, values of authors, foreign titles. */
export type Line = string | { readonly parts: readonly Part[] }

/** A text of ours of several lines: nothing in it but we has ended them. */
interface Text {
  readonly text: string
}

/** What is printed: a line, or several. */
export type Lines = Line | readonly Line[] | Text

/** A line of parts with styles. */
export function lineOf(...parts: readonly Part[]): Line {
  return { parts }
}

/**
 * Lines as a terminal or a log may get them: the one door for text that is printed.
 *
 * A control character could move the cursor, colour, retitle or end a line that we began, and one for
 * the direction of writing could show it in another order. They appear as JSON writes them (`\n`,
 * `\u001b`), so that JSON that is printed keeps its value. Nothing else is changed.
 *
 * @param colour Whether styles are shown.
 */
export function formatLines(lines: Lines, colour = false): string {
  if (typeof lines === 'object' && 'text' in lines)
    return PLAIN_LINES.test(lines.text)
      ? lines.text
      : lines.text.replaceAll(CONTROLS_IN_LINES, escaped)
  const all = typeof lines === 'string' || 'parts' in lines ? [lines] : lines
  return all.map((line) => formatLine(line, colour)).join('\n')
}

function formatLine(line: Line, colour: boolean): string {
  if (typeof line === 'string') return escapeControls(line)
  return line.parts.map((part) => formatPart(part, colour)).join('')
}

function formatPart(part: Part, colour: boolean): string {
  if (typeof part === 'string') return escapeControls(part)
  const [style, text] = part
  const shown = escapeControls(text)
  return colour ? styleText(style, shown, { validateStream: false }) : shown
}

/** Controls without the tab, which only moves on; separators of lines; directions of writing. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu

/** The same but for the end of a line. */
const CONTROLS_IN_LINES = /[[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]--\n]/gv

const SHORT: Readonly<Record<string, string>> = {
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': '\t',
}

/** Most lines have nothing else, and this is known sooner. */
const PLAIN = /^[ -~]*$/
const PLAIN_LINES = /^[\n -~]*$/

function escapeControls(text: string): string {
  if (PLAIN.test(text)) return text
  return text.replaceAll(CONTROLS, escaped)
}

function escaped(sign: string): string {
  const code = sign.charCodeAt(0).toString(16).padStart(4, '0')
  return SHORT[sign] ?? String.raw`\u${code}`
}
