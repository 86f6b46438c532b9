import { Unplayable, type Meter, meanBitrate, type Facts } from '../facts.ts'
import type { Content } from '../content.ts'
import { MpegReader } from './frame-reader.ts'
import { allSigns, cutSigns, headerSigns, NO_SIGNS, type Signs, signsOf } from '../warnings.ts'
import { channelsOf } from './frame-kind.ts'
import { framesSeconds, isByChance, silenceSeconds, type Tally } from './tally.ts'

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
          `ends inside its ID3 tag, which continues for ${missing} bytes after its ${recording.bytes} bytes: ` +
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

/** Fewer bytes that are neither frames nor tags are not worth a warning. */
const JUNK_BYTES = 4096

/** Makes facts of the counted frames; null if there are none, or only accidental ones. */
export function describeMpeg(tally: Tally): Facts | null {
  const { first } = tally
  if (!first || isByChance(tally)) return null
  const { kind, header } = first
  const seconds = framesSeconds(tally) - silenceSeconds(tally)
  return {
    type: 'audio/mpeg',
    seconds,
    codec: `MPEG ${kind.version} Layer ${kind.layer}`,
    bitrate: meanBitrate(tally.bytes, framesSeconds(tally)),
    sampleRate: kind.sampleRate,
    channels: channelsOf(header),
    vbr: tally.vbr,
    how: 'scan',
    ...allSigns(endSigns(tally), rateSigns(tally), junkSigns(tally)),
  }
}

function endSigns(tally: Tally): Signs {
  const { first, vbrHeader } = tally
  if (!first || vbrHeader === null || vbrHeader.frames === null) return cutSigns(tally.torn)
  const stated = (vbrHeader.frames * first.kind.samples) / first.kind.sampleRate
  return headerSigns(stated, framesSeconds(tally))
}

function rateSigns({ samples }: Tally): Signs {
  if (samples.size < 2) return NO_SIGNS
  const rates = [...samples.keys()].map((rate) => `${rate} Hz`).join(' and ')
  return signsOf(
    `its sampling rate changes between ${rates}, so that some players play a part of it at the wrong speed: export it again at one rate`,
  )
}

function junkSigns({ junk }: Tally): Signs {
  if (junk < JUNK_BYTES) return NO_SIGNS
  return signsOf(
    `${junk} bytes in it are neither sound nor tags: it may be damaged, so listen to it or export it again`,
  )
}
