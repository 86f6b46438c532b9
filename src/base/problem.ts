import { RULES } from './rules.ts'
import type { RuleId, Severity } from './rules.ts'

/**
 * A mistake of the author's, told in one sentence: what was found, what is allowed, how to fix it.
 *
 * Nothing in it is for machines but `rule`. Every file that cannot be read as meant ends in one
 * of these; a thrown error is a bug of ours or a broken machine.
 */
export interface Problem {
  /** That of the rule. */
  readonly severity: Severity
  /** Path from the content folder, with `/`; null when the problem is of no one file. */
  readonly file: string | null
  /** Counted from 1. */
  readonly line: number | null
  /** As the author wrote it, e.g. `audio_url` or `chapters[2].start`. */
  readonly field: string | null
  readonly message: string
  readonly rule: RuleId
}

/** Where a problem is; what is left out is not known. */
type Place = Partial<Pick<Problem, 'file' | 'line' | 'field'>>

/** The problem that a rule is broken in a place. */
export function problem(rule: RuleId, place: Place, message: string): Problem {
  const { file = null, line = null, field = null } = place
  return { severity: RULES[rule].severity, file, line, field, message, rule }
}

/** A sentence that ends with the fix that the rule gives. */
export function withFix(rule: RuleId, what: string): string {
  return `${what}; ${RULES[rule].fix}`
}

/** The one line that an author sees; its `file:line field:` start is a link in most terminals. */
export function formatProblem(told: Omit<Problem, 'severity' | 'rule'>): string {
  const place = [told.file, told.line].filter((part) => part !== null).join(':')
  const field = told.field === null ? '' : place === '' ? told.field : ` ${told.field}`
  const start = `${place}${field}`
  return start === '' ? told.message : `${start}: ${told.message}`
}
