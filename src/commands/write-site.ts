import { dirname } from 'node:path'
import type { Problem } from '../base/problem.ts'
import { WORK } from '../jobs/kinds.ts'
import { isWithheld } from '../show/ledger/went-out.ts'
import type { OpenShow } from '../show/open-show.ts'
import type { Show } from '../show/show.ts'
import { createSite } from '../site/create-site.ts'
import { exportSite, type Exported } from '../site/export.ts'
import { readPublicFiles } from '../site/public-files.ts'
import type { Surroundings } from './command.ts'
import { readWhole } from './open-show.ts'
import { createProgress } from './progress.ts'
import { PUBLIC_FOLDER } from './public-folder.ts'
import { rememberGuids } from './remember-guids.ts'
import { hasErrors } from './report.ts'

/** What became of a site that was to be written. */
export interface WrittenSite {
  /** Null when settings or ledger cannot be read. */
  readonly show: Show | null
  readonly problems: readonly Problem[]
  /** Null when nothing was written, for the errors among the problems. */
  readonly exported: Exported | null
}

/**
 * Reads the show, does its work, and writes its whole site as plain files, guids included.
 *
 * @param options.keepGoing Writes what is good although some posts have errors.
 * @throws {Refusal} If the folder cannot be written to, see `exportSite`.
 */
export async function writeSite(
  opened: OpenShow,
  out: string,
  { keepGoing }: { readonly keepGoing: boolean },
  around: Surroundings,
): Promise<WrittenSite> {
  const { composition, problems: told, modified } = await readWhole(opened, WORK.all, around)
  if (composition === null) return { show: null, problems: told, exported: null }
  const { show } = composition
  const publicFiles = await readPublicFiles(PUBLIC_FOLDER)
  const options = { publicFiles, previous: null, now: around.now(), modified }
  const created = createSite(show, options)
  const problems = [...told, ...created.problems]
  const isRefused = (hasErrors(problems) && !keepGoing) || isWithheld(problems)
  if (isRefused) return { show, problems, exported: null }
  const exported = await exportSite(created.site, out, {
    content: [opened.folder, ...recordingFolders(show)],
    progress: createProgress('files written', around),
    warn: (message) => around.tell(`! ${message}`),
  })
  await rememberGuids(opened, composition, around)
  await opened.prune(composition)
  return { show, problems, exported }
}

function recordingFolders(show: Show): readonly string[] {
  return [
    ...new Set(
      show.episodes.flatMap(({ audio }) => (audio.file === null ? [] : dirname(audio.file))),
    ),
  ]
}
