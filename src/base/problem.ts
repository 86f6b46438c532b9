import { RULES, type RuleId, type Severity } from './rules.ts'

/**
 * A mistake of the author: what was found, what is allowed, how to fix it, in one sentence.
 *
 * Whatever is wrong with content becomes a problem; a thrown error is a bug or a failure of the
 * machine.
 */
export interface Problem {
  /** Of the rule. */
  readonly severity: Severity
  /** Path from the content folder, with `/`; null if it does not concern one file. */
  readonly file: string | null
  /** From 1. */
  readonly line: number | null
  /** As the author wrote it, e.g. `audio_url` or `chapters[2].start`. */
  readonly field: string | null
  readonly message: string
  readonly rule: RuleId
}

/** Where a problem is, as far as is known. */
type Place = Partial<Pick<Problem, 'file' | 'line' | 'field'>>

/** A problem with a rule at a place. */
export function problem(rule: RuleId, place: Place, message: string): Problem {
  const { file = null, line = null, field = null } = place
  return { severity: RULES[rule].severity, file, line, field, message, rule }
}

/** A sentence that ends with the fix that the rule gives. */
export function withFix(rule: RuleId, what: string): string {
  return `${what}; ${RULES[rule].fix}`
}

/** A problem whose sentence ends with the fix that its rule gives. */
export function problemWithFix(rule: RuleId, place: Place, what: string): Problem {
  return problem(rule, place, withFix(rule, what))
}

/** A problem as one line of text; `file:line` at its start is a link in most terminals. */
export function formatProblem(told: Omit<Problem, 'severity' | 'rule'>): string {
  const place = [told.file, told.line].filter((part) => part !== null).join(':')
  const field = told.field === null ? '' : place === '' ? told.field : ` ${told.field}`
  const start = `${place}${field}`
  return start === '' ? told.message : `${start}: ${told.message}`
}

const LONGEST_QUOTE = 80

/** Quotes what an author wrote in a message: on one line, truncated. */
export function quote(text: string): string {
  const short = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE - 1)}…` : text
  return JSON.stringify(short)
}
