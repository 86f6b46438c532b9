import type { Studio } from '../artwork/studio.ts'
import { JobFailure, type Task } from './job.ts'
import { hash as digest } from 'node:crypto'
import * as v from 'valibot'
import type { MadeArtwork } from '../artwork/make-artwork.ts'
import type { MadeFiles, MadePath } from './made-files.ts'

/** Square artwork on disk. */
export interface StoredArtwork {
  /** A hash of its content, and the name of its folder. */
  readonly id: string
  /** In pixels; also the name of the file. */
  readonly side: number
  /** Sides of the smaller copies, the smallest first. */
  readonly small: readonly number[]
}

const SIDE = v.pipe(v.number(), v.safeInteger(), v.minValue(1))

export const STORED_ARTWORK = v.object({
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  side: SIDE,
  small: v.array(SIDE),
})

export const COLOUR = v.object({ lightness: v.number(), chroma: v.number(), hue: v.number() })

/** Writes artwork to a folder named after its content. */
export async function putArtwork(
  { large, small }: MadeArtwork,
  files: MadeFiles,
): Promise<StoredArtwork> {
  const id = digest('sha256', large.bytes).slice(0, 16)
  const made = [large, ...small].map(({ bytes, side }) => ({ name: nameOf(side), bytes }))
  await files.put(id, made)
  return { id, side: large.side, small: small.map(({ side }) => side) }
}

/** The files of all sizes. */
export function filesOfArtwork({ art }: { readonly art: StoredArtwork }): readonly MadePath[] {
  return [art.side, ...art.small].map((side) => ({ id: art.id, name: nameOf(side) }))
}

/** The name of the file of one size. */
export function nameOf(side: number): string {
  return `${side}.jpg`
}

/** Milliseconds after which the studio is asked again whether it can be opened. */
const LATER = 10 * 60_000

/**
 * The studio for images.
 *
 * @throws {JobFailure} `missing`, if its packages are not installed; the message names the first.
 */
export async function studioOf({ studio: open }: Pick<Task<unknown>, 'studio'>): Promise<Studio> {
  const { studio, missing } = await open()
  if (studio === null) throw new JobFailure(missing, 'missing', LATER)
  return studio
}
