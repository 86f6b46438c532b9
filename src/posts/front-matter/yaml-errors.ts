import type { YAMLException } from 'js-yaml'
import { withFix, quote } from '../../base/problem.ts'
import { BlockError } from './values.ts'

/** UTF-16 units of a text that is quoted. */
const LONGEST = 80
/** `key:value`, but not an address. */
const UNSPACED = /^\s*[A-Za-z][\w-]*:[^\s:/]/
/** The first marker of a merge conflict. */
const CONFLICT = /^<{7}(?: .*)?$/m
const UNFINISHED =
  'a merge was not finished here; keep one of the two texts, and remove the lines of <<<<<<<, ======= and >>>>>>>'
const NO_KEY = /^expected ':' after|multiline key/

/**
 * @param rest The text from the position of the error.
 * @param line The whole line of it.
 */
type Explain = (rest: string, line: string) => string

/** A value, or a list item, that begins with an indicator character of YAML. */
const BEGINS_ODDLY = /^(?:\s*-\s)*\s*(?:[^\s:#"'[{][^:\n]{0,100}:[ \t]+)?([[{*&!>|?"'-].*)$/

const ESCAPES =
  'a backslash inside double quotes begins an escape; write two of them, or use single quotes'

/** Error of the YAML parser → what an author can do about it. */
const EXPLANATIONS: readonly (readonly [RegExp, Explain])[] = [
  [/^deficient indentation/, unclosedQuote],
  [/within a (double|single) quoted/, unclosedQuote],
  [/within a flow collection/, () => 'a list or map in brackets is never closed'],
  [/tab characters/, () => 'a tab is used where YAML allows only spaces; indent with spaces'],
  [/missed comma/, () => 'a comma is missing between entries in brackets'],
  [/unknown escape sequence/, () => ESCAPES],
  [/expected hexadecimal/, () => ESCAPES],
  [
    /non-printable|null byte|valid JSON/,
    () => 'there is an invisible control character here; remove it',
  ],
  [/maxDepth/, () => 'lists and maps are nested too deeply'],
  [NO_KEY, () => 'this line is not "key: value"; indent it if it continues the line above'],
  [
    /^end of the stream/,
    () => 'this belongs to no key; indent it if it continues the line above, or put it in quotes',
  ],
  [/bad indentation of a sequence/, () => 'the dashes of a list must be in one column'],
  [/bad indentation of a mapping/, indentation],
  [/line break is expected/, indentation],
  [/whitespace character is expected/, () => 'a space is missing after the colon'],
  [/tag/, () => 'a text that begins with ! must be in quotes'],
  [/anchor/, () => 'a text that begins with & must be in quotes'],
  [/alias/, () => 'a text that begins with * must be in quotes'],
]

/** Turns an error of the YAML parser into a sentence for the author, with its line in the block. */
export function explainYaml(cause: YAMLException, source: string): BlockError {
  const { reason, mark } = cause
  const position = mark?.position ?? 0
  const lines = source.split('\n')
  const rest = source.slice(position).split('\n', 1)[0] ?? ''
  const explain = EXPLANATIONS.find(([pattern]) => pattern.test(reason))?.[1]
  const error = new BlockError(...sentenceOf())
  error.cause = cause
  return error

  function sentenceOf(): readonly [sentence: string, line: number] {
    const merge = CONFLICT.exec(source)
    if (merge !== null) return [UNFINISHED, lineAt(merge.index)]
    if (NO_KEY.test(reason)) {
      // A missing key is noticed only at the end of its line, or of the next.
      const end = lineAt(source.slice(0, position).trimEnd().length)
      const unspaced = [end - 1, end].find((line) => UNSPACED.test(lines[line - 1] ?? ''))
      if (unspaced !== undefined) return ['a space is missing after the colon', unspaced]
      return [explain?.(rest, '') ?? reason, end]
    }
    const line = lineAt(position)
    return [explain?.(rest, lines[line - 1] ?? '') ?? reason, line]
  }

  function lineAt(index: number): number {
    return source.slice(0, index).split('\n').length
  }
}

/** A text in quotes that need no escapes in it, if possible. */
function quoted(text: string): string {
  const short = text.trim().length > LONGEST ? `${text.trim().slice(0, LONGEST - 1)}…` : text.trim()
  return /["\\]/.test(short) ? `'${short.replaceAll("'", "''")}'` : `"${short}"`
}

/** `it's` of `'it's'`, but all of `'Foo' and 'Bar'`, of which only words are quoted. */
function withinOddQuotes(text: string): string {
  const isAround = text.endsWith(text.slice(0, 1)) && /^(["'])(?:(?!\1).)*\1\S/.test(text)
  return isAround ? text.slice(1, -1) : text
}

function unclosedQuote(): string {
  return 'a quotation mark or bracket above is never closed; close it, and double a quotation mark that belongs to the text'
}

function indentation(rest: string, line: string): string {
  if (rest.startsWith(':')) {
    return 'a text without quotes contains a colon; put the text in quotes'
  }
  if (/^[@`%]/.test(rest)) {
    return `a text that begins with ${rest[0]} must be in quotes`
  }
  const [, text = ''] = BEGINS_ODDLY.exec(line) ?? []
  if (/^["']/.test(text)) {
    const example = quoted(withinOddQuotes(text.trim()))
    return `a quotation mark inside the text ends it; put the whole of it in other quotes, as in ${example}`
  }
  if (text !== '')
    return `a text that begins with ${text[0]} must be in quotes, as in ${quoted(text)}`
  return 'this does not fit the line above; check indentation, and quotation marks inside a quoted text'
}

/** The sentence about a part of a text that YAML read as something else; see `Block`. */
export function explainLost(text: string): string {
  const kind = text.startsWith('#') ? 'a comment' : 'a tag'
  const what = `YAML takes ${quote(text)} for ${kind}, so it is not part of the text`
  return withFix('content/cut-text', what)
}
