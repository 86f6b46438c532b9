import * as v from 'valibot'
import { probeFile } from '../audio/probe-file.ts'
import { faultOf } from '../base/fault.ts'
import type { FileFacts } from '../base/disk.ts'
import { LimitError } from '../base/workers.ts'
import type { Body } from '../posts/body.ts'
import type { Aligned, AlignWork } from './align-recording.ts'
import { openAlignThread } from './align-thread.ts'
import { hashOf, JobFailure, type Job, type Kind } from './job.ts'
import { hash as digest } from 'node:crypto'
import type { Cue } from '../posts/timed-text/cue.ts'
import { renderVtt } from '../posts/timed-text/render-vtt.ts'

/** The article of a post. */
interface Article extends Omit<AlignWork, 'recorded' | 'body'> {
  readonly body: Body
}

interface AlignFile extends Article {
  /** The recording, absolute. */
  readonly file: string
}

/** The result that is stored; failures are stored as failures of the job. */
export type AlignedFile = Exclude<Aligned, { readonly kind: 'failed' }>

const SECONDS = v.pipe(v.number(), v.finite(), v.minValue(0))
const RESULT: v.GenericSchema<unknown, AlignedFile> = v.variant('kind', [
  v.object({
    kind: v.literal('aligned'),
    cues: v.array(v.object({ start: SECONDS, end: SECONDS, text: v.string() })),
    missing: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
  v.object({ kind: v.literal('other') }),
  v.object({ kind: v.literal('short') }),
])

const thread = openAlignThread()

/** Finds when each sentence of an article is spoken in a local recording. */
export const ALIGN_FILE: Kind<AlignFile, AlignedFile> = {
  name: 'aligned',
  counted: 'recordings aligned',
  methods: ['align 5'],
  schema: RESULT,
  atOnce: 1,
  async run({ file, body, ...article }, { signal, disk }) {
    try {
      await using handle = await disk.open(file)
      const { type, channels } = await probeFile(file, { signal, descriptor: handle.fd })
      const recorded = { path: file, descriptor: handle.fd, type, channels: channels ?? 2 }
      // The thread answers such work with what `alignRecording` returns.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const aligned = (await thread.run(
        { ...article, body: body.text(), recorded } satisfies AlignWork,
        signal,
      )) as Aligned
      if (aligned.kind !== 'failed') return aligned
      throw new JobFailure(aligned.message, 'unaligned', aligned.lasting ? null : 0)
    } catch (cause) {
      signal.throwIfAborted()
      if (cause instanceof JobFailure) throw cause
      const pause = cause instanceof LimitError ? null : 0
      throw new JobFailure(faultOf(cause).message, 'unaligned', pause, { cause })
    }
  },
}

/**
 * The job of aligning a recording with an article.
 *
 * @param key The file of the post from the content folder.
 * @param file The recording, absolute.
 */
export function alignFile(
  key: string,
  file: string,
  { bytes, modified }: FileFacts,
  article: Article,
): Job<AlignFile, AlignedFile> {
  const { title, body, language } = article
  const input = hashOf(bytes, modified, body.hash, title, language)
  return { kind: ALIGN_FILE, key, input, work: { ...article, file }, believed: Infinity }
}

/** The note by which a transcript of `align` is recognised: what it was made from, and a hash of its cues. */
const ALIGNED_NOTE = /^WEBVTT\n\nNOTE Times found by sidecast align, (\S+) (\S+)\n\n/

/**
 * Writes the times of sentences as WebVTT.
 *
 * @param input A hash of the recording and the article.
 */
export function renderAligned(cues: readonly Omit<Cue, 'speaker'>[], input: string): string {
  const [head = '', ...blocks] = renderVtt(cues.map((cue) => ({ ...cue, speaker: null }))).split(
    '\n\n',
  )
  const rest = blocks.join('\n\n')
  return `${head}\n\nNOTE Times found by sidecast align, ${input} ${checkOf(rest)}\n\n${rest}`
}

/**
 * The input hash of a transcript that `renderAligned` made; null for one that a person has written or edited.
 */
export function inputOfVtt(text: string): string | null {
  const [note, input, hash] = ALIGNED_NOTE.exec(text) ?? []
  if (note === undefined || input === undefined) return null
  return checkOf(text.slice(note.length)) === hash ? input : null
}

function checkOf(text: string): string {
  return digest('sha256', text).slice(0, 12)
}
