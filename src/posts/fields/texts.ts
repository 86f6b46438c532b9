import { describe, type Warn } from './convert.ts'
import { parseName, parseShortText } from './part-values.ts'
import { Parts, readList, type Read } from './map-parts.ts'
import { hasKey } from '../front-matter/keys.ts'
import { isList, isMap, pathOf, type Value } from '../front-matter/values.ts'

/** A text for machines, such as the code by which a directory verifies the owner of a show. */
export interface Text {
  /** E.g. `verify`; null for a text without a purpose. */
  readonly purpose: string | null
  readonly text: string
}

const parseText = parseShortText(4000)

/**
 * Reads texts: a map from purpose to one or several texts, `{ applepodcastsverify: code }`, or `{ purpose:
 * applepodcastsverify, text: code }`, or a list of these.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/txt.md
 */
export function readTexts(value: Value, warn: Warn): readonly Text[] | null {
  const isNamed = isList(value) ? value.some(isMap) : namesBoth(value)
  if (isNamed) return readList(readNamed)(value, warn)
  if (!isMap(value)) return readFor(null)(value, warn)
  const texts = Object.entries(value).flatMap(([purpose, written]) => {
    const tell: Warn = (at, message) => warn(`.${pathOf('', purpose)}${at}`, message)
    return isAllowed(purpose, tell) ? (readFor(purpose)(written, tell) ?? []) : []
  })
  return texts.length === 0 ? null : texts
}

function namesBoth(value: Value): boolean {
  return isMap(value) && hasKey(value, 'purpose') && TEXT_KEYS.some((key) => hasKey(value, key))
}

const TEXT_KEYS = ['text', 'value']

function readNamed(value: Value, warn: Warn): Text | null {
  const parts = new Parts(value, 'text', warn)
  const purpose = parts.may('purpose', parseName)
  const text = parts.must(TEXT_KEYS.join(' '), parseText)
  parts.tellUnknown()
  return text === null || (purpose !== null && !isAllowed(purpose, warn)) ? null : { purpose, text }
}

function isAllowed(purpose: string, tell: Warn): boolean {
  if (parseName(purpose) !== 'ai-content') return true
  tell('', 'it has a key of its own; write ai_content: true, or false')
  return false
}

function readFor(purpose: string | null): Read<readonly Text[]> {
  return readList((value) => {
    if (typeof value !== 'string') {
      throw new RangeError(`expected a text, got ${describe(value)}; put it in quotes`)
    }
    return { purpose, text: parseText(value) }
  })
}
