import type { Problem } from '../base/problem.ts'
import { problem } from '../base/problem.ts'
import type { RuleId } from '../base/rules.ts'
import type { Block, Values } from '../posts/front-matter/values.ts'
import { emptyMap } from '../posts/front-matter/values.ts'
import { toSlug } from '../posts/slug.ts'
import { readOwnSettings, type OwnSettings } from './own-settings.ts'
import { isFree, PLACE_KEYS, readPlace, type Selection } from './shows-setting.ts'
import type { SettingName, SettingValues } from './settings-table.ts'
import type { Settings } from './settings.ts'

/** One of several shows, with its settings. */
export interface SettledShow {
  /** Its name in the settings and in the ledger. */
  readonly name: string
  /** Its folder on the site, with `/` at both ends. */
  readonly path: string
  readonly settings: Settings
  readonly selection: Selection
  /** Paths from the root of the site at which its feed was before. */
  readonly oldFeeds: readonly string[]
}

/** One of several shows, as the settings file describes it. */
export interface OwnShow extends Omit<SettledShow, 'settings'> {
  /** What is set for this show alone. */
  readonly own: OwnSettings
  /** The same, with what the show inherits from the top level. */
  readonly values: SettingValues
}

/** Settings that apply to the whole folder, so a show cannot have its own. */
const OF_THE_FOLDER: ReadonlySet<string> = new Set<SettingName>(['base_url', 'shows'])

/** Settings that only one show can have, so they are not inherited from the top level. */
const OF_ONE_SHOW: ReadonlySet<string> = new Set<SettingName>([
  'title',
  'feed.guid',
  'feed.new_url',
  'feed.old_paths',
  'shows',
])

/** Reads the shows of a settings file, each with what it inherits from the top level. */
export function readOwnShows(
  top: OwnSettings,
  block: Block,
  file: string,
): { shows: readonly OwnShow[]; problems: readonly Problem[] } {
  const problems: Problem[] = []
  const shows: OwnShow[] = []
  const inherited = Object.fromEntries(
    Object.entries(top.values).filter(([name]) => !OF_ONE_SHOW.has(name)),
  )
  for (const [name, written] of top.values.shows ?? []) {
    const prefix = `shows.${name}`
    const lineOf = (field: string): number | null =>
      block.lines.get(`${prefix}.${field}`) ?? block.lines.get(prefix) ?? top.lineOf('shows')
    const report = (rule: RuleId, field: string, message: string): void => {
      const whole = field === '' ? prefix : `${prefix}.${field}`
      problems.push(problem(rule, { file, line: lineOf(field), field: whole }, message))
    }
    const place = readPlace(written, (at, message) => report('settings/value', at, message))
    const own = readOwnSettings(partOf(block, prefix, written), file)
    for (const { rule, field, message } of own.problems) report(rule, field ?? '', message)
    for (const field of Object.keys(written).filter((key) => OF_THE_FOLDER.has(key))) {
      report('settings/key', field, 'this holds for all shows; write it at the top level')
    }
    const path = place.path ?? `/${toSlug(name)}/`
    const hindrance = whyNoPath(path, shows)
    if (hindrance !== null) {
      report('settings/value', place.path === undefined ? '' : 'path', hindrance)
      continue
    }
    const { base_url: _, shows: _shows, posts, ...values } = own.values
    shows.push({
      name,
      path,
      own,
      selection: {
        files: posts ?? null,
        where: place.where ?? [],
        folder: posts === undefined && place.where === undefined ? name : null,
      },
      oldFeeds: place.oldFeeds ?? [],
      values: { ...inherited, ...values, title: values.title ?? name },
    })
  }
  return { shows, problems }
}

function whyNoPath(path: string, others: readonly OwnShow[]): string | null {
  const wayOut = 'write another one for it, e.g. path: /my-show/'
  const owner = others.find((other) => path.startsWith(other.path) || other.path.startsWith(path))
  if (owner === undefined && isFree(path)) return null
  const whose = owner === undefined ? 'what every site has' : `${owner.name} (${owner.path})`
  return `its folder ${path} is taken by ${whose}, so this show is left out; ${wayOut}`
}

/** A map inside the file, as if it were a file of its own. */
function partOf(block: Block, prefix: string, written: Values): Block {
  const values = emptyMap()
  for (const [key, value] of Object.entries(written)) {
    if (!PLACE_KEYS.includes(key) && !OF_THE_FOLDER.has(key)) values[key] = value
  }
  const lines = [...block.lines].flatMap(([path, line]) =>
    path.startsWith(`${prefix}.`) ? [[path.slice(prefix.length + 1), line] as const] : [],
  )
  return { values, lines: new Map(lines), repeated: [], lost: [] }
}
