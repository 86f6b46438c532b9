import type { Show } from '../../show/show.ts'
import { applyChecks, findingOf, type Finding } from '../rule.ts'
import { checkContent, type Prepared } from './check-content.ts'
import { SETTINGS } from './checked-content.ts'
import { SITE_CHECKS, type Offering } from './site-checks.ts'

/** Several shows as they would be published together, each prepared as if it were alone. */
export interface PreparedNetwork extends Offering {
  readonly shows: readonly Prepared[]
  readonly problems: Prepared['problems']
}

/** The texts of one of several shows, with paths from its folder. */
export function within<Text extends { readonly path: string }>(
  texts: readonly Text[],
  folder: string,
): readonly Text[] {
  return texts
    .filter(({ path }) => path.startsWith(folder))
    .map((text) => ({ ...text, path: text.path.slice(folder.length - 1) }))
}

/** Checks each show by itself, and what belongs to none of them. A finding that all shows have is reported once. */
export function checkNetwork(network: PreparedNetwork): readonly Finding[] {
  const found = network.shows.flatMap((prepared) =>
    checkContent(prepared).map((finding) => ({ finding, show: prepared.show })),
  )
  const common = found.filter(({ finding }) => isOfWhole(finding))
  const kinds = Map.groupBy(common, ({ finding }) => `${finding.rule}\n${finding.field}`)
  return [
    ...network.problems.map(findingOf),
    ...found.flatMap(({ finding }) => (isOfWhole(finding) ? [] : [finding])),
    ...[...kinds.values()].flatMap(toldOnce),
    ...applyChecks(SITE_CHECKS, network),
  ]
}

/** Whether a finding is about a show as a whole, so that nothing in it names the show. */
function isOfWhole({ file, url }: Finding): boolean {
  return url === null && (file === null || file === SETTINGS)
}

function toldOnce(
  same: readonly { readonly finding: Finding; readonly show: Show }[],
): readonly Finding[] {
  const [first] = same
  if (first === undefined) return []
  const shows = new Set(same.map(({ show }) => show)).size
  const others = shows === 1 ? '' : ` (and the same of ${shows - 1} more shows)`
  const message = `${first.show.title}: ${first.finding.message}${others}`
  return [{ ...first.finding, message }]
}
