import type { AudioChapter } from '../audio.ts'
import type { Facts } from '../facts.ts'
import { readId3Chapters } from '../id3/chapters.ts'
import type { Read } from '../id3/frames.ts'
import { ID3_HEAD_BYTES, id3Bytes } from '../id3/head.ts'
import { createMeter } from '../meters.ts'
import type { Format } from '../sniff.ts'
import { asRecording, NeedsFile } from './as-recording.ts'
import { confirmFlac } from './confirm-flac.ts'
import { confirmMpeg } from './confirm-mpeg.ts'
import { confirmOgg } from './confirm-ogg.ts'
import { measureSparseCopy } from './sparse-copy.ts'
import { completeIfNear, type Source } from './source.ts'

/** How a format is measured by some of its bytes. */
interface Look {
  readonly look: (read: Read, bytes: number) => Facts | null | Promise<Facts | null>
  /** Whether it is less than all that can be known, so that reading everything may tell more. */
  readonly samples: boolean
}

const LOOKS: Partial<Readonly<Record<Format, Look>>> = {
  mpeg: { look: confirmMpeg, samples: true },
  ogg: { look: confirmOgg, samples: true },
  flac: { look: confirmFlac, samples: true },
  mp4: { look: lookAtIndex('mp4'), samples: false },
  wav: { look: lookAtIndex('wav'), samples: false },
}

/** Recordings up to this size are read whole: samples would cost as much. */
const SMALL_BYTES = 256 * 1024

/** The meters of these formats read the index and let all else go by. */
function lookAtIndex(format: 'mp4' | 'wav'): Look['look'] {
  return async (read, bytes) => {
    const recording = asRecording(() => bytes, read)
    return (await createMeter(format, recording)).end()
  }
}

/**
 * Measures a recording by some of its bytes; null where only reading it whole helps.
 *
 * @param exact Whether samples are not good enough.
 */
export async function measureAtAGlance(
  source: Source,
  format: Format,
  exact: boolean,
): Promise<Facts | null> {
  const { bytes } = source.version
  const known = LOOKS[format]
  if (!known || bytes === null) return null
  if (known.samples && (exact || !source.ranged)) return null
  if (source.ranged && bytes <= SMALL_BYTES) {
    await completeIfNear(source, () => source.read(0, bytes))
    if (known.samples) return null
  }
  try {
    return await completeIfNear(source, () => known.look(source.read, bytes))
  } catch (error) {
    if (!(error instanceof NeedsFile)) throw error
    return measureSparseCopy(source)
  }
}

/** Parts that are loaded to find chapters. With artwork before them it takes one or two. */
const CHAPTER_LOADS = 3
/** The largest tag that is read for its chapters' sake: chapters may have a picture each. */
const LARGEST_TAG = 8 * 1024 * 1024

/** The chapters in the tag at the beginning; none where reading them would cost too much. */
export async function readLeadingChapters(source: Source): Promise<readonly AudioChapter[]> {
  const readChapters = (): readonly AudioChapter[] => readId3Chapters(source.read)
  const chapters = await completeIfNear(source, readChapters, CHAPTER_LOADS)
  if (chapters) return chapters
  const tag = await completeIfNear(source, () => id3Bytes(source.read(0, ID3_HEAD_BYTES)))
  if (tag === null || tag > LARGEST_TAG) return []
  await completeIfNear(source, () => source.read(0, tag))
  return (await completeIfNear(source, readChapters, CHAPTER_LOADS)) ?? []
}
