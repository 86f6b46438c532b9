import { ID3_HEAD_BYTES, id3Bytes } from '../id3/id3-tags.ts'
import type { Window } from '../window.ts'

const ID3V2 = 0x494433
const ID3V1 = 0x544147
export const ID3V1_BYTES = 128
const ID3V1_EXTENDED_BYTES = 227
const APE_BYTES = 32
const LYRICS_START = 'LYRICSBEGIN'
const LYRICS_ENDS = new Set(['LYRICS200', 'LYRICSEND'])
const LYRICS_END_BYTES = 9
/** The longest Lyrics3 tag whose end is searched for; that of a song has a tenth of it. */
const LYRICS_BYTES = 16 * 1024

/** A tag among the frames. */
export interface Tag {
  readonly name: 'ID3v2' | 'ID3v1' | 'APE' | 'Lyrics3'
  /** Bytes from here to its end, as the tag states them; the file may have fewer. */
  readonly bytes: number
  /** Bytes before here that belong to it, if only its end is marked. */
  readonly before: number
}

/**
 * Recognises a tag by its first bytes.
 *
 * @param clean Whether something known ended right here. `TAG` alone is too short to be recognised among
 *   other bytes.
 */
export function tagAt(window: Window, at: number, clean: boolean): Tag | null {
  const { view, end } = window
  if (at + ID3_HEAD_BYTES > end) return null
  switch (view.getUint32(at) >>> 8) {
    case ID3V2:
      return id3v2At(window, at)
    case ID3V1:
      return clean || (window.final && at === end - ID3V1_BYTES) ? id3v1At(view, at) : null
    case 0x415045:
      return apeAt(window, at)
    case 0x4c5952:
      return lyricsAt(window, at)
    default:
      return null
  }
}

function id3v2At({ bytes, end }: Window, at: number): Tag | null {
  const size = id3Bytes(bytes.subarray(at, Math.min(end, at + ID3_HEAD_BYTES)))
  return size === 0 ? null : { name: 'ID3v2', bytes: size, before: 0 }
}

function id3v1At(view: DataView, at: number): Tag {
  const extended = view.getUint8(at + 3) === 0x2b
  return { name: 'ID3v1', bytes: extended ? ID3V1_EXTENDED_BYTES : ID3V1_BYTES, before: 0 }
}

/** @see https://wiki.hydrogenaudio.org/index.php?title=APE_Tags_Header */
function apeAt({ bytes, view, end }: Window, at: number): Tag | null {
  if (at + APE_BYTES > end || bytes.toString('latin1', at, at + 8) !== 'APETAGEX') return null
  const size = view.getUint32(at + 12, true)
  const header = (view.getUint32(at + 20, true) & 0x20000000) !== 0
  if (header) return { name: 'APE', bytes: APE_BYTES + size, before: 0 }
  return { name: 'APE', bytes: APE_BYTES, before: Math.max(0, size - APE_BYTES) }
}

/** @see https://id3.org/Lyrics3v2 */
function lyricsAt({ bytes, end }: Window, at: number): Tag | null {
  const start = at + LYRICS_START.length
  if (bytes.toString('latin1', at, start) !== LYRICS_START) return null
  const mark = bytes.subarray(start, Math.min(end, start + LYRICS_BYTES)).indexOf('LYRICS')
  const close = start + mark + LYRICS_END_BYTES
  if (mark < 0 || !LYRICS_ENDS.has(bytes.toString('latin1', start + mark, close))) return null
  return { name: 'Lyrics3', bytes: close - at, before: 0 }
}
