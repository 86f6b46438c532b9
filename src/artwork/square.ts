import sharp, { type OverlayOptions, type Sharp } from 'sharp'
import { SMALLEST_SIDE } from './picture-format.ts'
import { PictureError } from './picture-format.ts'
import { openRaster, type Raster, toRaster } from './raster.ts'
import { type ReadPicture, unreadable } from './read-picture.ts'
import { bestWindow, LONGEST_RATIO, type Window } from './best-square.ts'

/** A square, and how it was made. */
export interface Square {
  readonly picture: Raster
  /**
   * `cropped`: filled by the image, of which almost nothing was cut off; `framed`: the whole image on
   * a calm background; `small`: the same, because the image is too small to fill the square.
   */
  readonly way: 'cropped' | 'framed' | 'small'
}

/** Share of the details of an image that may be cut off. */
const MAY_LOSE = 0.08
/** How far an image may be enlarged before it looks soft. */
const ENLARGED = 1.5
/** In a frame an image may be enlarged a little more. */
const FRAMED_ENLARGED = 2
/** Images whose longer side is shorter are rejected. */
const SMALLEST_LONG_SIDE = 300
/** Share of the side that a small image takes in a frame. */
const IN_FRAME = 0.76

/**
 * Makes an image square without losing what matters: it is cropped only where hardly any detail is
 * lost, and otherwise placed on a background of its own colours.
 *
 * @param most The largest side of the square.
 * @throws {PictureError} If the image cannot be read, or is too small.
 */
export async function makeSquare(picture: ReadPicture, most: number): Promise<Square> {
  const { width, height } = picture
  if (Math.max(width, height) < SMALLEST_LONG_SIDE) {
    throw new PictureError(
      `has only ${width} × ${height} pixels; use one of at least ${SMALLEST_SIDE} × ${SMALLEST_SIDE}`,
      'too-small',
    )
  }
  try {
    const opaque = await flattened(picture, most)
    const window = await bestWindow(opaque)
    const fills = window.side * ENLARGED >= SMALLEST_SIDE
    return window.lost <= MAY_LOSE && fills
      ? await crop(opaque, window, most)
      : await frame(opaque, most)
  } catch (cause) {
    throw unreadable(picture.format, cause)
  }
}

/** The pixels without transparency, no more than needed; light drawings get a dark background. */
async function flattened(
  { pixels, hasAlpha, width, height }: ReadPicture,
  enough: number,
): Promise<Raster> {
  const background = hasAlpha ? await backgroundFor(pixels()) : '#fff'
  const [short, long] = [Math.min(width, height), Math.max(width, height)]
  const scale = enough / (long > short * LONGEST_RATIO ? long : short)
  const most =
    scale >= 1 ? {} : { width: atLeastOne(width * scale), height: atLeastOne(height * scale) }
  return toRaster(
    pixels()
      .resize({ ...most, fit: 'fill' })
      .flatten({ background }),
  )
}

function atLeastOne(pixels: number): number {
  return Math.max(1, Math.round(pixels))
}

async function backgroundFor(pixels: Sharp): Promise<string> {
  const { data } = await pixels
    .ensureAlpha()
    .resize(64, 64, { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  let light = 0
  let weight = 0
  for (let at = 0; at + 3 < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(at, at + 4)
    light += alpha * (0.2126 * red + 0.7152 * green + 0.0722 * blue)
    weight += alpha
  }
  return weight > 0 && light / weight > 190 ? '#1b1e24' : '#fff'
}

async function crop(picture: Raster, { left, top, side }: Window, most: number): Promise<Square> {
  const final = Math.min(most, Math.max(SMALLEST_SIDE, side))
  const cropped = openRaster(picture)
    .extract({ left, top, width: side, height: side })
    .resize(final, final, { kernel: 'lanczos3' })
  return { picture: await toRaster(cropped), way: 'cropped' }
}

/** The whole image in the middle; a small one is hardly enlarged, but framed like a print. */
async function frame(picture: Raster, most: number): Promise<Square> {
  const { width, height } = picture
  const long = Math.max(width, height)
  const isSmall = long * ENLARGED < SMALLEST_SIDE
  const side = Math.min(most, Math.max(SMALLEST_SIDE, long))
  const room = isSmall ? Math.min(side * IN_FRAME, long * FRAMED_ENLARGED) : side
  const shown = await toRaster(
    openRaster(picture).resize({
      width: atLeastOne((width * room) / long),
      height: atLeastOne((height * room) / long),
      fit: 'fill',
    }),
  )
  const paper = await paperOf(picture)
  const layers = paper === null ? [await shadowOf(shown, side), asLayer(shown)] : [asLayer(shown)]
  const framed = paper === null ? await backdrop(picture, side) : blank(paper, side)
  return {
    picture: await toRaster(framed.composite(layers)),
    way: isSmall ? 'small' : 'framed',
  }
}

function asLayer({ data, width, height }: Raster): OverlayOptions {
  return { input: data, raw: { width, height, channels: 3 }, gravity: 'centre' }
}

/** How much the edge of an image may vary and still count as one colour. */
const EVEN = 5

/** The colour of all edges, where it is one, to continue such a drawing without a border. */
async function paperOf(picture: Raster): Promise<string | null> {
  const { data, width, height } = await toRaster(
    openRaster(picture).resize(64, 64, { fit: 'fill' }),
  )
  const edge = Array.from({ length: width * height }, (_, index) => index).filter((index) => {
    const [x, y] = [index % width, Math.floor(index / width)]
    return x === 0 || y === 0 || x === width - 1 || y === height - 1
  })
  const channels = [0, 1, 2].map((channel) => edge.map((index) => data[index * 3 + channel] ?? 0))
  const means = channels.map(
    (values) => values.reduce((sum, each) => sum + each, 0) / values.length,
  )
  const isEven = channels.every((values, channel) =>
    values.every((value) => Math.abs(value - (means[channel] ?? 0)) <= EVEN),
  )
  return isEven ? `rgb(${means.map(Math.round).join(', ')})` : null
}

function blank(background: string, side: number): Sharp {
  return sharp({ create: { width: side, height: side, channels: 3, background } })
}

/** The image over the whole square, blurred and darkened. */
async function backdrop(picture: Raster, side: number): Promise<Sharp> {
  const soft = await toRaster(
    openRaster(picture)
      .resize(64, 64, { fit: 'cover' })
      .blur(7)
      .modulate({ brightness: 0.72, saturation: 0.85 }),
  )
  const large = openRaster(soft).resize(side, side, { kernel: 'cubic' })
  return openRaster(await toRaster(large.blur(side / 90)))
}

async function shadowOf({ width, height }: Raster, side: number): Promise<OverlayOptions> {
  const spread = side / 60
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"><rect x="${(side - width) / 2}" y="${(side - height) / 2 + spread / 3}" width="${width}" height="${height}" fill="#000" fill-opacity="0.4"/></svg>`
  return { input: await sharp(Buffer.from(svg)).blur(spread).png().toBuffer() }
}
