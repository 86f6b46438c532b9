import { openRaster, type Raster, toRaster } from './raster.ts'
import { type Colour, colourFromRgb } from './colour.ts'
import { type CoverWords, drawCover } from './draw-cover.ts'
import { LARGEST_SIDE, MOST_BYTES, SMALLEST_SIDE } from './bounds.ts'
import { type Encoded, encodeSmall, encodeSquare } from './encode.ts'
import type { PictureFormat } from './picture-format.ts'
import { readPicture, type ReadPicture, unreadable } from './read-picture.ts'
import { makeSquare, type Square } from './square.ts'

/** Square artwork, and the same in small for pages. */
export interface MadeArtwork {
  readonly large: Encoded
  /** The smallest first. */
  readonly small: readonly Encoded[]
  /** Those that stand out in it, the strongest first; none in a grey picture. */
  readonly colours: readonly Colour[]
}

/** Artwork made from a picture, and what is to be said of that. */
export interface SquaredArtwork extends MadeArtwork {
  readonly format: PictureFormat
  readonly width: number
  readonly height: number
  /** `kept`: its bytes are as they were, since nothing is to be bettered. */
  readonly way: Square['way'] | 'kept'
  /** Why a directory would refuse the picture as it is; empty where none would. */
  readonly faults: readonly string[]
}

/**
 * Makes artwork from a picture of any kind. The same bytes give the same artwork.
 *
 * @param most Pixels each way that are enough; a picture that may stay as it is stays larger.
 * @throws {PictureError} If that cannot be done; the message says why and how to fix it.
 */
export async function squareArtwork(
  bytes: Uint8Array,
  most: number = LARGEST_SIDE,
): Promise<SquaredArtwork> {
  const picture = await readPicture(bytes)
  const { format, width, height } = picture
  const faults = faultsOf(picture)
  const facts = { format, width, height, faults }
  if (faults.length === 0 && isClean(picture)) {
    const large = { bytes: Buffer.from(bytes), type: 'image/jpeg' as const, side: width }
    try {
      return {
        ...facts,
        ...(await withSmall(large, await toRaster(picture.pixels()))),
        way: 'kept',
      }
    } catch (cause) {
      throw unreadable(format, cause)
    }
  }
  const square = await makeSquare(picture, most)
  const large = await encodeSquare(square.picture)
  return { ...facts, ...(await withSmall(large, square.picture)), way: square.way }
}

/** Draws artwork where there is no picture. @param side Pixels each way. */
export async function drawArtwork(
  words: CoverWords,
  side: number,
): Promise<MadeArtwork & { readonly lost: string }> {
  const { picture, lost } = await drawCover(words, side)
  const large = await encodeSquare(picture)
  return { ...(await withSmall(large, picture)), lost }
}

async function withSmall(large: Encoded, square: Raster): Promise<MadeArtwork> {
  const [small, colours] = await Promise.all([encodeSmall(square), findColours(square)])
  return { large, small, colours }
}

/** What directories demand of artwork. @see https://podcasters.apple.com/support/896 */
const DEMANDS: readonly {
  readonly isMet: (picture: ReadPicture) => boolean
  readonly fault: (picture: ReadPicture) => string
}[] = [
  {
    isMet: ({ format }) => format.name === 'JPEG' || format.name === 'PNG',
    fault: ({ format }) => `it is a ${format.name} and no JPEG or PNG`,
  },
  {
    isMet: ({ width, height }) => width === height,
    fault: ({ width, height }) => `it is not square, but ${width} × ${height} pixels`,
  },
  {
    isMet: ({ width, height }) => Math.min(width, height) >= SMALLEST_SIDE,
    fault: ({ width, height }) =>
      `it has fewer than ${SMALLEST_SIDE} pixels each way (${width} × ${height})`,
  },
  {
    isMet: ({ width, height }) => Math.max(width, height) <= LARGEST_SIDE,
    fault: ({ width, height }) =>
      `it has more than ${LARGEST_SIDE} pixels each way (${width} × ${height})`,
  },
  {
    isMet: ({ metadata }) => metadata.space === 'srgb' || metadata.space === 'rgb16',
    fault: ({ metadata }) => `its colours are ${metadata.space.toUpperCase()} and not RGB`,
  },
  { isMet: ({ metadata }) => !metadata.hasAlpha, fault: () => 'it can be seen through' },
  {
    isMet: ({ bytes }) => bytes.length <= MOST_BYTES,
    fault: ({ bytes }) =>
      `it has ${Math.ceil(bytes.length / 1024)} KB, more than ${MOST_BYTES / 1024}`,
  },
]

function faultsOf(picture: ReadPicture): readonly string[] {
  return DEMANDS.filter(({ isMet }) => !isMet(picture)).map(({ fault }) => fault(picture))
}

/** Whether nothing is to be taken out: no place where it was taken, no turn, no colours of a screen. */
function isClean({ format, metadata }: ReadPicture): boolean {
  const { exif, orientation, icc, depth } = metadata
  const isStandard = icc === undefined || describes(icc, 'sRGB')
  return (
    format.name === 'JPEG' &&
    exif === undefined &&
    (orientation ?? 1) === 1 &&
    isStandard &&
    depth === 'uchar'
  )
}

/** Whether a colour profile calls itself so, in letters of one byte or of two. */
function describes(icc: Buffer, name: string): boolean {
  return icc.toString('latin1').replaceAll('\0', '').includes(name)
}

/** Below this a colour is a grey. */
const GREY = 0.035
/** Parts of the circle of hues. */
const HUES = 12

/** The colours of a picture that are neither grey, black nor white, by how much there is of them. */
async function findColours(picture: Raster): Promise<readonly Colour[]> {
  const { data } = await toRaster(openRaster(picture).resize(48, 48, { fit: 'fill' }))
  const colours = Array.from({ length: data.length / 3 }, (_, index) =>
    colourFromRgb(data[index * 3] ?? 0, data[index * 3 + 1] ?? 0, data[index * 3 + 2] ?? 0),
  ).filter(({ chroma, lightness }) => chroma > GREY && lightness > 0.15 && lightness < 0.97)
  const groups = Map.groupBy(colours, ({ hue }) => Math.floor((hue / 360) * HUES))
  const weighed = [...groups.values()]
    .map((group) => ({ group, weight: group.reduce((sum, { chroma }) => sum + chroma, 0) }))
    .filter(({ group }) => group.length * 25 > data.length / 3)
  return weighed
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, 3)
    .map(({ group }) => middleOf(group))
}

function middleOf(group: readonly Colour[]): Colour {
  const mean = (read: (colour: Colour) => number): number =>
    Math.round((group.reduce((sum, colour) => sum + read(colour), 0) / group.length) * 1000) / 1000
  return {
    lightness: mean(({ lightness }) => lightness),
    chroma: mean(({ chroma }) => chroma),
    hue: mean(({ hue }) => hue),
  }
}
