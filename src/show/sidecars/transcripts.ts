import { extname, relative, sep } from 'node:path'
import type { Cue } from '../../posts/timed-text/cue.ts'
import type { Post, TranscriptReference } from '../../posts/post.ts'
import { TIMED_TYPES } from '../../posts/timed-text/timed-text.ts'
import { BlockError } from '../../posts/front-matter/values.ts'
import type { FileFacts } from '../folder/disk.ts'
import type { Transcript } from '../episode.ts'
import { faultOf } from '../fault.ts'
import type { SidecarFault, SidecarPlace } from './sidecars.ts'
import { findBeside, firstFile, stems } from './sidecars.ts'
import type { TimedTexts } from './timed-texts.ts'
import { readUtf8 } from './timed-texts.ts'

/** Extension of a transcript file → its media type. @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md */
const TRANSCRIPT_TYPES: Readonly<Record<string, string>> = {
  '.vtt': 'text/vtt',
  '.srt': 'application/x-subrip',
  '.json': 'application/json',
  '.html': 'text/html',
  '.txt': 'text/plain',
}

/** What no transcript needs, and what a reader of it must not run. */
const ACTIVE = /<(?:script|iframe|object|embed|form|style|link|meta)\b|\son[a-z]+\s*=|javascript:/i

/** Seconds by which the last cue may outlast the recording: players stop anyway. */
const OVERHANG = 1

/** Where transcripts are looked for, and what they are held against. */
export interface TranscriptPlace extends SidecarPlace {
  /** The content folder, absolute. */
  readonly folder: string
  /** Of the recording; null while unknown. */
  readonly seconds: number | null
  readonly texts: TimedTexts
}

/** A transcript that was found and checked, before this site gives it an address. */
export interface FoundTranscript extends Omit<Transcript, 'url' | 'path'> {
  /** Null for a local file. */
  readonly url: string | null
}

/**
 * The transcripts of a post: those it names, else those that bear its name or its recording's
 * (`tides.md` and `tides.vtt`). A local one is read first; a broken one is told and left out.
 */
export async function findTranscripts(
  post: Post,
  place: TranscriptPlace,
  tell: (fault: SidecarFault) => void,
): Promise<readonly FoundTranscript[]> {
  const named = post.transcripts.map((reference) => () => namedTranscript(reference, place))
  const beside = Object.entries(TRANSCRIPT_TYPES).map(
    ([extension, type]) =>
      () =>
        besideTranscript(extension, type, place),
  )
  const found: FoundTranscript[] = []
  for (const find of named.length > 0 ? named : beside) {
    try {
      const transcript = await find()
      if (transcript !== null) found.push(await checked(transcript, place))
    } catch (cause) {
      tell(faultIn(cause, place))
    }
  }
  return found
}

/** A mistake in a transcript's own file. */
class TranscriptError extends RangeError {
  readonly file: string
  readonly line: number | null

  constructor(file: string, cause: unknown) {
    super(faultOf(cause).message, { cause })
    this.file = file
    this.line = cause instanceof BlockError ? cause.line : null
  }
}

const FAULT = { rule: 'episode/transcript' } as const

function faultIn(cause: unknown, { folder }: TranscriptPlace): SidecarFault {
  if (!(cause instanceof TranscriptError)) {
    return { ...FAULT, file: null, line: null, message: faultOf(cause).message }
  }
  const file = relative(folder, cause.file).replaceAll(sep, '/')
  const message = `${cause.message}; the transcript does not go out`
  return { ...FAULT, file, line: cause.line, message }
}

async function namedTranscript(
  { value, type, language, rel }: TranscriptReference,
  place: TranscriptPlace,
): Promise<FoundTranscript> {
  const known = type ?? TRANSCRIPT_TYPES[extname(value.replace(/[?#].*$/s, '')).toLowerCase()]
  if (known === undefined) {
    throw new RangeError(
      `expected a transcript in ${Object.keys(TRANSCRIPT_TYPES).join(', ')}, got "${value}"`,
    )
  }
  if (/^https?:\/\//i.test(value) && URL.canParse(value))
    return { ...describe(null, language, known, rel), url: value }
  const file = await findBeside(value, place)
  if (file === null) throw new RangeError(`no file "${value}" beside the post`)
  return describe(file, language, known, rel)
}

/** Many a JSON file beside a post is no transcript, so one goes by a name of its own. */
async function besideTranscript(
  extension: string,
  type: string,
  place: TranscriptPlace,
): Promise<FoundTranscript | null> {
  const endings =
    extension === '.json' ? ['.transcript.json'] : [extension, `.transcript${extension}`]
  const file = await firstFile(
    stems(place).flatMap((stem) => endings.map((ending) => stem + ending)),
    place.disk,
  )
  return file === null ? null : describe(file, null, type, null)
}

function describe(
  file: string | null,
  language: string | null,
  type: string,
  rel: 'captions' | null,
): FoundTranscript {
  const times = TIMED_TYPES.includes(type)
  const captions = times && (file !== null || type !== 'application/json')
  return {
    url: null,
    file,
    type,
    language,
    rel: captions ? 'captions' : times ? rel : null,
    cues: [],
  }
}

/** A local transcript after its file was read; one that not every player takes is written anew. */
async function checked(
  found: FoundTranscript,
  { disk, texts, seconds }: TranscriptPlace,
): Promise<FoundTranscript> {
  const { file, type } = found
  const facts = file === null ? null : await disk.stat(file)
  if (file === null || facts === null) return found
  try {
    if (!TIMED_TYPES.includes(type)) return await withoutTimes(found, file, facts)
    const { cues, standard } = await texts.read(file, facts, type)
    const within = withinRecording(cues, seconds)
    const asItIs = standard && (seconds === null || endOf(cues) <= seconds + OVERHANG)
    return { ...found, file: asItIs ? file : null, cues: within }
  } catch (cause) {
    throw new TranscriptError(file, cause)
  }
}

async function withoutTimes(
  found: FoundTranscript,
  file: string,
  facts: FileFacts,
): Promise<FoundTranscript> {
  const text = await readUtf8(file, facts)
  if (text.trim() === '') throw new RangeError('expected text, got an empty file')
  const active = found.type === 'text/html' ? ACTIVE.exec(text)?.[0] : undefined
  if (active === undefined) return found
  throw new RangeError(`expected text and its markup, got "${active.trim()}"; take it out`)
}

/**
 * The cues with none beyond the recording's end.
 *
 * @throws {RangeError} If one begins there: the transcript is another recording's.
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
