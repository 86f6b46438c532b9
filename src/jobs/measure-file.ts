import { basename } from 'node:path'
import type { Audio } from '../audio/audio.ts'
import { methodOfType, METHODS } from '../audio/meters.ts'
import { ProbeError, type Refusal } from '../audio/probe-error.ts'
import { probeFile } from '../audio/probe-file.ts'
import { faultOf } from '../base/fault.ts'
import { ContentError } from '../base/content-door.ts'
import type { FileFacts } from '../base/disk.ts'
import { whyUnreadable } from '../base/file-errors.ts'
import { hashOf, JobFailure, UNREADABLE, type Job, type Kind } from './job.ts'
import { MEASURED } from './measured-schema.ts'

/** Milliseconds after which a recording is looked at again that grew while it was measured. */
const STILL_GROWING = 1000

/** A refusal that may pass → milliseconds after which the recording is looked at again; any other stands for its bytes. */
const PAUSES: Readonly<Partial<Record<Refusal, number>>> = {
  growing: STILL_GROWING,
  unreadable: UNREADABLE,
}

/** Measures a recording on this machine, tags included. */
export const MEASURE_FILE: Kind<{ readonly file: string }, Audio> = {
  name: 'recordings',
  counted: 'recordings measured',
  methods: METHODS,
  methodOf: ({ type }) => methodOfType(type),
  schema: MEASURED,
  // More is not faster: a disk gives its bytes to one reader as quickly as to many.
  atOnce: 4,
  async run({ file }, { signal, disk }) {
    try {
      await using handle = await disk.open(file).catch((cause: unknown) => refuse(file, cause))
      return await probeFile(file, { signal, tags: true, descriptor: handle.fd })
    } catch (cause) {
      const refusal = cause instanceof ProbeError ? cause.refusal : 'unreadable'
      const pause = PAUSES[refusal] ?? null
      throw new JobFailure(faultOf(cause).message, refusal, pause, { cause })
    }
  },
}

/**
 * The job of measuring a file.
 *
 * @param key The file from the content folder.
 * @param file Absolute.
 * @param from When it has rested, in milliseconds since 1970; 0 for now.
 */
export function measureFile(
  key: string,
  file: string,
  { bytes, modified }: FileFacts,
  from: number,
): Job<{ readonly file: string }, Audio> {
  const input = hashOf(bytes, modified)
  return { kind: MEASURE_FILE, key, input, work: { file }, believed: Infinity, from }
}

/** @throws {ProbeError} Always: a recording that cannot be opened is refused like one without sound. */
function refuse(file: string, cause: unknown): never {
  const sentence =
    cause instanceof ContentError
      ? cause.message
      : `"${basename(file)}" cannot be read: ${whyUnreadable(cause)}`
  throw new ProbeError('unreadable', sentence, { cause })
}
