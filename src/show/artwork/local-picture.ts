import { resolve } from 'node:path'
import { faultOf } from '../../base/fault.ts'
import { createDisk, type Disk, type FileFacts } from '../../base/disk.ts'
import type { Settings } from '../../settings/settings.ts'

/** A local image. */
export interface LocalPicture {
  /** Absolute. */
  readonly file: string
  /** Null if the file does not exist, or may not be published. */
  readonly facts: FileFacts | null
  /** Why it may not be published; null if it may. */
  readonly refusal: string | null
}

/** Looks at an image, whether or not it may be published. */
export function lookAt(file: string, disk: Disk): LocalPicture {
  try {
    const found = disk.find(file)
    const facts = found === null ? null : disk.stat(found)
    return { file: found ?? file, facts, refusal: null }
  } catch (cause) {
    return { file, facts: null, refusal: faultOf(cause).message }
  }
}

/** The local images that the settings name, by that name. */
export function findSettingsPictures(
  { image, parts, roots }: Settings,
  folder: string,
): ReadonlyMap<string, LocalPicture> {
  const names = [
    image,
    ...parts.flatMap(({ details }) => [...details.values()].map((said) => said?.image)),
  ]
  const disk = createDisk(roots)
  const found = new Map<string, LocalPicture>()
  for (const name of names) {
    if (name === null || name === undefined || URL.canParse(name)) continue
    const file = resolve(folder, name)
    found.set(name, lookAt(file, disk))
  }
  return found
}
