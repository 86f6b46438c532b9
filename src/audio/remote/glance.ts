import type { Content } from '../content.ts'
import type { Facts } from '../facts.ts'
import { confirmFlac } from '../flac/confirm.ts'
import { createMeter } from '../meters.ts'
import { confirmMpeg } from '../mpeg/confirm.ts'
import { confirmOgg } from '../ogg/confirm.ts'
import { isPlayable } from '../recognise.ts'
import type { Format } from '../sniff.ts'
import { completeIfNear, type Source } from './source.ts'

/** How a format is measured by a part of its bytes. */
interface Look {
  readonly look: (content: Content) => Facts | null | Promise<Facts | null>
  /** Whether this is less certain than reading everything. */
  readonly samples: boolean
}

const LOOKS: Partial<Readonly<Record<Format, Look>>> = {
  mpeg: { look: confirmMpeg, samples: true },
  ogg: { look: confirmOgg, samples: true },
  flac: { look: confirmFlac, samples: true },
  mp4: { look: lookAtIndex('mp4'), samples: false },
  wav: { look: lookAtIndex('wav'), samples: false },
}

/** Recordings up to this size, in bytes, are read completely: samples would cost as much. */
const SMALL_BYTES = 256 * 1024

/** The meters of these formats only read the index. */
function lookAtIndex(format: 'mp4' | 'wav'): Look['look'] {
  return async (content) => (await createMeter(format, content)).end()
}

/**
 * Measures a recording by a part of its bytes; null if it must be read completely.
 *
 * @param exact Whether samples are not certain enough.
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
  const facts = await completeIfNear(source, () => known.look({ bytes, read: source.read }))
  return isPlayable(facts) ? facts : null
}
