import * as v from 'valibot'
import type { Heard } from '../audio/listen/listening.ts'
import { ListenError, listen } from '../audio/listen/listen.ts'
import { probeFile } from '../audio/probe-file.ts'
import { faultOf } from '../base/fault.ts'
import type { FileFacts } from '../base/disk.ts'
import { hashOf, JobFailure, type Job, type Kind } from './job.ts'

const LEVEL = v.nullable(v.pipe(v.number(), v.finite()))
const MOST_CHANNELS = 64

/** Decodes a local recording and measures what is heard. Only `check --listen` asks for it. */
export const LISTEN_TO_FILE: Kind<{ readonly file: string }, Heard> = {
  name: 'heard',
  counted: 'recordings listened to',
  methods: ['listen 1'],
  schema: v.object({
    seconds: v.pipe(v.number(), v.finite(), v.minValue(0)),
    channels: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_CHANNELS)),
    loudness: LEVEL,
    peak: LEVEL,
    clipped: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    levels: v.array(LEVEL),
    cancelled: LEVEL,
    envelope: v.array(v.pipe(v.number(), v.integer())),
    hash: v.string(),
  }),
  // Each uses a core of its own.
  atOnce: 2,
  async run({ file }, { signal, disk }) {
    try {
      await using handle = await disk.open(file)
      const { type, channels } = await probeFile(file, { signal, descriptor: handle.fd })
      const recorded = { path: file, descriptor: handle.fd, type, channels: channels ?? 2 }
      return await listen(recorded, signal)
    } catch (cause) {
      signal.throwIfAborted()
      const isLasting = cause instanceof ListenError && cause.deaf === 'undecodable'
      const pause = isLasting ? null : 0
      throw new JobFailure(faultOf(cause).message, 'unheard', pause, { cause })
    }
  },
}

/**
 * The job of listening to a file.
 *
 * @param key The file from the content folder.
 * @param file Absolute.
 */
export function listenToFile(
  key: string,
  file: string,
  { bytes, modified }: FileFacts,
): Job<{ readonly file: string }, Heard> {
  const input = hashOf(bytes, modified)
  return { kind: LISTEN_TO_FILE, key, input, work: { file }, believed: Infinity }
}
