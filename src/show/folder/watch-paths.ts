import { dirname, join } from 'node:path'
import { LEDGER_FILE } from '../ledger/ledger.ts'
import type { Settings } from '../../settings/settings.ts'
import type { Show } from '../show.ts'

/** Where recordings may come to lie in a blog whose whole folder is public. */
const RECORDING_FOLDERS = ['audio', 'media', 'assets']

/**
 * What is worth watching. A Jekyll blog publishes its whole folder, built site and caches included,
 * so of a blog around the content folder only those folders count that may hold recordings.
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
  const recordings = show?.episodes.flatMap((episode) =>
    episode.audio.file === null ? [] : [dirname(episode.audio.file)],
  )
  return [
    ...new Set([
      folder,
      join(folder, LEDGER_FILE),
      ...blog.files,
      ...mapped,
      ...(recordings ?? []),
    ]),
  ]
}
