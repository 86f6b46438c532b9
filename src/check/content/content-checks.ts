import type { RuleId } from '../../base/rules.ts'
import { EPISODE_CHECKS } from './episode-checks.ts'
import { LANGUAGE_CHECKS } from './language-checks.ts'
import { RECORDING_CHECKS } from './recording-checks.ts'
import { SHOW_CHECKS } from './show-checks.ts'
import { WRITING_CHECKS } from './writing-checks.ts'

/** The rules on what an author has written. */
export const CONTENT_CHECKS = {
  ...RECORDING_CHECKS,
  ...EPISODE_CHECKS,
  ...LANGUAGE_CHECKS,
  ...WRITING_CHECKS,
  ...SHOW_CHECKS,
}

/** A rule that names a line that the author wrote. */
export type ContentRule = RuleId | keyof typeof CONTENT_CHECKS
