import type { Problem } from '../base/problem.ts'
import { isWithheld } from '../show/ledger/went-out.ts'
import { type Given, type Surroundings, UsageError, optionOf, textOf } from './command.ts'
import { openFolder } from './open-show.ts'
import { formatSkipped, hasErrors, plural, reportProblems } from './report.ts'
import { writeSite } from './write-site.ts'

/** Writes the whole site as plain files: the very bytes that `serve` would send. */
export async function run(given: Given, around: Surroundings): Promise<0 | 1> {
  const out = optionOf(given, 'out')
  if (out === undefined) throw new UsageError('--out: name the folder to write to, e.g. --out dist')
  const options = {
    folder: textOf(given.arguments[0]),
    baseUrl: optionOf(given, 'baseUrl'),
    allowRemoval: given.options['allowRemoval'] === true,
  }
  const keepGoing = given.options['keepGoing'] === true
  const opened = await openFolder(options, around)
  const { show, problems, exported } = await writeSite(opened, out, { keepGoing }, around)
  reportProblems(problems, around)
  if (show === null || exported === null) return refuse(problems, around)
  const { files, bytes, written, removed } = exported
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

function refuse(problems: readonly Problem[], around: Surroundings): 1 {
  const errors = problems.filter(({ severity }) => severity === 'error')
  const files = new Set(errors.map(({ file }) => file))
  const fix = isWithheld(problems)
    ? 'Put the episodes back, or let them go with --allow-removal.'
    : 'Correct them, or write what is good with --keep-going.'
  around.tell(
    `${plural(errors.length, 'error')} in ${plural(files.size, 'file')}; nothing was written. ${fix}`,
  )
  return 1
}
