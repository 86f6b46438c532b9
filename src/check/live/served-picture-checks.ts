import { LARGEST_SIDE, MOST_BYTES, SMALLEST_SIDE } from '../../artwork/picture-format.ts'
import type { PictureFacts } from '../../artwork/read-picture.ts'
import type { Checks } from '../rule.ts'
import * as from from '../../base/sources.ts'
import { inPart, statusOf, wrongHead, type Part } from './served.ts'
import { typeOf, type Visit } from './visit.ts'

/** The requests for a picture, and their answers. */
export interface ServedPicture extends Part {
  readonly visit: Visit
  readonly head: Visit
  /** Null if it is not a picture, see `failure`, and if pictures cannot be read on this machine. */
  readonly picture: PictureFacts | null
  readonly failure: string | null
}

/** Rules on what was served. */
const inAnswer = inPart((served: ServedPicture) => [served])

/** Rules on a picture. */
const inPicture = inPart(({ picture }: ServedPicture) => (picture === null ? [] : [picture]))

/** Formats that directories accept. */
const TAKEN = new Set(['image/jpeg', 'image/png'])

/** Rules on served artwork. */
export const SERVED_PICTURE_CHECKS: Checks<ServedPicture> = {
  'served/artwork': {
    severity: 'error',
    says: 'artwork does not exist',
    source: from.APPLE_ARTWORK('the image can be fetched'),
    fix: 'upload it, or correct its address',
    find: inAnswer(
      ({ visit }) => visit.answer?.status !== 200 && `expected 200, got ${statusOf(visit)}`,
    ),
  },
  'served/artwork-format': {
    severity: 'error',
    says: 'artwork is not a JPEG or PNG',
    source: from.APPLE_ARTWORK('JPEG or PNG'),
    fix: 'save it as a JPEG',
    find: inAnswer(({ picture, failure }) => {
      if (failure !== null) return `expected a JPEG or PNG, but it ${failure}`
      if (picture === null || TAKEN.has(picture.format.type ?? '')) return null
      return `expected a JPEG or PNG, got ${picture.format.name}`
    }),
  },
  'served/artwork-ending': {
    severity: 'warning',
    says: 'the extension or media type of artwork does not match its format',
    source: from.PSP('the extension in the address is that of the format'),
    fix: 'give it the extension and the Content-Type of its format',
    find: inPicture(({ format }, { url, visit }) => {
      if (!TAKEN.has(format.type ?? '')) return null
      const path = new URL(url).pathname.toLowerCase()
      if (!format.endings.some((ending) => path.endsWith(ending))) {
        return `expected ${format.endings.join(' or ')} at the end of the address of a ${format.name}`
      }
      const type = visit.answer === null ? '' : typeOf(visit.answer)
      return type !== format.type && `expected ${format.type}, got "${type}"`
    }),
  },
  'served/artwork-square': {
    severity: 'error',
    says: 'artwork is not square',
    source: from.APPLE_ARTWORK('square'),
    fix: 'crop it to a square',
    find: inPicture(
      ({ width, height }) =>
        width !== height && `expected a square, got ${width} × ${height} pixels`,
    ),
  },
  'served/artwork-pixels': {
    severity: 'error',
    says: 'artwork is too small or too large',
    source: from.APPLE_ARTWORK('1400 to 3000 pixels on each side'),
    fix: 'save it at 3000 × 3000 pixels',
    find: inPicture(({ width, height }) => {
      const isRight = [width, height].every((side) => side >= SMALLEST_SIDE && side <= LARGEST_SIDE)
      return (
        !isRight && `expected ${SMALLEST_SIDE} to ${LARGEST_SIDE} pixels, got ${width} × ${height}`
      )
    }),
  },
  'served/artwork-bytes': {
    severity: 'warning',
    says: 'artwork is larger than 512 KB',
    source: from.APPLE_ARTWORK('below 512 KB'),
    fix: 'save it as a JPEG of lower quality',
    find: inPicture((_, { visit }) => {
      const { length } = visit.answer?.body ?? []
      return length > MOST_BYTES && `expected at most 512 KB, got ${Math.ceil(length / 1024)} KB`
    }),
  },
  'served/artwork-colours': {
    severity: 'warning',
    says: 'artwork is transparent, or not in RGB',
    source: from.APPLE_ARTWORK('RGB, without transparency'),
    fix: 'save it in sRGB, without transparency',
    find: inPicture(({ space, hasAlpha }) => {
      if (hasAlpha) return 'expected no transparency'
      return space === 'cmyk' && 'expected RGB, got CMYK'
    }),
  },
  'served/artwork-head': {
    severity: 'warning',
    says: 'the host does not answer HEAD for artwork',
    source: from.APPLE('artwork allows HEAD requests'),
    fix: 'make the host answer HEAD as it answers GET, without a body',
    find: inPicture((_, served) => wrongHead(served)),
  },
}
