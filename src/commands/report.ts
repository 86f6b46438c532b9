import type { Problem } from '../base/problem.ts'
import { formatProblem } from '../base/problem.ts'
import type { Skipped } from '../show/show.ts'
import type { Surroundings } from './command.ts'

/** How many of one kind are shown before the rest is only counted. */
const SHOWN = 10
/** How many files are named behind one reason. */
const NAMED = 3

const MARKS = { error: '✗', warning: '!', advice: '·' } as const
const ORDER = ['error', 'warning', 'advice'] as const

/** Tells the problems, the worst first; of many of one kind only the first few and their number. */
export function reportProblems(problems: readonly Problem[], around: Surroundings): void {
  for (const severity of ORDER) {
    const kinds = Map.groupBy(
      problems.filter((problem) => problem.severity === severity),
      ({ rule }) => rule,
    )
    for (const [rule, group] of kinds) {
      for (const problem of group.slice(0, SHOWN)) {
        around.tell(`${MARKS[severity]} ${formatProblem(problem)}`)
      }
      if (group.length > SHOWN) {
        around.tell(`${MARKS[severity]} … and ${group.length - SHOWN} more of ${rule}`)
      }
    }
  }
}

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
