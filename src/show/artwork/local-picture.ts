import { resolve } from 'node:path'
import type { Post } from '../../posts/post.ts'
import { faultOf } from '../../base/fault.ts'
import { ContentError } from '../../base/content-door.ts'
import { createDisk, type Disk, type FileFacts } from '../../base/disk.ts'
import type { Settings } from '../../settings/settings.ts'
import { findBeside, type SidecarPlace } from '../sidecars/sidecars.ts'

/** A local image. */
export interface LocalPicture {
  /** Absolute. */
  readonly file: string
  /** Null if the file does not exist, or may not be published. */
  readonly facts: FileFacts | null
  /** Why it may not be published; null if it may. */
  readonly refusal: string | null
}

/** The image of a post as a local file of the blog, so that no request is needed; null if there is none. */
export async function findLocalPicture(
  { image }: Post,
  found: { readonly url: string } | { readonly file: string } | null,
  place: SidecarPlace,
  site: string | null,
): Promise<LocalPicture | null> {
  if (found === null || image === null) return null
  const file = 'file' in found ? found.file : await fileOfUrl(image, place, site)
  return file === null ? null : lookAt(file, place.disk)
}

function fileOfUrl(
  image: string,
  place: SidecarPlace,
  site: string | null,
): Promise<string | null> {
  const path = site !== null && image.startsWith(site) ? `/${image.slice(site.length)}` : image
  return /^(https?:)?\/\//i.test(path)
    ? Promise.resolve(null)
    : findBeside(path, place).catch(withoutRefused)
}

/** The blog may publish a file that we do not: it is then fetched from the blog. */
function withoutRefused(cause: unknown): null {
  if (cause instanceof ContentError) return null
  throw cause
}

async function lookAt(file: string, disk: Disk): Promise<LocalPicture> {
  try {
    const found = await disk.find(file)
    const facts = found === null ? null : await disk.stat(found)
    return { file: found ?? file, facts, refusal: null }
  } catch (cause) {
    return { file, facts: null, refusal: faultOf(cause).message }
  }
}

/** The local images that the settings name, by that name. */
export async function findSettingsPictures(
  { image, parts, roots }: Settings,
  folder: string,
): Promise<ReadonlyMap<string, LocalPicture>> {
  const names = [
    image,
    ...parts.flatMap(({ details }) => [...details.values()].map((said) => said?.image)),
  ]
  const disk = createDisk(roots)
  const found = new Map<string, LocalPicture>()
  for (const name of names) {
    if (name === null || name === undefined || URL.canParse(name)) continue
    const file = resolve(folder, name)
    found.set(name, await lookAt(file, disk))
  }
  return found
}
