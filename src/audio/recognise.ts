import type { Read } from './content.ts'
import type { Facts } from './facts.ts'
import { ID3_HEAD_BYTES, id3Bytes } from './id3/id3-tags.ts'
import { isForeignSound, sniff, SNIFFED_BYTES, type Format, type Sniffed } from './sniff.ts'

/** A file that may be a recording: a known format, or bytes that may contain frames nevertheless. */
export type Playable = Exclude<Sniffed, { other: string }>

/** Bytes after a tag from which the format is recognised: on another host they often cost a request. */
const SNIFFED_BEHIND_TAGS = 8 * 1024
const MOST_TAGS = 16

/**
 * Recognises the format by the first bytes, or by those after the tags that some programs put before every
 * format.
 */
export function recognise(read: Read): Sniffed {
  const tags = leadingTagBytes(read)
  if (tags === 0) return sniff(read(0, SNIFFED_BYTES))
  const sniffed = sniff(read(tags, SNIFFED_BEHIND_TAGS))
  return 'format' in sniffed || isForeignSound(sniffed) ? sniffed : { format: 'mpeg' }
}

/** Bytes of the ID3v2 tags at the beginning, by their own sizes. */
export function leadingTagBytes(read: Read): number {
  let at = 0
  for (let tags = 0; tags < MOST_TAGS; tags++) {
    const bytes = id3Bytes(read(at, ID3_HEAD_BYTES))
    if (bytes === 0) break
    at += bytes
  }
  return at
}

/** The formats to try; the first in which there is sound is used. */
export function formatsOf(sniffed: Playable): readonly [Format, ...Format[]] {
  // MPEG audio and AAC have no signature, and may begin anywhere in a file.
  const isAnything = 'unknown' in sniffed || sniffed.format === 'mpeg'
  return isAnything ? ['mpeg', 'adts'] : [sniffed.format]
}

/** Damaged indexes give durations of 0 or infinity. */
export function isPlayable(facts: Facts | null): facts is Facts {
  return facts !== null && facts.seconds > 0 && Number.isFinite(facts.seconds)
}

/**
 * Why a recording that was read completely contains no sound, as the end of a sentence.
 *
 * @param tags Bytes of the tags that it begins with.
 */
export function describeSilence(sniffed: Playable, tags: number): string {
  if ('unknown' in sniffed && sniffed.unknown !== null) {
    return `looks like ${sniffed.unknown}, not like a recording; ${sniffed.advice}`
  }
  if (tags > 0) return `holds a tag of ${tags} bytes, but no sound after it; export it again`
  if ('format' in sniffed)
    return 'has the header of a recording, but no sound after it; export it again'
  return 'holds no sound that is known; expected MP3, M4A, AAC, Ogg, Opus, FLAC, WAV or WebM; save raw samples (PCM) as one of them'
}
