import { styleText } from 'node:util'
import { byCause, lineOfCause, type Told } from '../../base/told-once.ts'
import type { Verdict } from '../directories.ts'
import type { Finding } from '../rule.ts'
import { ALL_RULES } from '../rules.ts'

type Style = Parameters<typeof styleText>[0]

/** Colours a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string

/** Colours texts only where colours are wanted. */
export function painter(colour: boolean): Paint {
  return (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text)
}

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
export function formatFindings(findings: readonly Finding[], paint: Paint): readonly string[] {
  return LEVELS.flatMap(({ severity, mark, style, one, many }) => {
    const group = findings.filter((finding) => finding.severity === severity)
    if (group.length === 0) return []
    const title = paint(
      ['bold', style],
      `${mark} ${group.length} ${group.length === 1 ? one : many}`,
    )
    const rules = Map.groupBy(group, ({ rule }) => rule)
    return [title, ...[...rules.values()].flatMap((found) => formatGroup(found, paint)), '']
  })
}

function formatGroup(found: readonly Finding[], paint: Paint): readonly string[] {
  const ways = new Set(found.map(({ fix, rule }) => `→ ${fix}  [${rule}]`))
  const causes = causesOf(found)
  const rest = causes.slice(SHOWN).flat().length
  return [
    '',
    ...causes.slice(0, SHOWN).map((cause) => `  ${formatCause(cause, paint)}`),
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
    ...[...ways].map((way) => `    ${paint('dim', way)}`),
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

function formatCause(cause: readonly [Told, ...Told[]], paint: Paint): string {
  const { start, message, end } = lineOfCause(cause)
  return `${paint('bold', start)}${message}${end}`
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
export function formatVerdicts(verdicts: readonly Verdict[], paint: Paint): readonly string[] {
  const shows = [...Map.groupBy(verdicts, ({ show }) => show)]
  return shows.flatMap(([show, own]) => [
    '',
    ...(shows.length === 1 ? [] : [paint('bold', show ?? 'a show without a title')]),
    ...own.flatMap((verdict) => formatVerdict(verdict, paint)),
  ])
}

/** As wide as the longest name of a directory, and two spaces. */
const NAMES = 16

function formatVerdict({ name, refusals }: Verdict, paint: Paint): readonly string[] {
  const head = name.padEnd(NAMES)
  if (refusals.length === 0) return [`${head}${paint('green', 'accepted')}`]
  const lines = refusals.map(({ source, rules }) => {
    const reason = `${source.words}  [${rules.join(', ')}]`
    return `${' '.repeat(NAMES)}${reason}  ${paint('dim', source.url)}`
  })
  return [`${head}${paint('red', 'would refuse it, or episodes of it:')}`, ...lines]
}

/** Everything about one rule. */
export function formatRule(id: string, paint: Paint): readonly string[] {
  const rule = ALL_RULES[id]
  if (rule === undefined) return []
  const { severity, says, fix, source } = rule
  return [
    `${paint('bold', id)} (${severity}): ${says}`,
    `  What to do: ${fix}.`,
    `  Why:        ${source.words}`,
    `              ${source.url}`,
  ]
}
