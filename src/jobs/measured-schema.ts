import * as v from 'valibot'
import { HOWS, type Audio } from '../audio/audio.ts'

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
  warnings: v.array(v.string()),
})
