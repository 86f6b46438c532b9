import { relative, sep } from 'node:path'
import type { Ask } from '../../jobs/worklist.ts'
import { readTranscript } from '../../jobs/read-sidecar.ts'
import type { Cue, TimedText } from '../../posts/timed-text/cue.ts'
import type { Post } from '../../posts/post.ts'
import type { TranscriptReference } from '../../posts/fields/transcripts-field.ts'
import { TIMED_TYPES } from '../../posts/timed-text/timed-text.ts'
import { slashHint } from '../../base/suggest.ts'
import type { FileFacts } from '../../base/disk.ts'
import { endingsOf, TRANSCRIPT_TYPES, transcriptTypeOf } from '../../base/media-types.ts'
import type { Transcript } from '../episode.ts'
import { faultOf } from '../../base/fault.ts'
import type { SidecarFault, SidecarPlace } from './sidecars.ts'
import { findBeside, firstFile } from './sidecars.ts'

/** The last cue may end so many seconds after the recording: players stop anyway. */
const OVERHANG = 1

/** A transcript that was found, but not read yet. */
export interface FoundTranscript extends Omit<Transcript, 'url' | 'path' | 'cues'> {
  /** Null for a local file. */
  readonly url: string | null
  /** Of the local file; null where there is none. */
  readonly facts: FileFacts | null
}

/** A transcript that was read and checked, but has no address on this site yet. */
export interface CheckedTranscript extends Omit<Transcript, 'url' | 'path'> {
  /** Null for a local file. */
  readonly url: string | null
}

/** What transcripts are checked with. */
interface TranscriptsAround {
  /** The content folder, absolute. */
  readonly folder: string
  /** Of the recording; null while unknown. */
  readonly seconds: number | null
  readonly ask: Ask
}

type Tell = (fault: SidecarFault) => void

/**
 * Finds the transcripts of a post: those it names, or else those with its name or the name of its
 * recording (`tides.md` and `tides.vtt`).
 */
export function findTranscripts(
  post: Post,
  place: SidecarPlace,
  tell: Tell,
): readonly FoundTranscript[] {
  const named = post.transcripts.map((reference) => () => namedTranscript(reference, place))
  // If no file name continues that of the post, there is nothing to search for.
  const types = place.stems.length === 0 ? [] : TRANSCRIPT_TYPES
  const beside = types.map((type) => () => besideTranscript(type, place))
  const found: FoundTranscript[] = []
  for (const find of named.length > 0 ? named : beside) {
    try {
      const transcript = find()
      if (transcript !== null) found.push(transcript)
    } catch (cause) {
      tell({
        ...FAULT,
        file: null,
        line: null,
        field: 'transcripts',
        message: faultOf(cause).message,
      })
    }
  }
  return found
}

/** The valid ones among the found transcripts; the others are reported and left out. */
export function checkTranscripts(
  found: readonly FoundTranscript[],
  around: TranscriptsAround,
  tell: Tell,
): readonly CheckedTranscript[] {
  return found.flatMap(({ facts, ...transcript }) => {
    if (transcript.file === null || facts === null) return [{ ...transcript, cues: [] }]
    const { file, type } = transcript
    const { result: read, failure } = around.ask(readTranscript(file, type, facts))
    const name = relative(around.folder, file).replaceAll(sep, '/')
    const tellFile = (line: number | null, message: string): readonly [] => {
      const end = 'the transcript is not published'
      tell({ ...FAULT, file: name, line, field: null, message: `${message}; ${end}` })
      return []
    }
    if (failure !== null) return tellFile(null, failure.message)
    if (read === null) return []
    if (read.content === null) return tellFile(read.fault.line, read.fault.message)
    try {
      return [checked(transcript, read.content, around.seconds)]
    } catch (cause) {
      return tellFile(null, faultOf(cause).message)
    }
  })
}

const FAULT = { rule: 'episode/transcript' } as const

function namedTranscript(
  { value, type, language, rel }: TranscriptReference,
  place: SidecarPlace,
): FoundTranscript {
  const known = type ?? transcriptTypeOf(value)
  if (known === null) {
    throw new RangeError(
      `expected a transcript in ${TRANSCRIPT_TYPES.map(extensionOf).join(', ')}, got "${value}"`,
    )
  }
  if (/^https?:\/\//i.test(value) && URL.canParse(value))
    return { ...describe(null, null, language, known, rel), url: value }
  const file = findBeside(value, place)
  if (file === null) {
    const hint = slashHint(value)
    throw new RangeError(`no file "${value}" beside the post${hint === null ? '' : `; ${hint}`}`)
  }
  return describe(file, place.disk.stat(file), language, known, rel)
}

/** Other JSON files may be beside a post, so a JSON transcript needs a name of its own. */
function besideTranscript(type: string, place: SidecarPlace): FoundTranscript | null {
  const extension = extensionOf(type)
  const endings =
    extension === '.json' ? ['.transcript.json'] : [extension, `.transcript${extension}`]
  const file = firstFile(
    place.stems.flatMap((stem) => endings.map((ending) => stem + ending)),
    place.disk,
  )
  return file === null ? null : describe(file, place.disk.stat(file), null, type, null)
}

function extensionOf(type: string): string {
  return `.${endingsOf(type)[0]}`
}

function describe(
  file: string | null,
  facts: FileFacts | null,
  language: string | null,
  type: string,
  rel: 'captions' | null,
): FoundTranscript {
  const times = TIMED_TYPES.includes(type)
  const captions = times && (file !== null || type !== 'application/json')
  return {
    url: null,
    file,
    facts,
    type,
    language,
    rel: captions ? 'captions' : times ? rel : null,
  }
}

/** A local transcript; one that some players do not accept is written again. */
function checked(
  found: Omit<CheckedTranscript, 'cues'>,
  { cues, standard }: TimedText,
  seconds: number | null,
): CheckedTranscript {
  const within = withinRecording(cues, seconds)
  const asItIs = standard && (seconds === null || endOf(cues) <= seconds + OVERHANG)
  return { ...found, file: asItIs ? found.file : null, cues: within }
}

/**
 * The cues, cut at the end of the recording.
 *
 * @throws {RangeError} If one begins after it: the transcript belongs to another recording.
 */
function withinRecording(cues: readonly Cue[], seconds: number | null): readonly Cue[] {
  if (seconds === null || endOf(cues) <= seconds) return cues
  const late = cues.find(({ start }) => start >= seconds - 0.001)
  if (late !== undefined) {
    throw new RangeError(
      `expected cues within the recording of ${seconds.toFixed(1)} s, got one at ${late.start} s; is it the transcript of another recording?`,
    )
  }
  const end = Math.floor(seconds * 1000) / 1000
  return cues.map((cue) => (cue.end > end ? { ...cue, end } : cue))
}

function endOf(cues: readonly Cue[]): number {
  return cues.reduce((end, cue) => Math.max(end, cue.end), 0)
}
