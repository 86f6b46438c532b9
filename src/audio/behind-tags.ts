import { Unplayable, type Meter } from './facts.ts'
import type { Content } from './content.ts'
import { leadingTagBytes } from './recognise.ts'
import type { Format } from './sniff.ts'

/**
 * What an ID3v2 tag before a recording is in each format: usual, so that its readers know it; odd, so
 * that some players stumble over it; or fatal, because what lies behind it is found by its position.
 */
const TAGGED: Readonly<Record<Format, 'usual' | 'odd' | 'fatal'>> = {
  mpeg: 'usual',
  adts: 'usual',
  flac: 'usual',
  wav: 'odd',
  ogg: 'odd',
  webm: 'odd',
  mp4: 'fatal',
}

const ODD =
  'it begins with an ID3 tag, which its format does not have, so some players do not recognise it: remove the tag, or export it again'
const FATAL =
  'is an M4A behind an ID3 tag, which players do not play, because its index points to the wrong places; remove the tag, or export it again'

/** A recording without the ID3v2 tags before it, where its format has none. */
export function withoutTags(content: Content, format: Format): Content {
  const tags = tagsBefore(content, format)
  if (tags === 0) return content
  const { bytes, read } = content
  return { bytes: bytes - tags, read: (position, length) => read(tags + position, length) }
}

/**
 * Lets a meter take a recording with the tags before it.
 *
 * @param create Makes the meter for the recording without them.
 * @throws {Unplayable} If nobody plays it behind them.
 */
export function meterBehindTags(
  content: Content,
  format: Format,
  create: (body: Content) => Meter,
): Meter {
  const tags = tagsBefore(content, format)
  if (tags > 0 && TAGGED[format] === 'fatal') throw new Unplayable(FATAL, 'foreign')
  const meter = create(withoutTags(content, format))
  if (tags === 0) return meter
  let left = tags
  return {
    push(buffer, start, end) {
      const skipped = Math.min(left, end - start)
      left -= skipped
      if (start + skipped < end) meter.push(buffer, start + skipped, end)
    },
    end() {
      const facts = meter.end()
      return facts && { ...facts, warnings: [...facts.warnings, ODD] }
    },
  }
}

function tagsBefore({ read }: Content, format: Format): number {
  return TAGGED[format] === 'usual' ? 0 : leadingTagBytes(read)
}
