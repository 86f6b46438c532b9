import { join } from 'node:path'
import { keptFile } from './kept-file.ts'
import { makeStoreFolder, STORE_FOLDER } from './result-files.ts'

/** Texts that were made at an earlier start, by the hash of what they were made from. */
export interface KeptTexts {
  readonly read: () => ReadonlyMap<string, string>
  /** Keeps these and no others. On a read-only disk nothing is kept. */
  readonly write: (texts: ReadonlyMap<string, string>) => Promise<void>
}

/**
 * @param name What they are, e.g. `notes`.
 * @param tell Receives a sentence about a damaged file.
 */
export function openKeptTexts(
  folder: string,
  name: string,
  tell: (sentence: string) => void,
): KeptTexts {
  const file = join(folder, STORE_FOLDER, name, `all.${name}`)
  const disk = keptFile<ReadonlyMap<string, string>>(['base', 'posts', 'show', 'render'])
  return {
    read() {
      const read = disk.read(file)
      if (read === 'damaged') {
        tell(`${STORE_FOLDER}/${name}/all.${name} is damaged, so the ${name} are made again`)
      }
      return read === 'damaged' || read === null ? new Map() : read
    },
    async write(texts) {
      try {
        await makeStoreFolder(folder, name)
        await disk.write(file, texts)
      } catch {
        // Texts that cannot be kept are made again at the next start.
      }
    },
  }
}
