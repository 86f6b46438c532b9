import sharp, { type Sharp } from 'sharp'
import { MOST_BYTES, SMALLEST_SIDE } from './picture-format.ts'

// Every image is read and written once, so that what the library keeps of them is never used.
sharp.cache(false)

/** Pixels in memory: red, green and blue, eight bits each. */
export interface Raster {
  readonly data: Buffer
  readonly width: number
  readonly height: number
}

/** Runs a pipeline. @param picture Without transparency. */
export async function toRaster(picture: Sharp): Promise<Raster> {
  const { data, info } = await picture
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/** Starts a pipeline. */
export function openRaster({ data, width, height }: Raster): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false })
}

/** An encoded image. */
export interface Encoded {
  readonly bytes: Buffer
  readonly type: 'image/jpeg'
  /** Pixels each way. */
  readonly side: number
}

/** Sides of the images for pages. */
const SMALL_SIDES = [256, 640] as const
const SMALL_QUALITY = 82

/** From indistinguishable from the original to still decent. */
const QUALITIES = [90, 84, 78, 70, 62] as const
const LEAST = 62
/** Only needed for noise, at the smallest size. */
const LAST_QUALITIES = [50, 36, 24, 12] as const

/**
 * Encodes a square as a JPEG that every directory accepts, in the best quality that fits into
 * {@link MOST_BYTES}. Reduces the size before the quality gets poor.
 */
export async function encodeSquare(square: Raster): Promise<Encoded> {
  let side = square.width
  while (side > SMALLEST_SIDE) {
    const [best, ...others] = QUALITIES
    const first = await encode(square, side, best)
    if (first.bytes.length <= MOST_BYTES) return first
    const least = await encode(square, side, LEAST)
    const excess = least.bytes.length / MOST_BYTES
    if (excess <= 1) return (await bestThatFits(square, side, others)) ?? least
    side = Math.max(SMALLEST_SIDE, Math.round((side / Math.sqrt(excess)) * 0.97))
  }
  const encoded = await bestThatFits(square, SMALLEST_SIDE, [...QUALITIES, ...LAST_QUALITIES])
  if (encoded === null) throw new Error('expected a JPEG of the lowest quality to be small')
  return encoded
}

async function bestThatFits(
  square: Raster,
  side: number,
  qualities: readonly number[],
): Promise<Encoded | null> {
  for (const quality of qualities) {
    const encoded = await encode(square, side, quality)
    if (encoded.bytes.length <= MOST_BYTES) return encoded
  }
  return null
}

/** The same image in the sizes for pages. */
export function encodeSmall(square: Raster): Promise<readonly Encoded[]> {
  return Promise.all(SMALL_SIDES.map((side) => encode(square, side, SMALL_QUALITY)))
}

async function encode(square: Raster, side: number, quality: number): Promise<Encoded> {
  const picture = openRaster(square)
  const fitting = side === square.width ? picture : picture.resize(side, side, { fit: 'fill' })
  const bytes = await fitting
    .withIccProfile('srgb')
    .jpeg({
      quality,
      // Chroma subsampling is first visible in flat colours and outlines of letters.
      chromaSubsampling: quality >= 84 ? '4:4:4' : '4:2:0',
      progressive: true,
    })
    .toBuffer()
  return { bytes, type: 'image/jpeg', side }
}
