import type { Problem } from '../../base/problem.ts'
import type { PostResult } from '../../posts/post.ts'

/** Posts that are a habit; fewer are slips. */
const HABIT = 3

/** What is wrong with the posts of a folder, each by itself and all of them together. */
export function folderProblems(results: readonly PostResult[]): readonly Problem[] {
  const pardoned = new Set(habitualDays(results))
  return results.flatMap(({ problems }) => problems.filter((problem) => !pardoned.has(problem)))
}

/**
 * The contradictions of a blog in which most names contradict the dates: the third number of
 * `2009-09-37-2.md` is no day there, and nothing is to be corrected.
 */
function habitualDays(results: readonly PostResult[]): readonly Problem[] {
  const days = results.flatMap((result) => (result.post === null ? [] : (result.nameDay ?? [])))
  const others = days.filter((day) => day !== 'same')
  return others.length >= HABIT && others.length * 2 > days.length ? others : []
}
