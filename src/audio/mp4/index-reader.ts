import { Unplayable } from '../facts.ts'
import type { Content } from '../content.ts'
import { BOX_HEAD_BYTES, readBox, uint32At, uint64At, type Box } from './box.ts'
import { soundEnd } from '../mpeg/sound-end.ts'
import { measureFragment } from './fragments.ts'
import { readMovie, type FragmentDefaults, type Movie, type Track } from './movie.ts'

/** The largest index that is read; that of ten hours has about ten megabytes, including artwork. */
const LARGEST_INDEX = 128 * 1024 * 1024
const LARGEST_FRAGMENT = 4 * 1024 * 1024
/** Bytes of each entry in `sidx`. */
const SEGMENT_BYTES = 12
/** The most boxes of a file that are read; a whole day in fragments of two seconds has fewer. */
const MOST_BOXES = 200_000

/** What the boxes of an MP4 file say, apart from the media data. */
export interface Index {
  /** The major brand, e.g. `M4A `; '' for none. */
  readonly brand: string
  readonly movie: Movie
  /** The audio track that players play. */
  readonly track: Track
  /** The duration of its samples in fragments, in units of the track. */
  readonly fragments: number
  /** That duration as `sidx` states it; null if there is none. */
  readonly stated: number | null
  /** Whether the last box is incomplete, or the data that should follow it is missing. */
  readonly cut: boolean
  /** Where a second recording begins that was appended; null for none. */
  readonly joined: number | null
}

/**
 * Reads the index of an MP4 file, wherever in the file it is.
 *
 * @throws {Unplayable} If the index is missing or broken, or has no sound.
 */
export function readIndex(recording: Content): Index {
  let brand = ''
  let movie: Movie | null = null
  let track: Track | undefined
  let fragments = 0
  let joined: number | null = null
  let last: Box | null = null
  let whole = 0
  let at = 0
  for (let count = 0; at < recording.bytes && count < MOST_BOXES; count++) {
    const box = boxAt(recording, at)
    if (!box) break
    last = box
    whole = at
    at = box.end
    if (box.type === 'ftyp') {
      if (movie) joined ??= box.at
      else brand = recording.read(box.start, 4).toString('latin1')
    }
    if (box.type === 'moov' && !movie) {
      movie = readMovie(readIndexBox(recording, box))
      track = movie.tracks.find(({ handler, timeScale }) => handler === 'soun' && timeScale > 0)
    }
    const defaults = movie?.defaults.get(track?.id ?? 0)
    if (!track || !defaults) continue
    const segments = box.type === 'sidx' ? readSegments(recording, box, track) : null
    if (segments) {
      fragments += segments.time
      at = segments.end
    }
    if (box.type === 'moof') fragments += fragmentTime(recording, box, track.id, defaults)
  }
  if (!movie) {
    throw new Unplayable(
      'lacks its index (the moov box): it was cut off or is not yet complete, so upload or export it again',
    )
  }
  if (!track) throw new Unplayable('is a video without sound; export it again with its sound')
  const cut = last?.type === 'moof' || !endsAt(recording, at === recording.bytes ? at : whole)
  const stated = movie.duration > 0 ? (movie.duration / movie.timeScale) * track.timeScale : null
  return { brand, movie, track, fragments, stated, cut, joined }
}

/** Whether a recording ends there, apart from tags that some programs append. */
function endsAt({ bytes, read }: Content, end: number): boolean {
  return end === bytes || end === soundEnd(read, bytes)
}

/**
 * Reads a segment index, and skips the segments if the file has all of them.
 *
 * @returns Their duration in units of the track, and where they end; null if they must be read themselves.
 * @see ISO 14496-12 section 8.16.3
 */
function readSegments(
  recording: Content,
  box: Box,
  track: Track,
): { readonly time: number; readonly end: number } | null {
  const content = recording.read(box.start, Math.min(box.end - box.start, LARGEST_FRAGMENT))
  const long = content[0] === 0 ? 0 : 8
  const [id, timeScale] = [uint32At(content, 4), uint32At(content, 8)]
  const first = long === 0 ? uint32At(content, 16) : uint64At(content, 20)
  const rows = content.subarray(24 + long)
  // After two reserved bytes.
  const count = uint32At(content, 20 + long) & 0xffff
  if (id !== track.id || timeScale === 0 || count === 0 || rows.length < count * SEGMENT_BYTES) {
    return null
  }
  let units = 0
  let end = box.end + first
  for (let at = 0; at < count * SEGMENT_BYTES; at += SEGMENT_BYTES) {
    const size = uint32At(rows, at)
    // The first bit marks a reference to another index.
    if (size > 0x7fffffff) return null
    end += size
    units += uint32At(rows, at + 4)
  }
  return end > recording.bytes ? null : { time: (units / timeScale) * track.timeScale, end }
}

/** Content of the `moov` box; null if it is missing or incomplete. */
export function readMovieBox(recording: Content): Buffer | null {
  const box = topBoxes(recording).find(({ type }) => type === 'moov')
  return box && fault(recording, box) === null
    ? recording.read(box.start, box.end - box.start)
    : null
}

function* topBoxes(recording: Content): Generator<Box> {
  let at = 0
  for (let count = 0; at < recording.bytes && count < MOST_BOXES; count++) {
    const box = boxAt(recording, at)
    if (!box) return
    yield box
    at = box.end
  }
}

function boxAt({ bytes, read }: Content, at: number): Box | null {
  return readBox(read(at, BOX_HEAD_BYTES), at, bytes)
}

function readIndexBox(recording: Content, box: Box): Buffer {
  const wrong = fault(recording, box)
  if (wrong !== null) throw new Unplayable(wrong)
  return recording.read(box.start, box.end - box.start)
}

/** Why an index cannot be read, as the end of a sentence; null if it can. */
function fault({ bytes }: Content, { start, end }: Box): string | null {
  if (end > bytes) return 'ends inside its index: it was cut off, so upload or export it again'
  if (end - start <= LARGEST_INDEX) return null
  return `has an index of ${end - start} bytes, which cannot be right; export it again`
}

function fragmentTime(
  recording: Content,
  box: Box,
  track: number,
  defaults: FragmentDefaults,
): number {
  const size = Math.min(box.end - box.start, LARGEST_FRAGMENT)
  const content = recording.read(box.start, size)
  const fragment = { content, position: box.at, bytes: recording.bytes }
  return measureFragment(fragment, track, defaults)
}
