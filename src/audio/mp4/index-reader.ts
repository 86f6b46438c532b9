import { Unplayable } from '../facts.ts'
import type { Content } from '../content.ts'
import { BOX_HEAD_BYTES, readBox, type Box } from './box.ts'
import { measureFragment } from './fragments.ts'
import { readMovie, type FragmentDefaults, type Movie, type Track } from './movie.ts'

/** The largest index that is read; that of ten hours has some ten megabytes, artwork included. */
const LARGEST_INDEX = 128 * 1024 * 1024
const LARGEST_FRAGMENT = 4 * 1024 * 1024
/** Boxes of a file that are looked at; a whole day in fragments of two seconds has fewer. */
const MOST_BOXES = 200_000

/** What the boxes of an MP4 file tell, those in the data aside. */
export interface Index {
  /** The first name in the list of what the file is made for, e.g. `M4A `; '' without. */
  readonly brand: string
  readonly movie: Movie
  /** The track that is heard. */
  readonly track: Track
  /** How long its samples in fragments last, in units of the track. */
  readonly fragments: number
}

/**
 * Reads what an MP4 file says of itself, wherever in the file it says it.
 *
 * @throws {Unplayable} If the index is missing, broken or tells of no sound.
 */
export function readIndex(recording: Content): Index {
  let brand = ''
  let movie: Movie | null = null
  let track: Track | undefined
  let fragments = 0
  for (const box of topBoxes(recording)) {
    if (box.type === 'ftyp') brand = recording.read(box.start, 4).toString('latin1')
    if (box.type === 'moov' && !movie) {
      movie = readMovie(readIndexBox(recording, box))
      track = movie.tracks.find(({ handler, timeScale }) => handler === 'soun' && timeScale > 0)
    }
    const defaults = movie?.defaults.get(track?.id ?? 0)
    if (box.type === 'moof' && track && defaults) {
      fragments += fragmentTime(recording, box, track.id, defaults)
    }
  }
  if (!movie) {
    throw new Unplayable(
      'lacks its index (the moov box): it was cut off or is not yet complete, so upload or export it again',
    )
  }
  if (!track) throw new Unplayable('is a video without sound; export it again with its sound')
  return { brand, movie, track, fragments }
}

/** Content of the `moov` box; null where there is none, or it is not whole. */
export function readMovieBox(recording: Content): Buffer | null {
  const box = topBoxes(recording).find(({ type }) => type === 'moov')
  return box && fault(recording, box) === null
    ? recording.read(box.start, box.end - box.start)
    : null
}

function* topBoxes(recording: Content): Generator<Box> {
  let at = 0
  for (let count = 0; at < recording.bytes && count < MOST_BOXES; count++) {
    const box = readBox(recording.read(at, BOX_HEAD_BYTES), at, recording.bytes)
    if (!box) return
    yield box
    at = box.end
  }
}

function readIndexBox(recording: Content, box: Box): Buffer {
  const wrong = fault(recording, box)
  if (wrong !== null) throw new Unplayable(wrong)
  return recording.read(box.start, box.end - box.start)
}

/** Why an index cannot be read, as the end of a sentence; null where it can. */
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
