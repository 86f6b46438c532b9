import { readdirSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { AUDIO_NAME } from '../../posts/fields/audio-references.ts'
import { parseFileName } from '../../posts/file-name.ts'

/** The recordings in a folder: name without extension → names. */
type Recordings = ReadonlyMap<string, readonly string[]>

/**
 * Finds the recordings beside a post that have its name: `tides.mp3` for `tides.md`, for
 * `2025-01-29-tides.md` and, in its folder, for `tides/index.md`. Each folder is listed once.
 *
 * @param folder The content folder, absolute.
 * @returns A function from the file of a post, relative to the content folder, to names in the folder of that
 *   file.
 */
export function createNamesakes(folder: string): (file: string) => readonly string[] {
  const known = new Map<string, Recordings>()
  return (file) => {
    const place = dirname(join(folder, file))
    const recordings = known.get(place) ?? recordingsIn(place)
    known.set(place, recordings)
    if (recordings.size === 0) return []
    const { stem, slug } = parseFileName(file)
    const whole = basename(file, extname(file))
    // The whole name takes precedence over what several posts may share
    const name = [whole, stem, slug].map(folded).find((each) => recordings.has(each))
    return name === undefined ? [] : (recordings.get(name) ?? [])
  }
}

function recordingsIn(place: string): Recordings {
  const names = namesIn(place).filter((name) => AUDIO_NAME.test(name))
  return Map.groupBy(names, (name) => folded(basename(name, extname(name))))
}

function namesIn(place: string): readonly string[] {
  try {
    return readdirSync(place).toSorted()
  } catch {
    // A folder that cannot be read is reported by the search for posts
    return []
  }
}

/** Names as people compare them. */
function folded(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
