import { withoutUserIn } from '../net/user-info.ts'
import type { Problem } from '../base/problem.ts'
import type { Rule } from '../base/rules.ts'
import { RULES } from '../base/rules.ts'

/** Where something was found; what is left out is not known. */
export interface Place {
  readonly file?: string | null
  readonly line?: number | null
  readonly field?: string | null
  readonly url?: string | null
}

/** What a rule has found in one place. */
export interface Found extends Place {
  /** What was found and what was expected; the rule has the fix. */
  readonly message: string
}

/** A rule that looks for itself whether it is broken; the others are told by who reads the content. */
export interface Check<Subject> extends Rule {
  readonly find: (subject: Subject) => Iterable<Found>
}

/** Rule id → the rule. */
export type Checks<Subject> = Readonly<Record<string, Check<Subject>>>

/** A broken rule at its place, with all that the rule knows. */
export interface Finding extends Omit<Problem, 'rule'>, Pick<Rule, 'severity' | 'fix' | 'source'> {
  /** Its id, of either kind. */
  readonly rule: string
  /** What was asked for where that is no file. */
  readonly url: string | null
}

/** What was told when the content was read, as a finding. */
export function findingOf({ rule, message, file, line, field }: Problem): Finding {
  return createFinding(rule, RULES[rule], { message, file, line, field })
}

/** Asks every rule of a table. */
export function applyChecks<Subject>(
  checks: Checks<Subject>,
  subject: Subject,
): readonly Finding[] {
  return Object.entries(checks).flatMap(([rule, check]) =>
    [...check.find(subject)].map((found) => createFinding(rule, check, found)),
  )
}

function createFinding(
  rule: string,
  { severity, fix, source }: Rule,
  { message, file = null, line = null, field = null, url = null }: Found,
): Finding {
  const shown = url === null ? null : withoutUserIn(url)
  return { severity, rule, file, line, field, url: shown, message, fix, source }
}
