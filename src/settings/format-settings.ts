import type { Value } from '../posts/front-matter/values.ts'
import { isList, isMap } from '../posts/front-matter/values.ts'
import type { Proposal } from './propose-settings.ts'
import type { SettingName } from './settings-table.ts'
import { SETTINGS } from './settings-table.ts'

/** The lines of the file, in order: every show wants some, the others are written only if their value is known. */
const LINES: readonly (readonly [name: SettingName, when: 'wanted' | 'known'])[] = [
  ['title', 'wanted'],
  ['description', 'wanted'],
  ['author', 'wanted'],
  ['owner.email', 'wanted'],
  ['language', 'wanted'],
  ['category', 'wanted'],
  ['image', 'wanted'],
  ['copyright', 'known'],
  ['site', 'wanted'],
  ['base_url', 'wanted'],
  ['timezone', 'known'],
  ['permalink', 'known'],
  ['fields', 'known'],
  ['audio.prefix', 'known'],
  ['audio.url', 'known'],
  ['audio.folders', 'known'],
  ['feed.path', 'known'],
  ['shows', 'known'],
]

type Known = ReadonlyMap<SettingName, Proposal>

/**
 * A settings file in which each line says what it is and where it was found.
 *
 * @param schema The path of its JSON Schema for editors, from the file; null if there is none.
 */
export function formatSettings(proposals: readonly Proposal[], schema: string | null): string {
  const known = new Map(proposals.map((proposal) => [proposal.name, proposal]))
  const shown = LINES.filter(([name, when]) => when === 'wanted' || known.has(name))
  const names = shown.map(([name]) => name)
  const groups = Map.groupBy(names, (name) => name.split('.')[0] ?? name)
  const blocks = [...groups].map(([group, members]) => formatGroup(group, members, known))
  const modeline = schema === null ? '' : `# yaml-language-server: $schema=${schema}\n`
  return `${modeline}# The settings of the show; each is explained in docs/reference/settings.md of Sidecast.\n\n${blocks.join('\n')}`
}

function formatGroup(group: string, names: readonly SettingName[], known: Known): string {
  const inside = names.some((name) => name !== group)
  if (!inside) return names.map((name) => formatLine(name, name, known, '')).join('')
  if (!names.some((name) => known.has(name))) return names.map(formatWanted).join('')
  const lines = names.map((name) => formatLine(name, name.slice(group.length + 1), known, '  '))
  return `${group}:\n${lines.join('')}`
}

/** A commented line for a setting in a group without known values; it is valid when it is uncommented alone. */
function formatWanted(name: SettingName): string {
  const { help, example } = SETTINGS[name]
  const [group = '', key = ''] = name.split('.')
  return `# ${help} (Not found; write your own.)\n# ${group}: { ${key}: ${JSON.stringify(example)} }\n`
}

/** An example for a line that waits for the author; of the public address one on their own blog. */
function exampleOf(name: SettingName, known: Known): unknown {
  const site = known.get('site')?.value
  return name === 'base_url' && typeof site === 'string'
    ? `${site.replace(/\/$/, '')}/podcast`
    : SETTINGS[name].example
}

function formatLine(name: SettingName, key: string, known: Known, indent: string): string {
  const proposal = known.get(name)
  const hint = `${indent}# ${SETTINGS[name].help}`
  return proposal === undefined
    ? `${hint} (Not found; write your own.)\n${indent}# ${key}: ${JSON.stringify(exampleOf(name, known))}\n`
    : `${hint} (From ${proposal.from}.)\n${indent}${key}:${formatBlock(proposal.value, indent)}\n`
}

/** Words that need no quotes in YAML. */
const PLAIN =
  /^(?!(?:true|false|yes|no|on|off|null|y|n)$)\p{L}[\p{L}\p{N}]*(?:[ ./-][\p{L}\p{N}]+)*$/iu

/** The value after a key: in one line, except for a map of maps. */
function formatBlock(value: Value, indent: string): string {
  if (!isMap(value) || !Object.values(value).every(isMap)) return ` ${formatValue(value)}`
  const lines = Object.entries(value).map(
    ([key, inner]) => `\n${indent}  ${formatValue(key)}: ${formatValue(inner)}`,
  )
  return lines.join('')
}

/** A value in one line of YAML; JSON is YAML. */
function formatValue(value: Value): string {
  if (typeof value === 'string') return PLAIN.test(value) ? value : JSON.stringify(value)
  if (isList(value)) return `[${value.map(formatValue).join(', ')}]`
  if (!isMap(value)) return String(value)
  const pairs = Object.entries(value).map(
    ([key, inner]) => `${formatValue(key)}: ${formatValue(inner)}`,
  )
  return `{ ${pairs.join(', ')} }`
}
