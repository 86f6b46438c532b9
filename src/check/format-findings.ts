import { lineOf, type Line } from '../base/terminal.ts'
import { byCause, lineOfCause, type Told } from '../base/told-once.ts'
import type { Verdict } from './directories.ts'
import type { Finding } from './rule.ts'
import { ALL_RULES } from './all-rules.ts'

/** Causes of a rule that are shown; the others are only counted. */
const SHOWN = 10

const LEVELS = [
  { severity: 'error', mark: '✗', style: 'red', one: 'error', many: 'errors' },
  { severity: 'warning', mark: '!', style: 'yellow', one: 'warning', many: 'warnings' },
  {
    severity: 'advice',
    mark: '·',
    style: 'cyan',
    one: 'piece of advice',
    many: 'pieces of advice',
  },
] as const

/** Formats findings: errors first; those of a rule are sorted by file and followed by the fix. */
export function formatFindings(findings: readonly Finding[]): readonly Line[] {
  return LEVELS.flatMap(({ severity, mark, style, one, many }) => {
    const group = findings.filter((finding) => finding.severity === severity)
    if (group.length === 0) return []
    const title = lineOf([
      ['bold', style],
      `${mark} ${group.length} ${group.length === 1 ? one : many}`,
    ])
    const rules = Map.groupBy(group, ({ rule }) => rule)
    return [title, ...[...rules.values()].flatMap((found) => formatGroup(found)), '']
  })
}

function formatGroup(found: readonly Finding[]): readonly Line[] {
  const ways = new Set(found.map(({ fix, rule }) => `→ ${fix}  [${rule}]`))
  const causes = causesOf(found)
  const rest = causes.slice(SHOWN).flat().length
  return [
    '',
    ...causes.slice(0, SHOWN).map(formatCause),
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
    ...[...ways].map((way) => lineOf('    ', ['dim', way])),
  ]
}

/** Whether the text leaves out places that only JSON lists. */
export function leavesOut(findings: readonly Finding[]): boolean {
  return [...Map.groupBy(findings, ({ rule }) => rule).values()]
    .map(causesOf)
    .some((causes) => causes.length > SHOWN || causes.some((cause) => lineOfCause(cause).isShort))
}

function causesOf(found: readonly Finding[]): readonly (readonly [Finding, ...Finding[]])[] {
  return byCause(found.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1)))
}

function placeOf({ file, url, line }: Finding): string {
  return `${file ?? url ?? ''}:${String(line ?? 0).padStart(6, '0')}`
}

function formatCause(cause: readonly [Told, ...Told[]]): Line {
  const { start, message, end } = lineOfCause(cause)
  return lineOf('  ', ['bold', start], message, end)
}

/** `2 errors, 1 warning`; null if there are none. */
export function countFindings(findings: readonly Finding[]): string | null {
  const counts = LEVELS.flatMap(({ severity, one, many }) => {
    const count = findings.filter((finding) => finding.severity === severity).length
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]
  })
  return counts.length === 0 ? null : counts.join(', ')
}

/**
 * The verdicts of directories as a table, with a line for each requirement that is not met; one table
 * for each of several shows.
 */
export function formatVerdicts(verdicts: readonly Verdict[]): readonly Line[] {
  const shows = [...Map.groupBy(verdicts, ({ show }) => show)]
  return shows.flatMap(([show, own]) => [
    '',
    ...(shows.length === 1 ? [] : [lineOf(['bold', show ?? 'a show without a title'])]),
    ...own.flatMap(formatVerdict),
  ])
}

/** The length of the longest name of a directory, and two spaces. */
const NAMES = 16

function formatVerdict({ name, refusals }: Verdict): readonly Line[] {
  const head = name.padEnd(NAMES)
  if (refusals.length === 0) return [lineOf(head, ['green', 'accepted'])]
  const lines = refusals.map(({ source, rules }) => {
    const reason = `${source.words}  [${rules.join(', ')}]`
    return lineOf(`${' '.repeat(NAMES)}${reason}  `, ['dim', source.url])
  })
  return [lineOf(head, ['red', 'would refuse it, or episodes of it. Not met:']), ...lines]
}

/** Explains one rule. */
export function formatRule(id: string): readonly Line[] {
  const rule = ALL_RULES[id]
  if (rule === undefined) return []
  const { severity, says, fix, source } = rule
  return [
    lineOf(['bold', id], ` (${severity}): ${says}`),
    `  What to do: ${fix}.`,
    `  Why:        ${source.words}`,
    `              ${source.url}`,
  ]
}

const COMMANDS = { error: 'error', warning: 'warning', advice: 'notice' } as const

/**
 * A finding as an annotation of GitHub Actions.
 *
 * @param folder The content folder from the root of the repository, with `/`.
 * @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function formatAnnotation(finding: Finding, folder: string): string {
  const { severity, file, line, field, url, message, rule, fix } = finding
  const properties = [
    ...(file === null ? [] : [`file=${escapeProperty(joined(folder, file))}`]),
    ...(line === null ? [] : [`line=${line}`]),
    `title=${escapeProperty(rule)}`,
  ]
  const place = [url, field].filter((part) => part !== null).join(' ')
  const text = `${place === '' ? '' : `${place}: `}${message}\n${fix}`
  return `::${COMMANDS[severity]} ${properties.join(',')}::${escapeData(text)}`
}

function joined(folder: string, file: string): string {
  return folder === '' || folder === '.' ? file : `${folder.replace(/\/+$/, '')}/${file}`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
