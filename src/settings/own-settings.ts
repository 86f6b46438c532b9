import type { Problem } from '../base/problem.ts'
import { problem } from '../base/problem.ts'
import type { RuleId } from '../base/rules.ts'
import type { Block, Value } from '../posts/front-matter/values.ts'
import { explainLost } from '../posts/front-matter/yaml-errors.ts'
import { isMap, pathOf, isBlank } from '../posts/front-matter/values.ts'
import { PASSWORD_FOUND, withoutPasswords } from '../posts/front-matter/passwords.ts'
import { describe } from './setting-readers.ts'
import type { SettingValues } from './settings-table.ts'
import { isSettingName, readSetting, SETTING_NAMES, SETTINGS } from './settings-table.ts'
import { nearest } from '../base/suggest.ts'

/** The content of the settings file, and its problems. */
export interface OwnSettings {
  readonly values: SettingValues
  /** The settings that the file contains, including those with wrong values. */
  readonly named: ReadonlySet<string>
  readonly problems: readonly Problem[]
  /** The line of a setting, e.g. `audio.folders`. */
  readonly lineOf: (field: string) => number | null
}

/** Group → the names of its settings, e.g. `owner` → `name`, `email`. */
const GROUPS: ReadonlyMap<string, readonly string[]> = new Map(
  [...Map.groupBy(SETTING_NAMES, (path) => path.split('.')[0] ?? '')].flatMap(([group, paths]) =>
    isSettingName(group) ? [] : [[group, paths.map((path) => path.slice(group.length + 1))]],
  ),
)

/**
 * Reads every setting of the file, and collects all problems: unknown keys, repeated keys, wrong values.
 * A wrong value is ignored.
 *
 * @param file The name of the file in problems.
 */
export function readOwnSettings(block: Block, file: string): OwnSettings {
  const values: SettingValues = {}
  const named = new Set<string>()
  const problems = [
    ...block.repeated.map(({ path, line }) =>
      problem(
        'settings/key',
        { file, line, field: path },
        'this key is repeated here; remove one of them',
      ),
    ),
    ...block.lost.map(({ path, line, text }) =>
      problem('content/cut-text', { file, line, field: path }, explainLost(text)),
    ),
  ]

  function report(field: string, rule: RuleId, message: string): void {
    problems.push(problem(rule, { file, line: lineOf(block, field), field }, message))
  }

  function readEntry(path: string, value: Value): void {
    const group = GROUPS.get(path)
    if (isSettingName(path)) {
      if (isBlank(value)) return
      named.add(path)
      readSetting(values, path, value, (at, message) =>
        report(path + at, 'settings/value', message),
      )
    } else if (group === undefined) {
      report(path, 'settings/key', `unknown setting; ${fix(path)}`)
    } else if (isMap(value)) {
      for (const [key, inner] of Object.entries(value)) readEntry(pathOf(path, key), inner)
    } else if (!isBlank(value)) {
      const message = `expected a map of ${group.join(', ')}, got ${describe(value)}`
      report(path, 'settings/value', message)
    }
  }

  const { values: cleaned, places } = withoutPasswords(block.values)
  for (const place of places) report(place, 'content/password', PASSWORD_FOUND)
  for (const [key, value] of Object.entries(cleaned)) readEntry(key, value)
  const lineOfField = (field: string): number | null => lineOf(block, field)
  return { values, named, problems, lineOf: lineOfField }
}

/** The line of a value, or that of its setting if it is unknown. */
function lineOf(block: Block, field: string): number | null {
  const [setting = ''] = field.split(/\.|\[/, 1)
  return block.lines.get(field) ?? block.lines.get(setting) ?? null
}

/** Every name of a setting → its path; the right names take precedence. */
const NAMES: ReadonlyMap<string, string> = new Map(
  [
    ...SETTING_NAMES.map((path) => [path, path] as const),
    ...[...GROUPS.keys()].map((group) => [group, group] as const),
    ...SETTING_NAMES.flatMap((path) =>
      [path.split('.').at(-1) ?? path, ...(SETTINGS[path].otherNames ?? [])].map(
        (name) => [name, path] as const,
      ),
    ),
  ].toReversed(),
)

function fix(path: string): string {
  const [group = ''] = path.split('.')
  const name = path.slice(path.lastIndexOf('.') + 1)
  const inside = path === group ? [] : (GROUPS.get(group) ?? [])
  const sibling = nearest(name, inside)
  const near = sibling === null ? nearest(name, NAMES.keys()) : pathOf(group, sibling)
  if (near !== null) return `did you mean "${NAMES.get(near) ?? near}"?`
  return inside.length > 0
    ? `the settings are ${inside.map((inner) => pathOf(group, inner)).join(', ')}`
    : 'the reference lists all settings'
}
