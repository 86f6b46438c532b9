import { parseChaptersFile } from '../posts/fields/chapters-field.ts'
import { BlockError } from '../posts/front-matter/values.ts'
import type { TimedText } from '../posts/timed-text/cue.ts'
import { parseTimedText, TIMED_TYPES } from '../posts/timed-text/timed-text.ts'
import { faultOf, codeOf, whyUnreadable } from '../base/fault.ts'
import { type FileFacts, readUtf8 } from '../base/disk.ts'
import { hashOf, JobFailure, UNREADABLE, type Job, type Kind } from './job.ts'

/** The content of a file beside a post, or what is wrong with it. */
export type Sidecar<Content> =
  | { readonly content: Content; readonly fault: null }
  | {
      readonly content: null
      readonly fault: { readonly line: number | null; readonly message: string }
    }

interface TranscriptFile extends FileFacts {
  readonly file: string
  readonly type: string
}

/** Reads a transcript; one without times has no cues. */
const READ_TRANSCRIPT: Kind<TranscriptFile, Sidecar<TimedText>> = {
  name: 'transcripts',
  counted: 'transcripts read',
  methods: ['transcript 1'],
  schema: null,
  atOnce: 4,
  run: ({ type, ...file }, { disk }) =>
    sidecarOf(async () => {
      const text = await readUtf8(file.file, file, disk)
      return TIMED_TYPES.includes(type) ? parseTimedText(text, type) : withoutTimes(text, type)
    }),
}

/** The job of reading a transcript. @param type Its media type. */
export function readTranscript(
  file: string,
  type: string,
  facts: FileFacts,
): Job<TranscriptFile, Sidecar<TimedText>> {
  const input = hashOf(facts.bytes, facts.modified)
  const work = { ...facts, file, type }
  return { kind: READ_TRANSCRIPT, key: `${type} ${file}`, input, work, believed: Infinity }
}

type ChaptersFile = ReturnType<typeof parseChaptersFile>

/** Reads a file of JSON chapters. */
const READ_CHAPTERS: Kind<{ readonly file: string } & FileFacts, Sidecar<ChaptersFile>> = {
  name: 'chapters',
  counted: 'chapters files read',
  methods: ['chapters 1'],
  schema: null,
  atOnce: 4,
  run: (file, { disk }) =>
    sidecarOf(async () => parseChaptersFile(await readUtf8(file.file, file, disk))),
}

/** The job of reading a file of JSON chapters. */
export function readChapters(
  file: string,
  facts: FileFacts,
): Job<{ readonly file: string } & FileFacts, Sidecar<ChaptersFile>> {
  const input = hashOf(facts.bytes, facts.modified)
  return { kind: READ_CHAPTERS, key: file, input, work: { ...facts, file }, believed: Infinity }
}

async function sidecarOf<Content>(read: () => Promise<Content>): Promise<Sidecar<Content>> {
  try {
    return { content: await read(), fault: null }
  } catch (cause) {
    if (codeOf(cause) !== '') {
      const message = `cannot be read: ${whyUnreadable(cause)}`
      throw new JobFailure(message, 'unreadable', UNREADABLE, { cause })
    }
    const line = cause instanceof BlockError ? cause.line : null
    return { content: null, fault: { line, message: faultOf(cause).message } }
  }
}

/** Active content, which transcripts do not need and readers must not run. */
const ACTIVE = /<(?:script|iframe|object|embed|form|style|link|meta)\b|\son[a-z]+\s*=|javascript:/i

/** @throws {RangeError} If it is empty, or has active content. */
function withoutTimes(text: string, type: string): TimedText {
  if (text.trim() === '') throw new RangeError('expected text, got an empty file')
  const active = type === 'text/html' ? ACTIVE.exec(text)?.[0] : undefined
  if (active === undefined) return { cues: [], standard: true }
  throw new RangeError(`expected text and its markup, got "${active.trim()}"; remove it`)
}
