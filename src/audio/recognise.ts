import type { Read } from './content.ts'
import type { Facts } from './facts.ts'
import { ID3_HEAD_BYTES, id3Bytes } from './id3/id3-tags.ts'
import { isForeignSound, sniff, SNIFFED_BYTES, type Format, type Sniffed } from './sniff.ts'

/** What may be played: a known format, or bytes that may hold frames of one all the same. */
export type Playable = Exclude<Sniffed, { other: string }>

/** Bytes after a tag from which the format is recognised: on another host they often cost a request. */
const SNIFFED_BEHIND_TAGS = 8 * 1024
const MOST_TAGS = 16

/** Tells by its first bytes, those behind tags that some programs put before every format, what it is. */
export function recognise(read: Read): Sniffed {
  const tags = leadingTagBytes(read)
  if (tags === 0) return sniff(read(0, SNIFFED_BYTES))
  const sniffed = sniff(read(tags, SNIFFED_BEHIND_TAGS))
  return 'format' in sniffed || isForeignSound(sniffed) ? sniffed : { format: 'mpeg' }
}

/** Bytes of the ID3v2 tags that it begins with, as they state themselves. */
export function leadingTagBytes(read: Read): number {
  let at = 0
  for (let tags = 0; tags < MOST_TAGS; tags++) {
    const bytes = id3Bytes(read(at, ID3_HEAD_BYTES))
    if (bytes === 0) break
    at += bytes
  }
  return at
}

/** What it is to be measured as, the first in which there is sound deciding. */
export function formatsOf(sniffed: Playable): readonly [Format, ...Format[]] {
  // MPEG audio and AAC have no mark at their start, and may begin anywhere in a file.
  const isAnything = 'unknown' in sniffed || sniffed.format === 'mpeg'
  return isAnything ? ['mpeg', 'adts'] : [sniffed.format]
}

/** Damaged indexes lead to no time at all, and to endless ones. */
export function isPlayable(facts: Facts | null): facts is Facts {
  return facts !== null && facts.seconds > 0 && Number.isFinite(facts.seconds)
}

/**
 * Why there is nothing to be heard in a recording whose bytes are all read, as the end of a sentence.
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
