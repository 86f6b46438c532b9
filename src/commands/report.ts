import type { Problem } from '../base/problem.ts'
import { byCause, lineOfCause } from '../base/told-once.ts'
import type { Skipped } from '../show/show.ts'
import { CALL, type Surroundings } from './command.ts'

/** How many causes of one rule are shown before the rest is only counted. */
const SHOWN = 10
/** How many files are named behind one reason. */
const NAMED = 3

const MARKS = { error: '✗', warning: '!', advice: '·' } as const
const ORDER = ['error', 'warning', 'advice'] as const

/**
 * Tells the problems, the worst first: each cause in one line with its number and an example, and of
 * many causes of one rule only the first few.
 */
export function reportProblems(problems: readonly Problem[], around: Surroundings): void {
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
        around.tell(`${mark} ${line.start}${line.message}${line.end}`)
        isShort ||= line.isShort
      }
      const rest = causes.slice(SHOWN).flat().length
      if (rest > 0) around.tell(`${mark} … and ${rest} more of ${rule}`)
      isShort ||= rest > 0
    }
  }
  if (isShort) around.tell(EACH_PLACE)
}

/** Where all is told that a text counts only. */
export const EACH_PLACE = `Each place by itself: ${CALL} check --format json`

/** Why posts are no episodes: one line a reason, with the files where they are few. */
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

/** `1 episode`, `2 episodes`. */
export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}

export function hasErrors(problems: readonly Pick<Problem, 'severity'>[]): boolean {
  return problems.some(({ severity }) => severity === 'error')
}
