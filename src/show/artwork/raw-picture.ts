import { extname, relative } from 'node:path'
import { hashFile } from '../../jobs/hash-file.ts'
import type { Ask } from '../../jobs/worklist.ts'
import { problem, type Problem } from '../../base/problem.ts'
import { imageTypeOf } from '../../base/media-types.ts'
import { urlOf } from '../show.ts'
import type { Artwork } from './artwork.ts'
import type { SettingsPictures } from './artwork-wishes.ts'

const UNSEEN = { width: null, height: null, small: [] }

/** What the publication of an unchanged image depends on. */
interface RawAround {
  /** The content folder, absolute. */
  readonly folder: string
  readonly baseUrl: string
  readonly pictures: SettingsPictures
  /** Whether artwork is made of images. */
  readonly make: boolean
  readonly ask: Ask
}

/**
 * An image that the settings name, unchanged: it is published if no artwork is made, or not yet. A hash
 * of the content is in its name, because apps cache an image as long as its address stays.
 */
export function rawPicture(
  name: string | null,
  { folder, baseUrl, pictures, make, ask }: RawAround,
): { artwork: Artwork | null; problems: readonly Problem[] } {
  if (name === null) return { artwork: null, problems: [] }
  const type = imageTypeOf(name)
  if (URL.canParse(name)) {
    const artwork = { ...UNSEEN, url: name, path: null, file: null, type: type ?? 'image/jpeg' }
    return { artwork, problems: [] }
  }
  if (type === null) {
    // Artwork is made of it, or a problem reported.
    if (make) return { artwork: null, problems: [] }
    return refused(`expected a JPEG or PNG, got "${name}"; name a .jpg or .png file`)
  }
  const { file = '', facts = null, refusal = null } = pictures.get(name) ?? {}
  if (refusal !== null) return refused(refusal)
  if (facts === null) {
    return refused(
      `no file "${name}" in the content folder, so the show has no cover and directories refuse it; put the image there, or correct the name`,
    )
  }
  const hash = ask(hashFile(relative(folder, file), { file, algorithm: 'sha256' }, facts)).result
  if (hash === null) return { artwork: null, problems: [] }
  const mark = Buffer.from(hash, 'base64').toString('hex').slice(0, 8)
  const path = `/artwork/cover-${mark}${extname(name).toLowerCase()}`
  return { artwork: { ...UNSEEN, url: urlOf({ baseUrl }, path), path, file, type }, problems: [] }
}

function refused(message: string): { artwork: null; problems: readonly Problem[] } {
  const place = { file: 'sidecast.yml', field: 'image' }
  return { artwork: null, problems: [problem('show/image', place, message)] }
}
