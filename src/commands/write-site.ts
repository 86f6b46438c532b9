import { dirname } from 'node:path'
import type { Problem } from '../base/problem.ts'
import { WORK } from '../jobs/kinds.ts'
import { Refusal } from '../base/fault.ts'
import { isWithheld } from '../show/ledger/went-out.ts'
import type { OpenShow } from '../show/open-show.ts'
import { isPrivate } from '../show/private-show.ts'
import { showsOf, type Show } from '../show/show.ts'
import { preparing } from '../site/article-service.ts'
import { createSite } from '../site/create-site.ts'
import { exportSite, type Exported } from '../site/export.ts'
import { hostFiles } from '../site/host-files.ts'
import { PUBLIC_FOLDER, readPublicFiles } from '../site/public-files.ts'
import type { Context } from './command.ts'
import { problemsOnceRendered, readWhole, rememberGuids } from './open-show.ts'
import { createProgress } from './progress.ts'
import { hasErrors } from './report.ts'

/** The result of {@link writeSite}. */
export interface WrittenSite {
  /** Null when settings or ledger cannot be read. */
  readonly show: Show | null
  readonly problems: readonly Problem[]
  /** Null when nothing was written, because of the errors among the problems. */
  readonly exported: Exported | null
}

export interface WriteOptions {
  /** Writes the rest even if some posts have errors. */
  readonly keepGoing: boolean
  /** Writes compressed forms beside all texts. */
  readonly compressed?: boolean
}

/**
 * Reads a show, does its work, writes the whole site as files, and updates the ledger.
 *
 * @throws {Refusal} If the folder cannot be written to, see `exportSite`.
 */
export async function writeSite(
  opened: OpenShow,
  out: string,
  { keepGoing, compressed = false }: WriteOptions,
  context: Context,
): Promise<WrittenSite> {
  const read = await readWhole(opened, WORK.all, context)
  const { composition, problems: found, modified } = read
  if (composition === null) return { show: null, problems: found, exported: null }
  const { show } = composition
  if (isPrivate(show)) {
    throw new Refusal(
      'a private show cannot be exported: whoever learns the address of a file on a web server can read it, and it cannot be withdrawn; serve the show with "sidecast serve", or set private: no',
    )
  }
  const publicFiles = await readPublicFiles(PUBLIC_FOLDER)
  const prepare = preparing(opened, context.now)
  const options = { publicFiles, previous: null, now: context.now(), modified, prepare }
  const created = createSite(show, options)
  const problems = [...found, ...created.problems]
  const isRefused = (hasErrors(problems) && !keepGoing) || isWithheld(problems)
  if (isRefused) return { show, problems, exported: null }
  const exported = await exportSite(created.site, out, {
    content: [opened.folder, ...recordingFolders(show)],
    beside: hostFiles(created.site, show, compressed),
    compressed,
    progress: createProgress('files written', context),
    warn: (message) => context.report(`! ${message}`),
  })
  const all = [...(await problemsOnceRendered(opened, read, context)), ...created.problems]
  await rememberGuids(opened, composition, context)
  await opened.prune(composition)
  return { show, problems: all, exported }
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
