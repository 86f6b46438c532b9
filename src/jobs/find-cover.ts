import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { LARGEST_SIDE, SMALLEST_SIDE } from '../artwork/picture-format.ts'
import { openStudio } from '../artwork/studio.ts'

const COVER = /(^|\/)[^/]*(cover|artwork|itunes|podcast|logo)[^/]*\.(jpe?g|png)$/i
const MOST_COVERS = 20
const MOST_BYTES = 20_000_000

/**
 * Finds the square image that may be the cover of a show, by its name and its size.
 *
 * @param files Relative to the folder.
 * @returns One of them, or null.
 */
export async function findCover(folder: string, files: readonly string[]): Promise<string | null> {
  const candidates = files
    .filter((file) => COVER.test(file))
    .toSorted(
      (a, b) =>
        Number(/podcast|cover/i.test(basename(b))) - Number(/podcast|cover/i.test(basename(a))),
    )
  for (const candidate of candidates.slice(0, MOST_COVERS)) {
    if (await isCover(join(folder, candidate))) return candidate
  }
  return null
}

async function isCover(file: string): Promise<boolean> {
  const facts = await stat(file).catch(() => null)
  if (facts === null || facts.size > MOST_BYTES) return false
  const picture = await readFile(file)
    .then(async (bytes) => (await openStudio()).studio?.readPicture(undefined, bytes))
    .catch(() => null)
  if (!picture) return false
  const { width, height } = picture
  return width === height && width >= SMALLEST_SIDE && width <= LARGEST_SIDE
}
