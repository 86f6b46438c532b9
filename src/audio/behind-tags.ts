import { Unplayable, type Meter } from './facts.ts'
import type { Content } from './content.ts'
import { leadingTagBytes } from './recognise.ts'
import type { Format } from './sniff.ts'

/**
 * What an ID3v2 tag at the beginning of a recording means in each format: usual, so that players expect it;
 * odd, so that some players fail; or fatal, because the format refers to its data by their position.
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

/** The content of a recording after the ID3v2 tags, for formats that have none. */
export function withoutTags(content: Content, format: Format): Content {
  const tags = tagsBefore(content, format)
  if (tags === 0) return content
  const { bytes, read } = content
  return { bytes: bytes - tags, read: (position, length) => read(tags + position, length) }
}

/**
 * Makes a meter for a recording that may begin with ID3v2 tags.
 *
 * @param create Makes the meter for the recording without them.
 * @throws {Unplayable} If no player plays the format after such a tag.
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
