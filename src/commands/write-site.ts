import { isLoopback } from '../base/addresses.ts'
import type { Problem } from '../base/problem.ts'
import { WORK } from '../jobs/kinds.ts'
import { Refusal } from '../base/fault.ts'
import { isWithheld } from '../show/ledger/went-out.ts'
import type { OpenShow } from '../show/open-show.ts'
import { isPrivate } from '../show/private-show.ts'
import type { Show } from '../show/show.ts'
import { preparingAll } from '../site/article-service.ts'
import { createSite } from '../site/create-site.ts'
import { PUBLIC_FOLDER, readPublicFiles } from '../site/public-files.ts'
import type { Site } from '../site/site.ts'
import type { Context } from './command.ts'
import { problemsOnceRendered, readWhole, rememberGuids } from './open-folder.ts'
import { hasErrors } from './report.ts'

/** The result of {@link writeSite}. */
export interface WrittenSite<Result> {
  /** Null if the settings or the ledger cannot be read. */
  readonly show: Show | null
  readonly problems: readonly Problem[]
  /** Null if nothing was written because of errors, which are among the problems. */
  readonly written: Result | null
  /** Whether the ledger does not know what was written: a later run may give it other guids. */
  readonly isForgotten: boolean
}

/** What is to be written, and where. */
export interface Writing<Result> {
  /** Writes the rest even if some posts have errors. */
  readonly keepGoing: boolean
  /** Whether it only reports what it would write. */
  readonly isTrial?: boolean
  readonly write: (site: Site, show: Show) => Promise<Result>
}

const FORGOTTEN =
  ', so no guid of what was just written is kept, and a later run may give an episode another one'

/**
 * Reads a show, does its work, writes the whole site, and updates the ledger.
 *
 * @throws {Refusal} If the show is private, or it cannot be written to that place.
 */
export async function writeSite<Result>(
  opened: OpenShow,
  { keepGoing, isTrial = false, write }: Writing<Result>,
  context: Context,
): Promise<WrittenSite<Result>> {
  const read = await readWhole(opened, WORK.all, context)
  const { composition, problems: found, modified } = read
  if (composition === null)
    return { show: null, problems: found, written: null, isForgotten: false }
  const { show } = composition
  if (isPrivate(show)) {
    throw new Refusal(
      'a private show cannot be exported: whoever learns the address of a file on a web server can read it, and it cannot be withdrawn; serve the show with "sidecast serve", or set private: no',
    )
  }
  const publicFiles = await readPublicFiles(PUBLIC_FOLDER)
  const prepare = preparingAll(opened, context.now)
  const options = { publicFiles, previous: null, now: context.now(), modified, prepare }
  const created = createSite(show, options)
  const problems = [...found, ...created.problems]
  const isRefused = (hasErrors(problems) && !keepGoing) || isWithheld(problems)
  if (isRefused) return { show, problems, written: null, isForgotten: false }
  const written = await write(created.site, show)
  const all = [...(await problemsOnceRendered(opened, read, context)), ...created.problems]
  if (isTrial) return { show, problems: all, written, isForgotten: false }
  const failure = await rememberGuids(opened, composition, context, FORGOTTEN)
  if (failure !== null) context.report(failure)
  await opened.prune(composition)
  // Of the texts, more is known now.
  await opened.save()
  return { show, problems: all, written, isForgotten: failure !== null }
}

/** What is wrong with a base URL of this computer, where nobody else could reach the site; null for others. */
export function complainOfAddress({ baseUrl }: Show): string | null {
  if (!isLoopback(baseUrl)) return null
  return `the pages and the feed are written for ${baseUrl}, which is this computer; name their public URL with --base-url, or base_url in sidecast.yml`
}

/** @throws {Refusal} If there is something wrong with it. */
export function assertPublic(show: Show): void {
  const complaint = complainOfAddress(show)
  if (complaint !== null) throw new Refusal(complaint)
}
