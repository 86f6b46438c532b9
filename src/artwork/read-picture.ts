import sharp, { type Metadata, type Sharp } from 'sharp'
import { PictureError, type PictureFormat, recognisePicture } from './picture-format.ts'

/** What the header of an image says. */
export interface PictureFacts {
  readonly format: PictureFormat
  /** As displayed, with its orientation applied. */
  readonly width: number
  readonly height: number
  /** Of its colours, e.g. `srgb` or `cmyk`. */
  readonly space: string
  readonly hasAlpha: boolean
}

/** An image with its format and size. The pixels are read when needed. */
export interface ReadPicture extends PictureFacts {
  readonly bytes: Uint8Array
  readonly metadata: Metadata
  /** The pixels: upright, sRGB, eight bits; only the first frame of animations. */
  readonly pixels: () => Sharp
}

/** Larger images are attacks or posters; both would exhaust the memory of the machine. */
const MOST_PIXELS = 120e6

/**
 * Reads the header of an image.
 *
 * @throws {PictureError} If it is not an image, or of a format that is not accepted.
 */
export async function readPicture(bytes: Uint8Array): Promise<ReadPicture> {
  const format = recognisePicture(bytes)
  if (bytes.length === 0) throw new PictureError('is empty; upload it again', 'unreadable')
  if (format === null) {
    throw new PictureError('is not an image; save it as a JPEG or PNG', 'unreadable')
  }
  if (format.refusal !== null) throw new PictureError(format.refusal, 'unreadable')
  const open = (): Sharp => sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'truncated' })
  const metadata = await open()
    .metadata()
    .catch((cause: unknown) => {
      throw unreadable(format, cause)
    })
  const { autoOrient, space, hasAlpha } = metadata
  return {
    bytes,
    format,
    metadata,
    ...autoOrient,
    space,
    hasAlpha,
    pixels: () => open().autoOrient().toColourspace('srgb'),
  }
}

/** Describes an error of the decoder for the author. */
export function unreadable({ name }: PictureFormat, cause: unknown): PictureError {
  const reason = cause instanceof Error ? cause.message : ''
  const message = /pixel limit/i.test(reason)
    ? `has more than ${MOST_PIXELS / 1e6} million pixels; save it with at most 3000 each way`
    : `is a damaged ${name}; save or upload it again`
  return new PictureError(message, 'unreadable', { cause })
}
