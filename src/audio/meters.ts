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
   * Raised whenever the result for a recording of this format changes; recordings that an older version
   * measured are then measured again.
   */
  readonly version: number
  /** The media types of its results. */
  readonly types: readonly string[]
  readonly load: () => Promise<CreateMeter>
}

/**
 * The meter of each format. All but that of MP3 are loaded when first needed, because most shows never need
 * them.
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

/** The current methods of measuring, each with its version, e.g. `mpeg 1`. */
export const METHODS: readonly [string, ...string[]] = [
  'unknown',
  ...new Set(METHOD_BY_TYPE.values()),
]

/** The method that measures recordings of a media type. */
export function methodOfType(type: string): string {
  return METHOD_BY_TYPE.get(type) ?? 'unknown'
}

/**
 * Makes a meter for a recording of a format.
 *
 * @throws {Unplayable} If it is clear from the beginning that it cannot be played.
 */
export async function createMeter(format: Format, recording: Content): Promise<Meter> {
  const create = await METERS[format].load()
  return meterBehindTags(recording, format, create)
}

/** Reads the chapters in a recording, in the order of their times. */
type ReadChapters = (content: Content) => readonly AudioChapter[]

/**
 * The chapter reader of each format; in the others no player shows chapters. All but that of MP3 are loaded
 * when first needed.
 */
const CHAPTER_READERS: Partial<Readonly<Record<Format, () => Promise<ReadChapters>>>> = {
  mpeg: async () => readId3Chapters,
  adts: async () => readId3Chapters,
  mp4: async () => (await import('./mp4/mp4-chapters.ts')).readMp4Chapters,
  ogg: async () => (await import('./tags/comment-chapters.ts')).readOggChapters,
  flac: async () => (await import('./tags/comment-chapters.ts')).readFlacChapters,
  webm: async () => (await import('./webm/webm-chapters.ts')).readWebmChapters,
}

/** The chapter reader for recordings of a format. */
export async function chapterReader(format: Format): Promise<ReadChapters> {
  const read = await CHAPTER_READERS[format]?.()
  return read ? (content) => read(withoutTags(content, format)) : () => []
}
