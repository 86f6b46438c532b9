import { withoutUserIn } from '../base/web-address.ts'
import type { Problem } from '../base/problem.ts'
import { type Rule, RULES } from '../base/rules.ts'

/** Where something was found; properties that are left out are unknown. */
export interface Place {
  readonly file?: string | null
  readonly line?: number | null
  readonly field?: string | null
  readonly url?: string | null
}

/** What a rule has found at one place. */
export interface Found extends Place {
  /** What was found and what was expected; the rule has the fix. */
  readonly message: string
}

/** A rule with a function that checks it. Other rules are reported while the content is read. */
export interface Check<Subject> extends Rule {
  readonly find: (subject: Subject) => Iterable<Found>
}

/** Rule id → the rule. */
export type Checks<Subject> = Readonly<Record<string, Check<Subject>>>

/** The sentences about one thing: several, one, or none. */
type Messages = Iterable<string> | false | null

/**
 * Makes a builder of rules that look at one kind of thing in a subject, such as the items of a feed.
 *
 * @param things Gives the things to look at; none if another rule reports that they are missing.
 * @param place Gives the place of a message about a thing.
 */
export function lookAt<Subject, Thing>(
  things: (subject: Subject) => readonly Thing[],
  place: (thing: Thing, subject: Subject, message: string) => Found,
): (find: (thing: Thing, subject: Subject) => Messages) => Check<Subject>['find'] {
  return (find) => (subject) =>
    things(subject).flatMap((thing) => {
      const found = find(thing, subject) || []
      const messages = typeof found === 'string' ? [found] : [...found]
      return messages.map((message) => place(thing, subject, message))
    })
}

/** A broken rule at a place, with severity, fix and source of the rule. */
export interface Finding extends Omit<Problem, 'rule'>, Pick<Rule, 'severity' | 'fix' | 'source'> {
  /** Its id, of either kind. */
  readonly rule: string
  /** What was requested, if it is not a file. */
  readonly url: string | null
}

/** A problem that was reported while the content was read, as a finding. */
export function findingOf({ rule, message, file, line, field }: Problem): Finding {
  return createFinding(rule, RULES[rule], { message, file, line, field })
}

/** Applies every rule of a table. */
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
