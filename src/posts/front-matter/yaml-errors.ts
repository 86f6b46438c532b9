import type { YAMLException } from 'js-yaml'
import { BlockError } from './values.ts'

const NO_KEY = /^expected ':' after|multiline key/

type Explain = (rest: string) => string

const ESCAPES =
  'a backslash inside double quotes begins an escape; write two of them, or use single quotes'

/** What the YAML reader complains of → what an author can do about it. */
const EXPLANATIONS: readonly (readonly [RegExp, Explain])[] = [
  [/^deficient indentation/, unclosedQuote],
  [/within a (double|single) quoted/, unclosedQuote],
  [/within a flow collection/, () => 'a list or map in brackets is never closed'],
  [/tab characters/, () => 'a tab stands where YAML allows only spaces; indent with spaces'],
  [/missed comma/, () => 'a comma is missing between entries in brackets'],
  [/unknown escape sequence/, () => ESCAPES],
  [/expected hexadecimal/, () => ESCAPES],
  [
    /non-printable|null byte|valid JSON/,
    () => 'an invisible control character stands here; remove it',
  ],
  [/maxDepth/, () => 'lists and maps are nested too deeply'],
  [NO_KEY, () => 'this line is no "key: value"; indent it if it continues the line above'],
  [
    /^end of the stream/,
    () => 'this belongs to no key; indent it if it continues the line above, or put it in quotes',
  ],
  [/bad indentation of a sequence/, () => 'the dashes of a list must stand in one column'],
  [/bad indentation of a mapping/, indentation],
  [/whitespace character is expected/, () => 'a space is missing after the colon'],
  [/tag/, () => 'a text that begins with ! must stand in quotes'],
  [/anchor/, () => 'a text that begins with & must stand in quotes'],
  [/alias/, () => 'a text that begins with * must stand in quotes'],
]

/** Turns the YAML reader's complaint into a sentence for the author, with its line in the block. */
export function explainYaml(cause: YAMLException, source: string): BlockError {
  const { reason, mark } = cause
  const position = mark?.position ?? 0
  const rest = source.slice(position).split('\n', 1)[0] ?? ''
  const explain = EXPLANATIONS.find(([pattern]) => pattern.test(reason))?.[1]
  const sentence = explain === undefined ? reason : explain(rest)
  // A line that should have been a key is found out only behind its end
  const end = NO_KEY.test(reason) ? source.slice(0, position).trimEnd().length : position
  const error = new BlockError(sentence, source.slice(0, end).split('\n').length)
  error.cause = cause
  return error
}

function unclosedQuote(): string {
  return 'a quotation mark or bracket above is never closed; close it, and double a quotation mark that belongs to the text'
}

function indentation(rest: string): string {
  if (rest.startsWith(':')) {
    return 'a colon stands inside a text without quotes; put the text in quotes'
  }
  if (/^[@`%]/.test(rest)) {
    return `a text that begins with ${rest[0]} must stand in quotes`
  }
  return 'this does not fit the line above; check indentation, and quotation marks inside a quoted text'
}
