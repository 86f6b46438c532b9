import { withoutUserIn } from '../net/user-info.ts'
import type { Problem } from '../posts/problem.ts'

/** Why a rule is one: where it stands, and what it says there in few words. */
export interface Source {
  readonly url: string
  readonly words: string
}

/** One rule of the trade, as the author reads of it. */
export interface Rule {
  /** The worst that breaking it comes to. */
  readonly severity: Problem['severity']
  /** What is wrong where it is broken, in a few words. */
  readonly says: string
  readonly source: Source
  /** What the author does about it. */
  readonly wayOut: string
}

/** Where something was found; what is left out is not known. */
export interface Place {
  readonly file?: string | null
  readonly line?: number | null
  readonly field?: string | null
  readonly url?: string | null
}

/** What a rule has found in one place. */
export interface Found extends Place {
  /** What was found and what was expected; the rule knows the way out. */
  readonly message: string
}

/** A rule that looks for itself whether it is broken; the others are told by who reads the content. */
export interface Check<Subject> extends Rule {
  readonly find: (subject: Subject) => Iterable<Found>
}

/** Rule id → the rule. */
export type Checks<Subject> = Readonly<Record<string, Check<Subject>>>

/** A broken rule at its place; `url` is what was asked for where that is no file. */
export interface Finding extends Problem {
  readonly url: string | null
}

/** Asks every rule of a table. */
export function applyChecks<Subject>(
  checks: Checks<Subject>,
  subject: Subject,
): readonly Finding[] {
  return Object.entries(checks).flatMap(([rule, { severity, find }]) =>
    [...find(subject)].map(({ message, file = null, line = null, field = null, url = null }) => ({
      severity,
      rule,
      file,
      line,
      field,
      url: url === null ? null : withoutUserIn(url),
      message,
    })),
  )
}
