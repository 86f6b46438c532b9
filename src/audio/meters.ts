import { meterBehindTags, withoutTags } from './behind-tags.ts'
import type { Meter } from './facts.ts'
import { createMpegMeter } from './mpeg/meter.ts'
import type { Content } from './content.ts'
import type { Format } from './sniff.ts'
import type { AudioChapter } from './audio.ts'
import { readId3Chapters } from './id3/id3-chapters.ts'

type CreateMeter = (recording: Content) => Meter

interface Row {
  /**
   * Counts up whenever a recording of the format would be measured otherwise than before; what was
   * measured by an older version is measured again.
   */
  readonly version: number
  /** The media types that it gives. */
  readonly types: readonly string[]
  readonly load: () => Promise<CreateMeter>
}

/**
 * How recordings of each format are measured. What is not for MP3 is loaded when first needed, since
 * most shows never need it.
 */
const METERS: Readonly<Record<Format, Row>> = {
  mpeg: { version: 4, types: ['audio/mpeg'], load: async () => createMpegMeter },
  adts: {
    version: 3,
    types: ['audio/aac'],
    load: async () => (await import('./adts.ts')).createAdtsMeter,
  },
  mp4: {
    version: 3,
    types: ['audio/x-m4a', 'video/mp4', 'video/x-m4v', 'video/quicktime'],
    load: async () => (await import('./mp4/meter.ts')).createMp4Meter,
  },
  ogg: {
    version: 3,
    types: ['audio/ogg', 'video/ogg'],
    load: async () => (await import('./ogg/meter.ts')).createOggMeter,
  },
  flac: {
    version: 3,
    types: ['audio/flac'],
    load: async () => (await import('./flac/meter.ts')).createFlacMeter,
  },
  wav: {
    version: 3,
    types: ['audio/wav'],
    load: async () => (await import('./wav-meter.ts')).createWavMeter,
  },
  webm: {
    version: 3,
    types: ['audio/webm', 'video/webm', 'audio/x-matroska', 'video/x-matroska'],
    load: async () => (await import('./webm/meter.ts')).createWebmMeter,
  },
}

const METHOD_BY_TYPE: ReadonlyMap<string, string> = new Map(
  Object.entries(METERS).flatMap(([format, { version, types }]) =>
    types.map((type) => [type, `${format} ${version}`] as const),
  ),
)

/** The ways in which recordings are measured today, each with its version, e.g. `mpeg 1`. */
export const METHODS: readonly [string, ...string[]] = [
  'unknown',
  ...new Set(METHOD_BY_TYPE.values()),
]

/** The way in which a recording of a media type is measured. */
export function methodOfType(type: string): string {
  return METHOD_BY_TYPE.get(type) ?? 'unknown'
}

/**
 * Makes a meter for a recording of that format.
 *
 * @throws {Unplayable} If it is known beforehand why it cannot be played.
 */
export async function createMeter(format: Format, recording: Content): Promise<Meter> {
  const create = await METERS[format].load()
  return meterBehindTags(recording, format, create)
}

/** Reads the chapters that are written inside a recording, in the order of their times. */
type ReadChapters = (content: Content) => readonly AudioChapter[]

/**
 * Where recordings of each format have their chapters; those of the others no player shows. What is
 * not for MP3 is loaded when first needed.
 */
const CHAPTER_READERS: Partial<Readonly<Record<Format, () => Promise<ReadChapters>>>> = {
  mpeg: async () => readId3Chapters,
  adts: async () => readId3Chapters,
  mp4: async () => (await import('./mp4/mp4-chapters.ts')).readMp4Chapters,
  ogg: async () => (await import('./tags/comment-chapters.ts')).readOggChapters,
  flac: async () => (await import('./tags/comment-chapters.ts')).readFlacChapters,
  webm: async () => (await import('./webm/webm-chapters.ts')).readWebmChapters,
}

/** The reader for recordings of that format. */
export async function chapterReader(format: Format): Promise<ReadChapters> {
  const read = await CHAPTER_READERS[format]?.()
  return read ? (content) => read(withoutTags(content, format)) : () => []
}
