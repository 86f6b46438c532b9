import { LARGEST_SIDE, MOST_BYTES, SMALLEST_SIDE } from '../../artwork/bounds.ts'
import type { ReadPicture } from '../../artwork/read-picture.ts'
import type { Check, Checks, Found } from '../rule.ts'
import { statusOf } from './served-feed-checks.ts'
import * as from from '../../base/sources.ts'
import { typeOf, type Visit } from './visit.ts'

/** What a server was asked for about a picture, and what it answered. */
export interface ServedPicture {
  readonly url: string
  /** Whose it is: `the show`, or the title of an episode. */
  readonly of: string
  readonly visit: Visit
  readonly head: Visit
  /** Null where it is none, which `failure` tells, and where nobody here can look into it. */
  readonly picture: ReadPicture | null
  readonly failure: string | null
}

function inPicture(
  find: (picture: ReadPicture, served: ServedPicture) => Iterable<string>,
): Check<ServedPicture>['find'] {
  return function* found(served) {
    if (served.picture === null) return
    for (const message of find(served.picture, served)) yield placed(served, message)
  }
}

function placed({ url, of }: ServedPicture, message: string): Found {
  return { url, message: `${message} (${of})` }
}

/** Formats that directories take. */
const TAKEN = new Set(['image/jpeg', 'image/png'])

/** What is wrong with the artwork that is served. */
export const SERVED_PICTURE_CHECKS: Checks<ServedPicture> = {
  'served/artwork': {
    severity: 'error',
    says: 'artwork is not there',
    source: from.APPLE_ARTWORK('the image can be fetched'),
    fix: 'upload it, or correct its address',
    *find(served) {
      const { visit } = served
      if (visit.answer?.status !== 200) yield placed(served, `it is answered ${statusOf(visit)}`)
    },
  },
  'served/artwork-format': {
    severity: 'error',
    says: 'artwork is no JPEG or PNG',
    source: from.APPLE_ARTWORK('JPEG or PNG'),
    fix: 'save it as a JPEG',
    *find(served) {
      const { visit, picture, failure } = served
      if (visit.answer?.status !== 200) return
      if (failure !== null) yield placed(served, `expected a JPEG or PNG, but it ${failure}`)
      else if (picture !== null && !TAKEN.has(picture.format.type ?? '')) {
        yield placed(served, `expected a JPEG or PNG, got ${picture.format.name}`)
      }
    },
  },
  'served/artwork-ending': {
    severity: 'warning',
    says: 'artwork is named or served as another format than it has',
    source: from.PSP('the ending of the address is that of the format'),
    fix: 'give it the ending and the Content-Type of its format',
    find: inPicture(function* ({ format }, { url, visit }) {
      if (!TAKEN.has(format.type ?? '')) return
      const path = new URL(url).pathname.toLowerCase()
      const type = visit.answer === null ? '' : typeOf(visit.answer)
      if (!format.endings.some((ending) => path.endsWith(ending))) {
        yield `expected ${format.endings.join(' or ')} at the end of the address of a ${format.name}`
      } else if (type !== format.type) yield `expected ${format.type}, got "${type}"`
    }),
  },
  'served/artwork-square': {
    severity: 'error',
    says: 'artwork is not square',
    source: from.APPLE_ARTWORK('square'),
    fix: 'cut it to a square',
    find: inPicture(function* ({ width, height }) {
      if (width !== height) yield `expected a square, got ${width} × ${height} pixels`
    }),
  },
  'served/artwork-pixels': {
    severity: 'error',
    says: 'artwork is too small or too large',
    source: from.APPLE_ARTWORK('1400 to 3000 pixels each way'),
    fix: 'save it at 3000 × 3000 pixels',
    find: inPicture(function* ({ width, height }) {
      const [small, large] = [Math.min(width, height), Math.max(width, height)]
      if (small >= SMALLEST_SIDE && large <= LARGEST_SIDE) return
      yield `expected ${SMALLEST_SIDE} to ${LARGEST_SIDE} pixels, got ${width} × ${height}`
    }),
  },
  'served/artwork-bytes': {
    severity: 'warning',
    says: 'artwork has more than 512 KB',
    source: from.APPLE_ARTWORK('below 512 KB'),
    fix: 'save it as a JPEG of lower quality',
    find: inPicture(function* ({ bytes }) {
      if (bytes.length > MOST_BYTES)
        yield `expected 512 KB, got ${Math.ceil(bytes.length / 1024)} KB`
    }),
  },
  'served/artwork-colours': {
    severity: 'warning',
    says: 'artwork is transparent, or not in RGB',
    source: from.APPLE_ARTWORK('RGB, without transparency'),
    fix: 'save it in sRGB, without transparency',
    find: inPicture(function* ({ metadata }) {
      if (metadata.hasAlpha) yield 'expected no transparency, got some'
      else if (metadata.space === 'cmyk') yield 'expected RGB, got CMYK'
    }),
  },
  'served/artwork-head': {
    severity: 'warning',
    says: 'HEAD is not answered for artwork',
    source: from.APPLE('artwork allows HEAD requests'),
    fix: 'let the host answer HEAD as it answers GET, without a body',
    find: inPicture(function* (_, { head }) {
      if (head.answer?.status !== 200) yield `HEAD is answered ${statusOf(head)}`
    }),
  },
}
