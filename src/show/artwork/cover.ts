import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import type { Problem } from '../../posts/problem.ts'
import { problem } from '../../posts/problem.ts'
import { pathOf } from '../../posts/front-matter/values.ts'
import type { Artwork } from './artwork.ts'
import { imageTypeOf } from '../recordings/media-type.ts'
import type { Settings } from '../settings/settings.ts'
import { urlOf } from '../show.ts'

const UNSEEN = { width: null, height: null, small: [] }

/**
 * The show's cover. Its content's hash is in its name, since apps keep a picture for as long as its
 * address stays.
 */
export async function readCover(
  folder: string,
  { image, artwork }: Settings,
  baseUrl: string,
): Promise<{ artwork: Artwork | null; problems: readonly Problem[] }> {
  if (image === null) return { artwork: null, problems: [] }
  const type = imageTypeOf(image)
  if (URL.canParse(image)) {
    const cover = { ...UNSEEN, url: image, path: null, file: null, type: type ?? 'image/jpeg' }
    return { artwork: cover, problems: [] }
  }
  if (type === null) {
    // Something better is made of it, or told.
    if (artwork.make) return { artwork: null, problems: [] }
    return refused(`expected a JPEG or PNG picture, got "${image}"; name a .jpg or .png file`)
  }
  const file = resolve(folder, image)
  const content = await readFile(file).catch(() => null)
  if (content === null) {
    return refused(
      `no file "${image}" in the content folder, so the show has no cover and directories refuse it; put the picture there, or correct the name`,
    )
  }
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8)
  const path = `/artwork/cover-${hash}${extname(image).toLowerCase()}`
  return { artwork: { ...UNSEEN, url: urlOf({ baseUrl }, path), path, file, type }, problems: [] }
}

/** The pictures that the settings give to feeds of parts, by what they call them. */
export async function readPartCovers(
  folder: string,
  settings: Settings,
  baseUrl: string,
): Promise<{ images: ReadonlyMap<string, Artwork>; problems: readonly Problem[] }> {
  const images = new Map<string, Artwork>()
  const problems: Problem[] = []
  for (const { kind, details } of settings.parts) {
    for (const [name, said] of details) {
      const image = said?.image
      if (image === undefined || images.has(image)) continue
      const cover = await readCover(folder, { ...settings, image }, baseUrl)
      if (cover.artwork !== null) images.set(image, cover.artwork)
      const field = `feeds.${pathOf(kind, name)}.image`
      problems.push(...cover.problems.map((each) => ({ ...each, field })))
    }
  }
  return { images, problems }
}

function refused(message: string): { artwork: null; problems: readonly Problem[] } {
  const place = { file: 'sidecast.yml', field: 'image' }
  return { artwork: null, problems: [problem('show/image', place, message)] }
}
