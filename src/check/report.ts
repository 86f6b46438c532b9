import { lineOf, type Line } from '../base/terminal.ts'
import { byCause, lineOfCause, type Told } from '../base/told-once.ts'
import type { Verdict } from './directories.ts'
import type { Finding } from './rule.ts'
import { ALL_RULES } from './rules.ts'

/** So many causes of a rule are shown; the others are counted. */
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

/** Errors first; findings of a rule are sorted by file and followed by the fix. */
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

/** Whether the text leaves places out, which only JSON tells. */
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

/** `2 errors, 1 warning`; null for nothing at all. */
export function countFindings(findings: readonly Finding[]): string | null {
  const counts = LEVELS.flatMap(({ severity, one, many }) => {
    const count = findings.filter((finding) => finding.severity === severity).length
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]
  })
  return counts.length === 0 ? null : counts.join(', ')
}

/**
 * What each directory makes of a feed, as a table: a line for each requirement that is not met; a
 * table for each show where there are several.
 */
export function formatVerdicts(verdicts: readonly Verdict[]): readonly Line[] {
  const shows = [...Map.groupBy(verdicts, ({ show }) => show)]
  return shows.flatMap(([show, own]) => [
    '',
    ...(shows.length === 1 ? [] : [lineOf(['bold', show ?? 'a show without a title'])]),
    ...own.flatMap(formatVerdict),
  ])
}

/** As wide as the longest name of a directory, and two spaces. */
const NAMES = 16

function formatVerdict({ name, refusals }: Verdict): readonly Line[] {
  const head = name.padEnd(NAMES)
  if (refusals.length === 0) return [lineOf(head, ['green', 'accepted'])]
  const lines = refusals.map(({ source, rules }) => {
    const reason = `${source.words}  [${rules.join(', ')}]`
    return lineOf(`${' '.repeat(NAMES)}${reason}  `, ['dim', source.url])
  })
  return [lineOf(head, ['red', 'would refuse it, or episodes of it:']), ...lines]
}

/** Everything about one rule. */
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
