import type { Problem } from '../base/problem.ts'
import { byCause, lineOfCause } from '../base/told-once.ts'
import type { Skipped } from '../show/show.ts'
import { CALL, type Context } from './command.ts'

/** Causes of a rule that are shown; the others are only counted. */
const SHOWN = 10
/** Files that are named for each reason. */
const NAMED = 3

const MARKS = { error: '✗', warning: '!', advice: '·' } as const
const ORDER = ['error', 'warning', 'advice'] as const

/**
 * Reports problems, errors first: a line for each cause, with how often it occurs and an example; of
 * each rule only the first few causes.
 */
export function reportProblems(problems: readonly Problem[], context: Context): void {
  let isShort = false
  for (const severity of ORDER) {
    const mark = MARKS[severity]
    const rules = Map.groupBy(
      problems.filter((problem) => problem.severity === severity),
      ({ rule }) => rule,
    )
    for (const [rule, told] of rules) {
      const causes = byCause(told)
      for (const cause of causes.slice(0, SHOWN)) {
        const line = lineOfCause(cause)
        context.report(`${mark} ${line.start}${line.message}${line.end}`)
        isShort ||= line.isShort
      }
      const rest = causes.slice(SHOWN).flat().length
      if (rest > 0) context.report(`${mark} … and ${rest} more of ${rule}`)
      isShort ||= rest > 0
    }
  }
  if (isShort) context.report(EACH_PLACE)
}

/** Where to find the problems that the text only counts. */
export const EACH_PLACE = `To list every problem: ${CALL} check --format json`

/** Why posts are not episodes: one line for each reason, with some of the files. */
export function formatSkipped(skipped: readonly Skipped[]): readonly string[] {
  const reasons = Map.groupBy(skipped, ({ reason }) => reason)
  return [...reasons]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([reason, group]) => {
      const files = group.slice(0, NAMED).map(({ file }) => file)
      const more = group.length > NAMED ? ', …' : ''
      return `${plural(group.length, 'file')}: ${reason} (${files.join(', ')}${more})`
    })
}

/**
 * Prints a JSON value with indents. The items of its lists are written a few at a time, because a
 * list of thousands of episodes takes too much memory as one text.
 */
export function printJson(value: object, context: Context): void {
  let text = ''
  for (const line of linesOfJson(value)) {
    text += text === '' ? line : `\n${line}`
    if (text.length < AT_ONCE) continue
    context.print({ text })
    text = ''
  }
  if (text !== '') context.print({ text })
}

/** Characters that are printed in one go. */
const AT_ONCE = 60_000

/**
 * As `JSON.stringify` with an indent of two.
 *
 * @yields Each line, or several.
 */
function* linesOfJson(value: object): Generator<string, undefined> {
  const members = Object.entries(value)
  const isList = Array.isArray(value)
  if (members.length === 0) {
    yield JSON.stringify(value)
    return
  }
  yield isList ? '[' : '{'
  for (const [index, [name, member]] of members.entries()) {
    const label = isList ? '' : `${JSON.stringify(name)}: `
    const end = index === members.length - 1 ? '' : ','
    if (Array.isArray(member) && member.length > 0) {
      yield `  ${label}[`
      for (let start = 0; start < member.length; start += ITEMS_AT_ONCE) {
        const items = member.slice(start, start + ITEMS_AT_ONCE)
        yield `${itemsOf(items)}${start + ITEMS_AT_ONCE < member.length ? ',' : ''}`
      }
      yield `  ]${end}`
    } else yield `  ${label}${indented(member, 2)}${end}`
  }
  yield isList ? ']' : '}'
}

/** Items of a list that are written in one go. */
const ITEMS_AT_ONCE = 32

const BEFORE_ITEMS = '{\n  "": [\n'.length
const BEHIND_ITEMS = '\n  ]\n}'.length

/** The lines of items of a list inside a value, with the indent that they have there. */
function itemsOf(items: readonly unknown[]): string {
  return JSON.stringify({ '': items }, null, 2).slice(BEFORE_ITEMS, -BEHIND_ITEMS)
}

/** @param depth Of the line on which it begins. */
function indented(value: unknown, depth: number): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${' '.repeat(depth)}`)
}

/** Some properties of a value, in the order of `keys`, for JSON; null where there is no value. */
export function pick<Value extends object>(
  value: Value | null,
  ...keys: readonly (keyof Value & string)[]
): object {
  const picked: Record<string, unknown> = {}
  for (const key of keys) picked[key] = value?.[key] ?? null
  return picked
}

/** `1 episode`, `2 episodes`. */
export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}

export function hasErrors(problems: readonly Pick<Problem, 'severity'>[]): boolean {
  return problems.some(({ severity }) => severity === 'error')
}
