import sharp, { type Metadata, type Sharp } from 'sharp'
import { PictureError } from './picture-format.ts'
import { type PictureFormat, recognisePicture } from './picture-format.ts'

/** A picture whose format and size are known. Its pixels are read when they are needed. */
export interface ReadPicture {
  readonly bytes: Uint8Array
  readonly format: PictureFormat
  readonly metadata: Metadata
  /** As it is seen, with its orientation applied. */
  readonly width: number
  readonly height: number
  /** Its pixels: upright, sRGB, eight bits, only the first of moving pictures. */
  readonly pixels: () => Sharp
}

/** More is an attack or a poster; both would take the memory of the machine. */
const MOST_PIXELS = 120e6

/**
 * Looks at the head of a picture.
 *
 * @throws {PictureError} If it is none, or of a format that is not taken.
 */
export async function readPicture(bytes: Uint8Array): Promise<ReadPicture> {
  const format = recognisePicture(bytes)
  if (bytes.length === 0) throw new PictureError('is empty; put the picture there', 'unreadable')
  if (format === null) {
    throw new PictureError('is no picture; save it as a JPEG or PNG', 'unreadable')
  }
  if (format.refusal !== null) throw new PictureError(format.refusal, 'unreadable')
  const open = (): Sharp => sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'truncated' })
  const metadata = await open()
    .metadata()
    .catch((cause: unknown) => {
      throw unreadable(format, cause)
    })
  const { width, height } = metadata.autoOrient
  return {
    bytes,
    format,
    metadata,
    width,
    height,
    pixels: () => open().autoOrient().toColourspace('srgb'),
  }
}

/** What a failure of the decoder means to the author. */
export function unreadable({ name }: PictureFormat, cause: unknown): PictureError {
  const reason = cause instanceof Error ? cause.message : ''
  const message = /pixel limit/i.test(reason)
    ? `has more than ${MOST_PIXELS / 1e6} million pixels; save it with at most 3000 each way`
    : `is a damaged ${name}; save or upload it again`
  return new PictureError(message, 'unreadable', { cause })
}
