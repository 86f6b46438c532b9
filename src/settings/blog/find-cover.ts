import { readFile, stat } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import { LARGEST_SIDE, SMALLEST_SIDE } from '../../artwork/picture-format.ts'
import { openStudio } from '../../artwork/studio.ts'
import type { Proposal } from '../propose-settings.ts'
import type { Survey } from './survey-blog.ts'

const COVER = /(^|\/)[^/]*(cover|artwork|itunes|podcast|logo)[^/]*\.(jpe?g|png)$/i
const MOST_COVERS = 20
const MOST_BYTES = 20_000_000

/** A square picture that may be the show's cover by its name and its size. */
export async function findCover({ folder, blog, files }: Survey): Promise<readonly Proposal[]> {
  const candidates = files
    .filter((file) => COVER.test(file))
    .toSorted(
      (a, b) =>
        Number(/podcast|cover/i.test(basename(b))) - Number(/podcast|cover/i.test(basename(a))),
    )
  for (const candidate of candidates.slice(0, MOST_COVERS)) {
    const file = join(blog.root, candidate)
    if (!(await isCover(file))) continue
    const value = relative(folder, file).replaceAll(sep, '/')
    return [{ name: 'image', value, from: 'the square pictures of the blog' }]
  }
  return []
}

async function isCover(file: string): Promise<boolean> {
  const facts = await stat(file).catch(() => null)
  if (facts === null || facts.size > MOST_BYTES) return false
  const { studio } = await openStudio()
  const picture = await readFile(file)
    .then(async (bytes) => studio?.readPicture(bytes))
    .catch(() => null)
  if (!picture) return false
  const { width, height } = picture
  return width === height && width >= SMALLEST_SIDE && width <= LARGEST_SIDE
}
