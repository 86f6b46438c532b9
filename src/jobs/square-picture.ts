import * as v from 'valibot'
import type { Colour } from '../base/colour.ts'
import { PictureError } from '../artwork/picture-format.ts'
import type { FetchedFile } from '../net/fetch-file.ts'
import { PUBLIC, TRUSTED } from '../net/reach.ts'
import { readCover } from '../audio/tags/read-tags.ts'
import { faultOf, whyUnreadable } from '../base/fault.ts'
import type { FileFacts } from '../base/disk.ts'
import {
  COLOUR,
  filesOfArtwork,
  putArtwork,
  STORED_ARTWORK,
  type StoredArtwork,
  studioOf,
} from './artwork-schema.ts'
import {
  believedFor,
  hashOf,
  JobFailure,
  UNREADABLE,
  type Job,
  type Kind,
  type Task,
} from './job.ts'

/** Where an image is: in a file, on another host, or inside a recording. Paths are absolute. */
export type PicturePlace =
  | { readonly file: string; readonly facts: FileFacts }
  | { readonly recording: string; readonly facts: FileFacts }
  | { readonly url: string }

interface Squaring {
  readonly place: PicturePlace
  /** The largest side that is needed, in pixels. */
  readonly most: number
  /** Milliseconds for which the answer of another host is valid. */
  readonly believed: number
  /** Whether hosts in private networks are asked, too. */
  readonly privateNetworks: boolean
}

/** Artwork made from an image, and the properties of the image. */
export interface SquaredPicture {
  readonly art: StoredArtwork
  /** Its dominant colours, for drawn covers. */
  readonly colours: readonly Colour[]
  readonly format: string
  /** Media type; null if browsers do not show it. */
  readonly type: string | null
  /** The extensions of its format, the best one first. */
  readonly endings: readonly string[]
  readonly width: number
  readonly height: number
  readonly way: string
  /** Why a directory would refuse the image as it is. */
  readonly faults: readonly string[]
  readonly etag: string | null
  readonly modified: string | null
}

const SQUARED: v.GenericSchema<unknown, SquaredPicture> = v.object({
  art: STORED_ARTWORK,
  colours: v.array(COLOUR),
  format: v.string(),
  type: v.nullable(v.string()),
  endings: v.array(v.string()),
  width: v.number(),
  height: v.number(),
  way: v.string(),
  faults: v.array(v.string()),
  etag: v.nullable(v.string()),
  modified: v.nullable(v.string()),
})

/** Limits for fetching an image: cameras make files of 10 MB, and no app waits for more. */
const PICTURE_BYTES = 30e6
const PICTURE_TIME = 60_000
/** Milliseconds after which a failed request for an image is repeated. */
const AFTER_FAILURE = 10 * 60_000

/** Makes square artwork that directories accept from an image. */
export const SQUARE_PICTURE: Kind<Squaring, SquaredPicture> = {
  name: 'pictures',
  counted: 'images made into artwork',
  methods: ['square 2'],
  schema: SQUARED,
  // Each uses more than one core.
  atOnce: 2,
  filesOf: filesOfArtwork,
  async run({ place, most, believed, privateNetworks }, task) {
    const { before, files } = task
    const { squareArtwork } = await studioOf(task)
    try {
      const read = await readPicture(place, privateNetworks, task)
      if (read === null && before !== null) return before
      const { bytes = Buffer.alloc(0), etag = null, modified = null } = read ?? {}
      const made = await squareArtwork(task.signal, bytes, most)
      const { colours, width, height, way, faults } = made
      const { name: format, type, endings } = made.format
      const facts = { colours, format, type, endings, width, height, way, faults, etag, modified }
      return { art: await putArtwork(made, files), ...facts }
    } catch (cause) {
      if (cause instanceof JobFailure) throw cause
      if (!(cause instanceof PictureError)) {
        throw new JobFailure(faultOf(cause).message, 'unreachable', AFTER_FAILURE, { cause })
      }
      const pause = 'url' in place ? believed : null
      const again = cause.trouble === 'unmade' ? AFTER_FAILURE : pause
      throw new JobFailure(cause.message, cause.trouble, again, { cause })
    }
  },
}

/**
 * The job of making artwork from an image.
 *
 * @param key The owner of the artwork.
 * @param age Of the episode, in milliseconds.
 */
export function squarePicture(
  key: string,
  place: PicturePlace,
  { most, age, privateNetworks }: Omit<Squaring, 'place' | 'believed'> & { readonly age: number },
): Job<Squaring, SquaredPicture> {
  const believed = 'url' in place ? believedFor(age) : Infinity
  return {
    kind: SQUARE_PICTURE,
    key,
    input: hashOf(place, most),
    work: { place, most, believed, privateNetworks },
    believed,
    elsewhere: 'url' in place,
    permission: privateNetworks ? 'private networks' : '',
  }
}

/** @returns Null if the image on another host is unchanged. */
async function readPicture(
  place: PicturePlace,
  privateNetworks: boolean,
  { signal, hosts, before, disk }: Parameters<typeof SQUARE_PICTURE.run>[1],
): Promise<FetchedFile | null> {
  if ('url' in place) {
    const limits = { totalTime: PICTURE_TIME }
    const reach = privateNetworks ? TRUSTED : PUBLIC
    const options = { known: before, signal, hosts, reach, most: PICTURE_BYTES, limits }
    const { fetchFile } = await import('../net/fetch-file.ts')
    return fetchFile(place.url, options)
  }
  try {
    const bytes =
      'recording' in place ? await coverIn(place.recording, disk) : await disk.read(place.file)
    return { bytes, etag: null, modified: null }
  } catch (cause) {
    const message = `cannot be read: ${whyUnreadable(cause)}`
    throw new JobFailure(message, 'unreadable', UNREADABLE, { cause })
  }
}

/** Empty if it no longer exists, which is reported like any other image that is not one. */
async function coverIn(recording: string, disk: Task<unknown>['disk']): Promise<Buffer> {
  await using handle = await disk.open(recording)
  return Buffer.from((await readCover(recording, handle.fd)) ?? [])
}
