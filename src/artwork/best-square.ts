import { openRaster, type Raster } from './raster.ts'

/** A square part of an image. */
export interface Window {
  readonly left: number
  readonly top: number
  readonly side: number
  /** Share of the details that lie outside it. */
  readonly lost: number
}

/** Longer images are never cropped to a square. */
export const LONGEST_RATIO = 4

/** Side of the copy on which details are measured. */
const COPY = 96

/** The square part of an image with the most details, i.e. differences between neighbours. */
export async function bestWindow(picture: Raster): Promise<Window> {
  const { width, height } = picture
  const side = Math.min(width, height)
  const isWide = width > height
  const ratio = Math.max(width, height) / side
  if (ratio > LONGEST_RATIO) return { left: 0, top: 0, side, lost: 1 }
  const long = Math.round(COPY * ratio)
  const details = await detailsAlong(picture, long, isWide)
  const total = details.reduce((sum, each) => sum + each, 0)
  const kept = Array.from({ length: long - COPY + 1 }, (_, start) =>
    details.slice(start, start + COPY).reduce((sum, each) => sum + each, 0),
  )
  const most = Math.max(...kept)
  // Of equally good positions the middle one.
  const middle = (long - COPY) / 2
  const start = [...kept.keys()]
    .filter((at) => (kept[at] ?? 0) >= most * 0.998)
    .toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0]
  const offset = Math.round(((start ?? middle) / COPY) * side)
  const place = Math.min(offset, Math.max(width, height) - side)
  return {
    left: isWide ? place : 0,
    top: isWide ? 0 : place,
    side,
    lost: total === 0 ? 0 : 1 - most / total,
  }
}

/** The details of each column of a wide image, or of each row of a tall one. */
async function detailsAlong(picture: Raster, long: number, isWide: boolean): Promise<number[]> {
  const upright = openRaster(picture)
    .greyscale()
    .resize(isWide ? long : COPY, isWide ? COPY : long, { fit: 'fill' })
  const { data } = await upright.raw().toBuffer({ resolveWithObject: true })
  const width = isWide ? long : COPY
  const details = Array.from({ length: long }, () => 0)
  for (let at = 0; at < data.length; at += 1) {
    const [x, y] = [at % width, Math.floor(at / width)]
    const here = data[at] ?? 0
    const right = x + 1 < width ? (data[at + 1] ?? here) : here
    const below = data[at + width] ?? here
    const place = isWide ? x : y
    details[place] = (details[place] ?? 0) + (right - here) ** 2 + (below - here) ** 2
  }
  return details.map(Math.sqrt)
}
