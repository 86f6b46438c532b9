/** How bad a problem is: an `error` keeps its post out, a `warning` and `advice` do not. */
type Severity = 'error' | 'warning' | 'advice'

/**
 * A mistake of the author's, told in one sentence: what was found, what is allowed, the way out.
 *
 * Nothing in it is for machines but `rule`. Every file that cannot be read as meant ends in one
 * of these; a thrown error is a bug of ours or a broken machine.
 */
export interface Problem {
  readonly severity: Severity
  /** Path from the content folder, with `/`; null when the problem is of no one file. */
  readonly file: string | null
  /** Counted from 1. */
  readonly line: number | null
  /** As the author wrote it, e.g. `audio_url` or `chapters[2].start`. */
  readonly field: string | null
  readonly message: string
  /** Kebab-case id of the broken rule after the room it belongs to, e.g. `post/date`. */
  readonly rule: string
}

/** The one line that an author sees; its `file:line field:` start is a link in most terminals. */
export function formatProblem(problem: Problem): string {
  const place = [problem.file, problem.line].filter((part) => part !== null).join(':')
  const field = problem.field === null ? '' : place === '' ? problem.field : ` ${problem.field}`
  const start = `${place}${field}`
  return start === '' ? problem.message : `${start}: ${problem.message}`
}
