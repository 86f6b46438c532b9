import { COMMANDS } from '../../src/commands/commands.ts'
import { ALL_RULES } from '../../src/check/rules.ts'
import { CONVENTIONS } from '../../src/posts/conventions.ts'
import { CHANNEL_ROWS } from '../../src/render/feed/feed-channel.ts'
import { ITEM_ROWS } from '../../src/render/feed/feed-item.ts'
import { RULE_SOURCES } from '../../src/render/feed/feed-row.ts'
import { DEFAULTS, SETTING_NAMES, SETTINGS } from '../../src/show/settings/settings-table.ts'

/** The chapters of the README that are made from the program's own tables, by their marker. */
export const CHAPTERS: Readonly<Record<string, () => string>> = {
  commands: formatCommands,
  settings: formatSettings,
  rules: formatRules,
  'front matter': formatFields,
  elements: formatElements,
}

/** A README with its made chapters made anew; the rest stays as it is. */
export function withReference(readme: string): string {
  return Object.entries(CHAPTERS).reduce(
    (text, [name, format]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- /${name} -->)`),
        (_, start: string, end: string) => `${start}\n${format()}\n\n${end}`,
      ),
    readme,
  )
}

function formatCommands(): string {
  return COMMANDS.map((command) => {
    const usage = ['sidecast', command.name, ...command.arguments.map(({ name }) => name)].join(' ')
    const options = command.options.map(({ flags, help, fallback }) =>
      row(`\`${flags}\``, `${help}${fallback === undefined ? '' : ` (\`${fallback}\`)`}`),
    )
    const table =
      options.length === 0 ? [] : ['', row('option', 'what it does'), row('---', '---'), ...options]
    return [`### \`${usage}\``, '', `${capital(command.summary)}.`, ...table].join('\n')
  }).join('\n\n')
}

function formatSettings(): string {
  const defaults: Readonly<Record<string, unknown>> = DEFAULTS
  const rows = SETTING_NAMES.map((name) => {
    const { help, example, jekyll, hugo } = SETTINGS[name]
    const said = [
      ...(name in defaults ? [`default \`${String(defaults[name])}\``] : []),
      ...(jekyll === undefined ? [] : [`Jekyll: ${names(jekyll)}`]),
      ...(hugo === undefined ? [] : [`Hugo: ${names(hugo)}`]),
    ]
    return row(`\`${name}\``, help, `\`${JSON.stringify(example)}\``, said.join('; '))
  })
  return [
    row('setting', 'what it says', 'example', 'where it is left out'),
    row('---', '---', '---', '---'),
    ...rows,
  ].join('\n')
}

function formatRules(): string {
  const rows = Object.entries(ALL_RULES).map(([id, { severity, says, source, wayOut }]) =>
    row(
      `\`${id}\``,
      severity,
      says,
      wayOut,
      `[${source.words}](${source.url.replace('README.md', '')})`,
    ),
  )
  return [
    row('rule', 'severity', 'what is wrong', 'what to do', 'why'),
    row('---', '---', '---', '---', '---'),
    ...rows,
  ].join('\n')
}

function formatFields(): string {
  const rows = Object.entries(CONVENTIONS).map(([name, { keys }]) =>
    row(`\`${name}\``, names(keys.map((key) => key.replace('?', '')))),
  )
  return [row('what', 'keys, the first that says something wins'), row('---', '---'), ...rows].join(
    '\n',
  )
}

function formatElements(): string {
  const tables = [
    { place: 'channel', rows: CHANNEL_ROWS },
    { place: 'item', rows: ITEM_ROWS },
  ]
  return [
    row('element', 'in', 'comes from', 'rule', 'of'),
    row('---', '---', '---', '---', '---'),
    ...tables.flatMap(({ place, rows }) =>
      rows.map(({ element, rule, source, ...from }) =>
        row(`\`${element}\``, place, comesFrom(from), rule, `[${source}](${RULE_SOURCES[source]})`),
      ),
    ),
  ].join('\n')
}

function comesFrom({
  settings = [],
  fields = [],
  found,
}: Pick<(typeof CHANNEL_ROWS)[number], 'settings' | 'fields' | 'found'>): string {
  return [
    ...(fields.length === 0 ? [] : [`front matter: ${names(fields)}`]),
    ...(settings.length === 0 ? [] : [`settings: ${names(settings)}`]),
    ...(found === undefined ? [] : [found]),
  ].join('; ')
}

function names(keys: readonly string[]): string {
  return keys.map((key) => `\`${key}\``).join(', ')
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
