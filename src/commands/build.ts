import { isWithheld } from '../show/ledger/went-out.ts'
import { isNetwork, showsOf, type Show } from '../show/show.ts'
import { type Given, type Context, UsageError, optionOf, textOf } from './command.ts'
import { openFolder } from './open-folder.ts'
import { formatSkipped, hasErrors, plural, reportProblems } from './report.ts'
import { exportFolder } from './export-site.ts'
import { complainOfAddress, type WrittenSite } from './write-site.ts'

/** Writes the whole site as files, with the same bytes that `serve` sends. */
export async function run(given: Given, context: Context): Promise<0 | 1> {
  const out = optionOf(given, 'out')
  if (out === undefined) throw new UsageError('--out: name the folder to write to, e.g. --out dist')
  const options = {
    folder: textOf(given.arguments[0]),
    baseUrl: optionOf(given, 'baseUrl'),
    allowRemoval: given.options['allowRemoval'] === true,
  }
  const keepGoing = given.options['keepGoing'] === true
  const compressed = given.options['precompress'] === true
  const opened = await openFolder(options, context)
  const built = await exportFolder(opened, out, { keepGoing, compressed }, context)
  const { show, problems } = built
  reportProblems(problems, context)
  if (show === null || built.written === null) return refuse(built, context)
  const { files, bytes, written, removed } = built.written
  const changes = [`${written} new or changed`, ...(removed === 0 ? [] : [`${removed} removed`])]
  context.print(
    `${show.title}: ${countAll(show)}, ${plural(files, 'file')} (${(bytes / 1e6).toFixed(1)} MB) in ${out}, ${changes.join(', ')}`,
  )
  const skipped = [...new Set([show, ...showsOf(show)])].flatMap((each) => each.skipped)
  for (const line of formatSkipped(skipped)) context.print(`  skipped: ${line}`)
  const complaint = complainOfAddress(show)
  if (complaint !== null) context.report(`! ${complaint}`)
  return hasErrors(problems) || built.isForgotten ? 1 : 0
}

export function countAll(show: Show): string {
  const count = showsOf(show).reduce((sum, { episodes }) => sum + episodes.length, 0)
  const shows = isNetwork(show) ? `${plural(show.shows.length, 'show')}, ` : ''
  return `${shows}${plural(count, 'episode')}`
}

/** Reports the errors because of which nothing is written. */
export function refuse(
  { show, problems }: Pick<WrittenSite<unknown>, 'show' | 'problems'>,
  context: Context,
): 1 {
  const errors = problems.filter(({ severity }) => severity === 'error')
  const files = new Set(errors.map(({ file }) => file))
  const fix = isWithheld(problems)
    ? 'Restore the episodes, or confirm their removal with --allow-removal.'
    : show === null
      ? 'Correct them, and run this again.'
      : 'Correct them, or write the rest with --keep-going.'
  context.report(
    `${plural(errors.length, 'error')} in ${plural(files.size, 'file')}; nothing was written. ${fix}`,
  )
  return 1
}
