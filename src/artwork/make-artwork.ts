import {
  openRaster,
  type Raster,
  toRaster,
  type Encoded,
  encodeSmall,
  encodeSquare,
} from './raster.ts'
import { type Colour, colourFromRgb } from '../base/colour.ts'
import { type CoverWords, drawCover } from './compose-cover.ts'
import { LARGEST_SIDE, MOST_BYTES, SMALLEST_SIDE, type PictureFormat } from './picture-format.ts'
import { readPicture, type ReadPicture, unreadable } from './read-picture.ts'
import { makeSquare, type Square } from './square.ts'

/** Square artwork, also in the small sizes for pages. */
export interface MadeArtwork {
  readonly large: Encoded
  /** The smallest first. */
  readonly small: readonly Encoded[]
  /** The dominant colours, the strongest first; none for a grey image. */
  readonly colours: readonly Colour[]
}

/** Artwork made from an image, and how. */
export interface SquaredArtwork extends MadeArtwork {
  readonly format: PictureFormat
  readonly width: number
  readonly height: number
  /** `kept`: the bytes are unchanged, since the image meets all requirements. */
  readonly way: Square['way'] | 'kept'
  /** Why a directory would reject the image as it is; empty where none would. */
  readonly faults: readonly string[]
}

/**
 * Makes artwork from an image. The same bytes give the same artwork.
 *
 * @param most The largest side of artwork that is made; an image that is kept may be larger.
 * @throws {PictureError} If the image cannot be used.
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

/** Draws artwork where there is no image. @param side Pixels each way. */
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

/** The requirements of directories. @see https://podcasters.apple.com/support/896 */
const DEMANDS: readonly {
  readonly isMet: (picture: ReadPicture) => boolean
  readonly fault: (picture: ReadPicture) => string
}[] = [
  {
    isMet: ({ format }) => format.name === 'JPEG' || format.name === 'PNG',
    fault: ({ format }) => `it is a ${format.name}, not a JPEG or PNG`,
  },
  {
    isMet: ({ width, height }) => width === height,
    fault: ({ width, height }) => `it is not square (${width} × ${height} pixels)`,
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
    isMet: ({ space }) => space === 'srgb' || space === 'rgb16',
    fault: ({ space }) => `its colours are ${space.toUpperCase()}, not RGB`,
  },
  { isMet: ({ hasAlpha }) => !hasAlpha, fault: () => 'it is transparent' },
  {
    isMet: ({ bytes }) => bytes.length <= MOST_BYTES,
    fault: ({ bytes }) =>
      `it has ${Math.ceil(bytes.length / 1024)} KB, more than ${MOST_BYTES / 1024}`,
  },
]

function faultsOf(picture: ReadPicture): readonly string[] {
  return DEMANDS.filter(({ isMet }) => !isMet(picture)).map(({ fault }) => fault(picture))
}

/** Whether there is nothing to remove: no EXIF data, rotation, or other colour profile than sRGB. */
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

/** Whether a colour profile has this name, as ASCII or UTF-16. */
function describes(icc: Buffer, name: string): boolean {
  return icc.toString('latin1').replaceAll('\0', '').includes(name)
}

/** Colours with less chroma are greys. */
const GREY = 0.035
/** Sectors of the colour wheel. */
const HUES = 12

/** The colours of an image that are neither grey, black nor white, by their share. */
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
