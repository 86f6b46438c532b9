import { AGAINST_CHECKS } from './against/against-checks.ts'
import { EPISODE_CHECKS } from './content/episode-checks.ts'
import { FEED_CHECKS } from './content/feed-checks.ts'
import { ITEM_CHECKS } from './content/item-checks.ts'
import { LANGUAGE_CHECKS } from './content/language-checks.ts'
import { REACH_CHECKS } from './live/reach-checks.ts'
import { RECORDING_CHECKS } from './content/recording-checks.ts'
import { REPORTED_RULES } from './reported-rules.ts'
import type { Rule } from './rule.ts'
import { SERVED_FEED_CHECKS } from './live/served-feed-checks.ts'
import { SERVED_FILE_CHECKS } from './live/served-file-checks.ts'
import { SERVED_PICTURE_CHECKS } from './live/served-picture-checks.ts'
import { SERVED_RECORDING_CHECKS } from './live/served-recording-checks.ts'
import { SHOW_CHECKS } from './content/show-checks.ts'
import { SITE_CHECKS } from './content/site-checks.ts'
import { WRITING_CHECKS } from './content/writing-checks.ts'

/** Every rule by its id, in the order of the reference. */
export const RULES: Readonly<Record<string, Rule>> = {
  ...REPORTED_RULES,
  ...RECORDING_CHECKS,
  ...EPISODE_CHECKS,
  ...LANGUAGE_CHECKS,
  ...WRITING_CHECKS,
  ...SHOW_CHECKS,
  ...SITE_CHECKS,
  ...FEED_CHECKS,
  ...ITEM_CHECKS,
  ...REACH_CHECKS,
  ...SERVED_FEED_CHECKS,
  ...SERVED_RECORDING_CHECKS,
  ...SERVED_PICTURE_CHECKS,
  ...SERVED_FILE_CHECKS,
  ...AGAINST_CHECKS,
}
