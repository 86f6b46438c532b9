import { AGAINST_CHECKS } from './against/against-checks.ts'
import { CONTENT_CHECKS } from './content/content-checks.ts'
import { FEED_CHECKS } from './content/feed-checks.ts'
import { ITEM_CHECKS } from './content/item-checks.ts'
import { PACE_CHECKS } from './live/pace-checks.ts'
import { REACH_CHECKS } from './live/reach-checks.ts'
import { RULES, type Rule } from '../base/rules.ts'
import { SERVED_FEED_CHECKS } from './live/served-feed-checks.ts'
import { SERVED_FILE_CHECKS, SERVED_PAGE_CHECKS } from './live/served-file-checks.ts'
import { SERVED_PICTURE_CHECKS } from './live/served-picture-checks.ts'
import { SERVED_RECORDING_CHECKS } from './live/served-recording-checks.ts'
import { SITE_CHECKS } from './content/site-checks.ts'

/** Every rule by its id, in the order of the reference. */
export const ALL_RULES: Readonly<Record<string, Rule>> = {
  ...RULES,
  ...CONTENT_CHECKS,
  ...SITE_CHECKS,
  ...FEED_CHECKS,
  ...ITEM_CHECKS,
  ...REACH_CHECKS,
  ...PACE_CHECKS,
  ...SERVED_FEED_CHECKS,
  ...SERVED_RECORDING_CHECKS,
  ...SERVED_PICTURE_CHECKS,
  ...SERVED_FILE_CHECKS,
  ...SERVED_PAGE_CHECKS,
  ...AGAINST_CHECKS,
}
