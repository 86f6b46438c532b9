import { basename } from 'node:path'
import { type Audio, HOWS } from '../audio/audio.ts'
import { id3Bytes, ID3_HEAD_BYTES } from '../audio/id3/id3-tags.ts'
import { methodOfType, METHODS } from '../audio/meters.ts'
import { ProbeError, type Refusal } from '../audio/facts.ts'
import { probeFile } from '../audio/probe-file.ts'
import { faultOf, whyUnreadable } from '../base/fault.ts'
import { ContentError, openContent, type OpenedContent, type Roots } from '../base/content-door.ts'
import type { Disk, FileFacts } from '../base/disk.ts'
import { hashOf, JobFailure, UNREADABLE, type Job, type Kind } from './job.ts'
import * as v from 'valibot'

/** Seconds; no recording is longer than ten years. */
const LONGEST = 10 * 366 * 24 * 3600

const TEXT = v.nullable(v.string())
const COUNT = v.nullable(v.pipe(v.number(), v.finite()))

const TAGS = v.object({
  title: TEXT,
  artist: TEXT,
  album: TEXT,
  cover: v.nullable(v.object({ type: v.string(), bytes: v.number() })),
})

/** A recording that was measured, as it is kept. */
export const MEASURED: v.GenericSchema<unknown, Audio> = v.object({
  bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  seconds: v.pipe(v.number(), v.gtValue(0), v.maxValue(LONGEST)),
  type: v.string(),
  codec: TEXT,
  bitrate: COUNT,
  sampleRate: COUNT,
  channels: COUNT,
  vbr: v.nullable(v.boolean()),
  chapters: v.array(
    v.object({ start: v.pipe(v.number(), v.minValue(0), v.maxValue(LONGEST)), title: v.string() }),
  ),
  tags: v.nullable(TAGS),
  how: v.picklist(HOWS),
  hash: TEXT,
  etag: TEXT,
  modified: TEXT,
  cut: v.optional(TEXT, null),
  warnings: v.array(v.string()),
})

/** Milliseconds after which a recording that grew while it was measured is measured again. */
const STILL_GROWING = 1000

/** A temporary refusal → milliseconds after which to try again; any other refusal holds for the same bytes. */
const PAUSES: Readonly<Partial<Record<Refusal, number>>> = {
  growing: STILL_GROWING,
  unreadable: UNREADABLE,
}

/** Measures a local recording, including its tags. */
export const MEASURE_FILE: Kind<{ readonly file: string }, Audio> = {
  name: 'recordings',
  counted: 'recordings measured',
  methods: METHODS,
  methodOf: ({ type }) => methodOfType(type),
  schema: MEASURED,
  // More jobs are not faster: the disk is the limit.
  atOnce: 4,
  async run({ file }, { signal, disk }) {
    try {
      using opened = open(file, disk)
      const { descriptor } = opened
      return await probeFile(file, { signal, tags: true, descriptor })
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
 * @param from When it has been unchanged for long enough, in milliseconds since 1970; 0 for now.
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

/** @throws {ProbeError} A recording that cannot be opened is refused like one without sound. */
function open(file: string, disk: Pick<Disk, 'openSync'>): OpenedContent {
  try {
    return disk.openSync(file)
  } catch (cause) {
    const sentence =
      cause instanceof ContentError
        ? cause.message
        : `"${basename(file)}" cannot be read: ${whyUnreadable(cause)}`
    throw new ProbeError('unreadable', sentence, { cause })
  }
}

/** Bytes of the ID3 tag before the sound of a recording; 0 for one that cannot be read just now. */
export async function tagBytesOf(file: string, roots: Roots): Promise<number> {
  try {
    await using handle = await openContent(file, roots)
    const head = Buffer.alloc(ID3_HEAD_BYTES)
    await handle.read(head, 0, ID3_HEAD_BYTES, 0)
    return id3Bytes(head)
  } catch {
    return 0
  }
}
