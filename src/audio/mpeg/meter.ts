import { Unplayable, type Meter } from '../facts.ts'
import type { Content } from '../content.ts'
import { describeMpeg } from './describe.ts'
import { MpegReader } from './reader.ts'

/** Measures MPEG audio, MP3 above all, by its frames. */
export function createMpegMeter(recording: Content): Meter {
  const reader = new MpegReader()
  return {
    push: reader.push,
    end() {
      const { tally, missing } = reader.end()
      const facts = describeMpeg(tally)
      if (facts) return facts
      if (missing > 0) {
        throw new Unplayable(
          `ends inside its ID3 tag, which goes on for ${missing} bytes behind its ${recording.bytes}: ` +
            'it was cut off, so upload or export it again',
        )
      }
      if (tally.vbrHeader) {
        throw new Unplayable('holds only the header of an MP3 and no sound; export it again')
      }
      return null
    },
  }
}
