import { boxesIn, findBox, uint32At, uint64At } from '../mp4/box.ts'
import { readMovie, type Track } from '../mp4/movie.ts'

/** A part of a recording. */
export interface Part {
  readonly position: number
  readonly length: number
}

/** Bytes before the rows of a table: version, flags and the number of rows. */
const HEAD = 8
/** What tracks hold whose samples are the titles of chapters. */
const TITLES = new Set(['text', 'sbtl'])
/** Titles that are looked for; nobody has so many chapters. */
const MOST_TITLES = 2000

/**
 * Where the titles of chapters lie in an MP4 file; nowhere if they are in the index itself.
 *
 * @param movie Content of the `moov` box.
 */
export function chapterSamples(movie: Buffer): readonly Part[] {
  const named = boxesIn(movie)
    .filter(({ type }) => type === 'trak')
    .flatMap(({ content }) => trackNumbers(findBox(content, 'tref', 'chap')))
    .toArray()
  const { tracks } = readMovie(movie)
  const titles = tracks.find(({ id, handler }) => named.includes(id) && TITLES.has(handler))
  return titles ? samplesOf(titles) : []
}

function trackNumbers(list: Buffer | null): readonly number[] {
  return Array.from({ length: Math.floor((list?.length ?? 0) / 4) }, (_, index) =>
    list ? uint32At(list, index * 4) : 0,
  )
}

/** The samples of a track, chunk after chunk. ISO 14496-12 sections 8.7.3 to 8.7.5. */
function samplesOf({ tables }: Track): readonly Part[] {
  const sizes = findBox(tables, 'stsz') ?? Buffer.alloc(0)
  const total = Math.min(uint32At(sizes, 8), MOST_TITLES)
  const parts: Part[] = []
  for (const { position, count } of chunksOf(tables)) {
    let at = position
    for (let sample = 0; sample < count && parts.length < total; sample++) {
      const length = uint32At(sizes, 4) || uint32At(sizes, HEAD + 4 + 4 * parts.length)
      parts.push({ position: at, length })
      at += length
    }
    if (parts.length === total) break
  }
  return parts
}

function* chunksOf(
  tables: Buffer,
): Generator<{ readonly position: number; readonly count: number }> {
  const long = findBox(tables, 'co64')
  const offsets = long ?? findBox(tables, 'stco') ?? Buffer.alloc(0)
  const width = long ? 8 : 4
  const runs = findBox(tables, 'stsc') ?? Buffer.alloc(0)
  let run = HEAD
  for (let chunk = 1, at = HEAD; at + width <= offsets.length; chunk++, at += width) {
    while (run + 12 < runs.length && uint32At(runs, run + 12) <= chunk) run += 12
    yield {
      position: long ? uint64At(long, at) : uint32At(offsets, at),
      count: uint32At(runs, run + 4),
    }
  }
}
