import { createHash } from 'node:crypto'
import { faultOf } from '../base/fault.ts'
import { openContent } from '../base/content-door.ts'
import { decodeContained, gainLike } from '../jobs/contained-recording.ts'
import type { Settings } from '../settings/settings.ts'
import { placesOf } from '../show/folder/post-to-speak.ts'
import type { ContainedSound } from '../speech/lay-out.ts'
import type { Pcm } from '../speech/pcm.ts'
import type { Script } from '../speech/script.ts'

/** A recording that an article contains: a local file that may be published. */
export interface Contained {
  /** The number of its block in the script. */
  readonly block: number
  /** Absolute. */
  readonly path: string
  /** A hash of its bytes. */
  readonly hash: string
}

/** The recordings that are put into the narration of a post, and the addresses for which there is no file. */
export interface ContainedFiles {
  readonly contained: readonly Contained[]
  readonly missing: readonly string[]
}

/**
 * The recordings that are put into the narration of a post; none unless the settings ask for it.
 *
 * @param file The post, from the content folder.
 */
export async function findContained(
  { blocks }: Script,
  file: string,
  folder: string,
  settings: Settings,
): Promise<ContainedFiles> {
  const contained: Contained[] = []
  const missing: string[] = []
  if (settings.narration.recordings !== 'include') return { contained, missing }
  for (const [block, { kind, address }] of blocks.entries()) {
    if (kind !== 'recording') continue
    const one = await firstOf(placesOf(address, file, folder, settings), settings)
    if (one === null) missing.push(address)
    else contained.push({ block, ...one })
  }
  return { contained, missing }
}

async function firstOf(places: readonly string[], { roots }: Settings) {
  for (const path of places) {
    try {
      await using handle = await openContent(path, roots)
      const hash = createHash('sha256')
      for await (const chunk of handle.createReadStream({ autoClose: false })) hash.update(chunk)
      return { path, hash: hash.digest('hex') }
    } catch {
      // It may be in another place.
    }
  }
  return null
}

/** The sound of these recordings, as loud as the spoken text. @param tell Receives a sentence about each one that is left out. */
export async function hearContained(
  contained: readonly Contained[],
  speeches: readonly Pcm[],
  { roots }: Settings,
  tell: (sentence: string) => void,
): Promise<readonly ContainedSound[]> {
  const sounds: ContainedSound[] = []
  for (const { block, path } of contained) {
    try {
      await using handle = await openContent(path, roots)
      const sound = await decodeContained(path, handle)
      sounds.push({ block, sound, gain: gainLike(sound, speeches) })
    } catch (cause) {
      tell(`"${path}" is left out: ${faultOf(cause).message}`)
    }
  }
  return sounds
}
