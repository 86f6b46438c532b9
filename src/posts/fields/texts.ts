import { describe, type Warn } from './convert.ts'
import { parseName, parseShortText } from './part-values.ts'
import { readList, type Read } from './parts.ts'
import { pathOf, type Value } from '../front-matter/values.ts'
import { isMap } from '../front-matter/values.ts'

/** A text for machines, such as the code by which a directory knows whose show it is. */
export interface Text {
  /** E.g. `verify`; null for a text of no stated purpose. */
  readonly purpose: string | null
  readonly text: string
}

const parseText = parseShortText(4000)

/**
 * Reads texts by their purpose, `{ applepodcastsverify: code }`, one or several for each.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/txt.md
 */
export function readTexts(value: Value, warn: Warn): readonly Text[] | null {
  if (!isMap(value)) return readFor(null)(value, warn)
  const texts = Object.entries(value).flatMap(([purpose, written]) => {
    const tell: Warn = (at, message) => warn(`.${pathOf('', purpose)}${at}`, message)
    if (parseName(purpose) !== 'ai-content') return readFor(purpose)(written, tell) ?? []
    tell('', 'it has a key of its own; write ai_content: true, or false')
    return []
  })
  return texts.length === 0 ? null : texts
}

function readFor(purpose: string | null): Read<readonly Text[]> {
  return readList((value) => {
    if (typeof value !== 'string') {
      throw new RangeError(`expected a text, got ${describe(value)}; put it in quotes`)
    }
    return { purpose, text: parseText(value) }
  })
}
