import { dirname } from 'node:path'
import { WORK } from '../jobs/kinds.ts'
import type { Problem } from '../base/problem.ts'
import { isWithheld } from '../show/ledger/went-out.ts'
import type { ReadShow } from '../show/open-show.ts'
import type { Show } from '../show/show.ts'
import { createSite } from '../site/create-site.ts'
import { exportSite } from '../site/export.ts'
import { readPublicFiles } from '../site/public-files.ts'
import { type Given, type Surroundings, UsageError, optionOf, textOf } from './command.ts'
import { openFolder, readWhole, PUBLIC_FOLDER } from './open-show.ts'
import { rememberGuids } from './remember-guids.ts'
import { createProgress } from './progress.ts'
import { formatSkipped, hasErrors, plural, reportProblems } from './report.ts'

/** Writes the whole site as plain files: the very bytes that `serve` would send. */
export async function run(given: Given, around: Surroundings): Promise<0 | 1> {
  const out = optionOf(given, 'out')
  if (out === undefined) throw new UsageError('--out: name the folder to write to, e.g. --out dist')
  const options = {
    folder: textOf(given.arguments[0]),
    baseUrl: optionOf(given, 'baseUrl'),
    allowRemoval: given.options['allowRemoval'] === true,
  }
  const opened = await openFolder(options, around)
  const read = await readWhole(opened, WORK.all, around)
  const { site, problems } = await createSiteOf(read, around)
  reportProblems(problems, around)
  const { composition } = read
  if (composition === null || site === null) return refuse(problems, around)
  const { show } = composition
  if (hasErrors(problems) && given.options['keepGoing'] !== true) return refuse(problems, around)
  if (isWithheld(problems)) return refuse(problems, around)
  const { files, bytes, written, removed } = await exportSite(site, out, {
    content: [opened.folder, ...recordingFolders(show)],
    progress: createProgress('files written', around),
    warn: (message) => around.tell(`! ${message}`),
  })
  await rememberGuids(opened, composition, around)
  await opened.prune(composition)
  const changes = [`${written} new or changed`, ...(removed === 0 ? [] : [`${removed} removed`])]
  around.print(
    `${show.title}: ${plural(show.episodes.length, 'episode')}, ${plural(files, 'file')} (${(bytes / 1e6).toFixed(1)} MB) in ${out}, ${changes.join(', ')}`,
  )
  for (const line of formatSkipped(show.skipped)) around.print(`  left out: ${line}`)
  if (show.baseUrl.startsWith('http://127.')) {
    around.tell(
      `! the pages and the feed are written for ${show.baseUrl}; say where they will be reached with --base-url, or base_url in sidecast.yml`,
    )
  }
  return hasErrors(problems) ? 1 : 0
}

async function createSiteOf({ composition, problems, modified }: ReadShow, around: Surroundings) {
  if (composition === null) return { site: null, problems }
  const publicFiles = await readPublicFiles(PUBLIC_FOLDER)
  const options = { publicFiles, previous: null, now: around.now(), modified }
  const created = createSite(composition.show, options)
  return { site: created.site, problems: [...problems, ...created.problems] }
}

function recordingFolders(show: Show): readonly string[] {
  return [
    ...new Set(
      show.episodes.flatMap(({ audio }) => (audio.file === null ? [] : dirname(audio.file))),
    ),
  ]
}

function refuse(problems: readonly Problem[], around: Surroundings): 1 {
  const errors = problems.filter(({ severity }) => severity === 'error')
  const files = new Set(errors.map(({ file }) => file))
  const wayOut = isWithheld(problems)
    ? 'Put the episodes back, or let them go with --allow-removal.'
    : 'Correct them, or write what is good with --keep-going.'
  around.tell(
    `${plural(errors.length, 'error')} in ${plural(files.size, 'file')}; nothing was written. ${wayOut}`,
  )
  return 1
}
