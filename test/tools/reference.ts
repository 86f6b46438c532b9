import type { Command as Parser } from 'commander'
import { ALL_RULES } from '../../src/check/all-rules.ts'
import { createParser } from '../../src/command-line.ts'
import { COMMANDS } from '../../src/commands/commands.ts'
import { CONVENTIONS, FIELD_NAMES } from '../../src/posts/conventions.ts'
import { CHANNEL_ROWS } from '../../src/render/feed/feed-channel.ts'
import { ITEM_ROWS } from '../../src/render/feed/feed-item.ts'
import { RULE_SOURCES } from '../../src/render/feed/feed-row.ts'
import { GENERATORS } from '../../src/settings/blog/generators.ts'
import { DEFAULTS, SETTING_NAMES, SETTINGS } from '../../src/settings/settings-table.ts'

/** The parts of `docs/reference` that are made from the program's own tables, by their marker. */
export const CHAPTERS: Readonly<Record<string, () => string>> = {
  commands: formatCommands,
  environment: formatEnvironment,
  settings: formatSettings,
  rules: formatRules,
  'front matter': formatFields,
  channel: () => formatElements(CHANNEL_ROWS),
  item: () => formatElements(ITEM_ROWS),
}

/** Where the pages lie, from the root of the project; links between them are relative to it. */
export const REFERENCE_FOLDER = 'docs/reference/'

/** A page of the reference with its made parts made anew; the rest stays as it is. */
export function withReference(page: string): string {
  return Object.entries(CHAPTERS).reduce(
    (text, [name, format]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- /${name} -->)`),
        (_, start: string, end: string) => `${start}\n${format()}\n\n${end}`,
      ),
    page,
  )
}

/** What each field of a post says. */
function formatCommands(): string {
  return COMMANDS.map((command) => {
    const usage = ['sidecast', command.name, ...command.arguments.map(({ name }) => name)].join(' ')
    const given = command.arguments.map(({ name, help, fallback }) => toRow(name, help, fallback))
    const options = command.options.map(({ flags, help, fallback }) => toRow(flags, help, fallback))
    return [
      `## \`${usage}\``,
      `${capital(command.summary)}.`,
      table(['argument or option', 'what it does'], [...given, ...options]),
      ['```sh', ...command.examples, '```'].join('\n'),
    ].join('\n\n')
  }).join('\n\n')
}

function toRow(name: string, help: string, fallback?: string): readonly string[] {
  return [
    `\`${name}\``,
    `${plain(help)}${fallback === undefined ? '' : ` (default \`${fallback}\`)`}`,
  ]
}

/** By the parser itself, which alone knows what it reads. */
function formatEnvironment(): string {
  const options = createParser(() => undefined).commands.flatMap((command: Parser) =>
    command.options.map(({ envVar = '', flags }) => ({ envVar, flags, command: command.name() })),
  )
  const rows = [...Map.groupBy(options, ({ envVar }) => envVar)].map(([variable, same]) => [
    `\`${variable}\``,
    `\`${same[0]?.flags ?? ''}\``,
    codes(same.map(({ command }) => command)),
  ])
  return table(['variable', 'the same as', 'of'], rows)
}

function formatSettings(): string {
  const defaults: Readonly<Record<string, unknown>> = DEFAULTS
  const rows = SETTING_NAMES.map((name) => {
    const { help, example, saidBy = {} } = SETTINGS[name]
    const said = [
      ...(name in defaults ? [`default \`${String(defaults[name])}\``] : []),
      ...Object.entries(GENERATORS).flatMap(([generator, { title }]) => {
        const paths = new Map(Object.entries(saidBy)).get(generator)
        return paths === undefined ? [] : [`${title}: ${codes(paths)}`]
      }),
    ]
    return [`\`${name}\``, plain(help), `\`${JSON.stringify(example)}\``, said.join('; ')]
  })
  return table(['setting', 'what it says', 'example', 'where it is left out'], rows)
}

function formatRules(): string {
  const rules = Object.entries(ALL_RULES)
  const subjects = Map.groupBy(rules, ([id]) => id.slice(0, id.indexOf('/')))
  return [...subjects]
    .map(([subject, own]) => {
      const rows = own.map(([id, { severity, says, source, fix }]) => {
        const url = source.url.replace(REFERENCE_FOLDER, '')
        return [`\`${id}\``, severity, plain(says), plain(fix), `[${plain(source.words)}](${url})`]
      })
      const heads = ['rule', 'severity', 'what is wrong', 'what to do', 'why']
      return `## ${subject}\n\n${table(heads, rows)}`
    })
    .join('\n\n')
}

function formatFields(): string {
  const rows = FIELD_NAMES.map((name) => {
    const { help, keys } = CONVENTIONS[name]
    return [`\`${name}\``, help, codes(keys.map((key) => key.replace('?', '')))]
  })
  return table(['field', 'what it says', 'keys, the first that says something wins'], rows)
}

type Rows = readonly Pick<
  (typeof CHANNEL_ROWS)[number],
  'element' | 'settings' | 'fields' | 'found' | 'rule' | 'source'
>[]

function formatElements(rows: Rows): string {
  return table(
    ['element', 'comes from', 'rule', 'by'],
    rows.map(({ element, rule, source, ...from }) => [
      `\`${element}\``,
      comesFrom(from),
      rule,
      `[${source}](${RULE_SOURCES[source]})`,
    ]),
  )
}

function comesFrom({
  settings = [],
  fields = [],
  found,
}: Pick<Rows[number], 'settings' | 'fields' | 'found'>): string {
  return [
    ...(fields.length === 0 ? [] : [`front matter: ${codes(fields)}`]),
    ...(settings.length === 0 ? [] : [`settings: ${codes(settings)}`]),
    ...(found === undefined ? [] : [found]),
  ].join('; ')
}

function codes(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
}

/** A text that says nothing to Markdown. */
function plain(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[[*]/g, String.raw`\$&`)
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => '---'), ...rows].map((cells) => row(cells)).join('\n')
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
