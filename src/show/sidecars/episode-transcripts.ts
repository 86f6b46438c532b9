import { endingsOf, TRANSCRIPT_TYPES } from '../../base/media-types.ts'
import type { Cue } from '../../posts/timed-text/cue.ts'
import { TIMED_TYPES } from '../../posts/timed-text/timed-text.ts'
import type { Episode, Transcript } from '../episode.ts'
import type { Draft } from '../episode-parts.ts'
import { urlOf } from '../show.ts'
import type { CheckedTranscript } from './transcripts.ts'

/** What the addresses of transcripts are made of. */
interface Place {
  readonly baseUrl: string
  /** Of the episode. */
  readonly language: string
}

/**
 * All transcripts of an episode: those of its author; copies of them in other formats; and the
 * article itself.
 */
export function episodeTranscripts(
  { post, page, transcripts: found }: Draft,
  { baseUrl, language }: Place,
): Pick<Episode, 'transcripts' | 'cues'> {
  const isOwn = (transcript: CheckedTranscript) => isSameLanguage(transcript.language, language)
  const own = found.filter(isOwn)
  const cues = byForm(own).find((each) => each.cues.length > 0)?.cues ?? []
  const text = cues.length > 0 || post.body.fact('hasLetters')
  const taken = new Set(own.map(({ type, url }) => (url === null || isTimed(type) ? type : null)))
  const made = TRANSCRIPT_TYPES.filter(
    (type) => !taken.has(type) && (isTimed(type) ? cues.length > 0 : text),
  ).map((type) => madeTranscript(type, cues))
  const others = found.filter((transcript) => !isOwn(transcript))
  const paths = new Set<string>()
  const transcripts = [...byForm([...own, ...made]), ...byForm(others)].flatMap((transcript) => {
    const path = pathOf(transcript, page, language)
    if (path !== null && paths.has(path)) return []
    if (path !== null) paths.add(path)
    return addressed(transcript, path, { baseUrl, language })
  })
  return { transcripts, cues }
}

function isTimed(type: string): boolean {
  return TIMED_TYPES.includes(type)
}

function isSameLanguage(tag: string | null, language: string): boolean {
  return tag === null || tag.split('-', 1)[0] === language.split('-', 1)[0]
}

function byForm(transcripts: readonly CheckedTranscript[]): CheckedTranscript[] {
  return transcripts.toSorted(
    (a, b) => TRANSCRIPT_TYPES.indexOf(a.type) - TRANSCRIPT_TYPES.indexOf(b.type),
  )
}

function madeTranscript(type: string, cues: readonly Cue[]): CheckedTranscript {
  return isTimed(type)
    ? { url: null, file: null, type, language: null, rel: 'captions', cues }
    : { url: null, file: null, type, language: null, rel: null, cues: [] }
}

function pathOf(
  { url, type, language }: CheckedTranscript,
  page: string,
  own: string,
): string | null {
  if (url !== null) return null
  const mark = isSameLanguage(language, own) ? '' : `.${language}`
  return `${page}transcript${mark}.${endingsOf(type)[0] ?? 'txt'}`
}

/** A local transcript has the language of the episode by default; for others only the author knows. */
function addressed(
  found: CheckedTranscript,
  path: string | null,
  { baseUrl, language }: Place,
): Transcript[] {
  if (path === null) return found.url === null ? [] : [{ ...found, url: found.url, path }]
  return [{ ...found, language: found.language ?? language, url: urlOf({ baseUrl }, path), path }]
}
