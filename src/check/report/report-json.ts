import type { Finding } from '../rule.ts'
import { RULES } from '../rules.ts'

/** A finding with all that its rule knows, for programs. */
export function findingJson(finding: Finding): object {
  const { severity, rule, file, line, field, url, message } = finding
  const { source = null, wayOut = null } = RULES[rule] ?? {}
  return { severity, rule, file, line, field, url, message, wayOut, source }
}
