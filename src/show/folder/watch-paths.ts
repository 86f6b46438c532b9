import { dirname, join } from 'node:path'
import { ledgerOf } from '../ledger/ledger.ts'
import type { Settings } from '../../settings/settings.ts'
import type { Show } from '../show.ts'

/** Folders for recordings in a blog whose whole folder is public. */
const RECORDING_FOLDERS = ['audio', 'media', 'assets']

/**
 * The paths to watch. A Jekyll blog publishes its whole folder, including the built site and caches, so
 * of a blog around the content folder only the folders for recordings are watched.
 */
export function watchPaths(
  folder: string,
  { audio, blog }: Settings,
  show: Show | null,
): readonly string[] {
  const mapped = audio.folders.flatMap((published) =>
    published.folder === blog.root
      ? RECORDING_FOLDERS.map((name) => join(blog.root, name))
      : [published.folder],
  )
  const files = show?.episodes.flatMap(({ audio: { file } }) => file ?? []) ?? []
  const own = [folder, ledgerOf(folder), ...blog.files]
  return [...new Set([...own, ...mapped, ...files.map((file) => dirname(file))])]
}
