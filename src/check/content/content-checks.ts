import type { RuleId } from '../../base/rules.ts'
import { ARTICLE_CHECKS } from './article-checks.ts'
import { EPISODE_CHECKS } from './episode-checks.ts'
import { HABIT_CHECKS } from './habit-checks.ts'
import { LANGUAGE_CHECKS } from './language-checks.ts'
import { PLACEHOLDER_CHECKS } from './placeholder-checks.ts'
import { RECORDING_CHECKS } from './recording-checks.ts'
import { SHOW_CHECKS } from './show-checks.ts'
import { TRANSCRIPT_CHECKS } from './transcript-checks.ts'
import { TITLE_CHECKS } from './title-checks.ts'
import { SOUND_CHECKS } from './sound-checks.ts'
import { WRITING_CHECKS } from './writing-checks.ts'

/** The rules on what an author has written. */
export const CONTENT_CHECKS = {
  ...RECORDING_CHECKS,
  ...SOUND_CHECKS,
  ...EPISODE_CHECKS,
  ...TITLE_CHECKS,
  ...LANGUAGE_CHECKS,
  ...TRANSCRIPT_CHECKS,
  ...WRITING_CHECKS,
  ...ARTICLE_CHECKS,
  ...PLACEHOLDER_CHECKS,
  ...HABIT_CHECKS,
  ...SHOW_CHECKS,
}

/** A rule that names a line that the author wrote. */
export type ContentRule = RuleId | keyof typeof CONTENT_CHECKS
