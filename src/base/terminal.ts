import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** A part of a line, optionally with a style. */
export type Part = string | readonly [style: Style, text: string]

/**
 * One line of output. Its text may contain anything: file names, values of authors, titles of other feeds.
 */
export type Line = string | { readonly parts: readonly Part[] }

/** A text of several lines, in which only the program has put line breaks. */
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
 * Makes lines safe for a terminal or a log. All output passes through this function.
 *
 * A control character could move the cursor, change colours or the title, or end a line; a bidirectional
 * control could display the line in another order. They are written as in JSON (`\n`, `\u001b`), so
 * that JSON output keeps its value. Nothing else is changed.
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

/** Control characters except tab, line separators, bidirectional controls. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu

/** The same, except line breaks. */
const CONTROLS_IN_LINES = /[[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]--\n]/gv

const SHORT: Readonly<Record<string, string>> = {
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': '\t',
}

/** Most lines match this, and it is checked faster. */
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
