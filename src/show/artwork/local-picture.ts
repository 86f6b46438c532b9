import { resolve } from 'node:path'
import type { Post } from '../../posts/post.ts'
import { faultOf } from '../../base/fault.ts'
import { ContentError } from '../../base/content-door.ts'
import { createDisk, type Disk, type FileFacts } from '../../base/disk.ts'
import type { Settings } from '../../settings/settings.ts'
import { findBeside, type SidecarPlace } from '../sidecars/sidecars.ts'

/** A picture that lies here. */
export interface LocalPicture {
  /** Absolute. */
  readonly file: string
  /** Null where there is no such file, or it may not go out. */
  readonly facts: FileFacts | null
  /** Why it may not go out; null where it may. */
  readonly refusal: string | null
}

/** The picture of a post as a file of the blog, where it lies here, so that no host need be asked. */
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

/** The blog may publish what we do not: it is then fetched from there. */
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

/** The pictures that the settings name, by what they call them; those of other hosts are left out. */
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
