import { dirname } from 'node:path'
import type { OpenShow } from '../show/open-show.ts'
import { showsOf, type Show } from '../show/show.ts'
import { exportSite, type Exported } from '../site/export.ts'
import { hostFiles } from '../site/host-files.ts'
import type { Context } from './command.ts'
import { createProgress } from './progress.ts'
import { writeSite, type Writing, type WrittenSite } from './write-site.ts'

interface ExportOptions {
  readonly keepGoing: boolean
  /** Whether compressed copies are written beside all texts. */
  readonly compressed?: boolean
}

/**
 * Writes the site of a folder as files, with the configuration that web servers need.
 *
 * @throws {Refusal} If the folder cannot be written to, see `exportSite`.
 */
export function exportFolder(
  opened: OpenShow,
  out: string,
  { keepGoing, compressed = false }: ExportOptions,
  context: Context,
): Promise<WrittenSite<Exported>> {
  const write: Writing<Exported>['write'] = (site, show) =>
    exportSite(site, out, {
      content: [opened.folder, ...recordingFolders(show)],
      beside: hostFiles(site, show, compressed),
      compressed,
      progress: createProgress('files written', context),
      warn: (message) => context.report(`! ${message}`),
    })
  return writeSite(opened, { keepGoing, write }, context)
}

function recordingFolders(show: Show): readonly string[] {
  return [
    ...new Set(
      showsOf(show)
        .flatMap(({ episodes }) => episodes)
        .flatMap(({ audio }) => (audio.file === null ? [] : dirname(audio.file))),
    ),
  ]
}
