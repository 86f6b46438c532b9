import { endingsOf, TRANSCRIPT_TYPES, transcriptTypeOf } from '../../base/media-types.ts'
import type { Warn } from './convert.ts'
import { describe, fieldOf, readLanguage, readText } from './convert.ts'
import type { Value } from '../front-matter/values.ts'
import { isList, isMap } from '../front-matter/values.ts'

/** A transcript that a post names. */
export interface TranscriptReference {
  /** A URL, or a path beside the post. */
  readonly value: string
  readonly type: string | null
  readonly language: string | null
  readonly rel: 'captions' | null
}

/** Names that authors use for a type → the registered media type. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ...TRANSCRIPT_TYPES.flatMap((type) => endingsOf(type).map((ending) => [ending, type] as const)),
  ['application/srt', 'application/x-subrip'],
  ['text/srt', 'application/x-subrip'],
  ['application/x-srt', 'application/x-subrip'],
  ['webvtt', 'text/vtt'],
])

/**
 * Reads the transcripts that a post names: a path, a map with `url`, or a list of either.
 *
 * @returns Null if it names none, or is a boolean (`transcript: true`).
 */
export function readTranscripts(value: Value, warn: Warn): readonly TranscriptReference[] | null {
  const items = isList(value) ? value : [value]
  const references = items.flatMap((item, index) => {
    const place = isList(value) ? `[${index}]` : ''
    return readTranscript(item, (at, message) => warn(`${place}${at}`, message)) ?? []
  })
  return references.length === 0 ? null : references
}

function readTranscript(item: Value, warn: Warn): TranscriptReference | null {
  if (item === null || typeof item === 'boolean' || isList(item)) return null
  const address = isMap(item) ? fieldOf(item, 'url', 'src', 'file', 'path', 'href') : item
  if (typeof address !== 'string' || address.trim() === '') return null
  const value = address.trim()
  if (/\n/.test(value) || value.length > 2000) {
    warn('', `expected a path or URL, got ${describe(value)}; put the transcript in a file`)
    return null
  }
  const map = isMap(item) ? item : {}
  return {
    value,
    type: typeOf(fieldOf(map, 'type', 'mimetype', 'format'), value),
    language: languageOf(fieldOf(map, 'language', 'lang', 'srclang'), warn),
    rel: fieldOf(map, 'rel', 'kind') === 'captions' ? 'captions' : null,
  }
}

function typeOf(type: Value, address: string): string | null {
  const given = typeof type === 'string' ? type.trim().toLowerCase() : ''
  if (given !== '') return ALIASES.get(given) ?? given
  return transcriptTypeOf(address)
}

function languageOf(value: Value, warn: Warn): string | null {
  try {
    return readText(readLanguage(value))
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    warn('.language', cause.message)
    return null
  }
}
