import type { Content } from '../content.ts'
import { boxesIn, findBox } from '../mp4/box.ts'
import { readMovieBox } from '../mp4/index-reader.ts'
import { LARGEST_COVER, LARGEST_TEXT, uint32BE, type Carrier } from './carrier.ts'

/** The most bytes of each entry that is copied. */
const WANTED: Readonly<Record<string, number>> = {
  '\xa9nam': LARGEST_TEXT,
  '\xa9ART': LARGEST_TEXT,
  '\xa9alb': LARGEST_TEXT,
  covr: LARGEST_COVER,
}
/** The most entries that are read. */
const MOST = 1000
/** Version and flags, which QuickTime omits. */
const FULL_BOX_BYTES = 4

/**
 * Copies the tags that iTunes writes, the first value of each.
 *
 * @see https://developer.apple.com/documentation/quicktime-file-format/metadata_item_list_atom
 */
export function carryMp4(content: Content): Carrier | null {
  const movie = readMovieBox(content)
  const list = movie ? findList(findBox(movie, 'udta', 'meta')) : null
  if (!list) return null
  const taken = new Map<string, Buffer>()
  for (const { type, content: entry } of boxesIn(list).take(MOST)) {
    const value = type in WANTED && !taken.has(type) ? findBox(entry, 'data') : null
    if (value && value.length <= (WANTED[type] ?? 0)) taken.set(type, box(type, box('data', value)))
  }
  return taken.size === 0 ? null : writeMp4([...taken.values()])
}

function findList(meta: Buffer | null): Buffer | null {
  return meta && (findBox(meta.subarray(FULL_BOX_BYTES), 'ilst') ?? findBox(meta, 'ilst'))
}

function writeMp4(entries: readonly Buffer[]): Carrier {
  const meta = box('meta', Buffer.alloc(FULL_BOX_BYTES), box('ilst', ...entries))
  const brand = box('ftyp', Buffer.from('M4A '), Buffer.alloc(4))
  return { bytes: Buffer.concat([brand, box('moov', box('udta', meta))]), type: 'audio/mp4' }
}

function box(type: string, ...content: readonly Buffer[]): Buffer {
  const bytes = content.reduce((total, { length }) => total + length, 8)
  return Buffer.concat([uint32BE(bytes), Buffer.from(type, 'latin1'), ...content])
}
