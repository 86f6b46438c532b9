import type { FieldName } from '../../posts/conventions.ts'
import type { SettingName } from '../../settings/settings-table.ts'
import type { Element } from '../xml.ts'

/** Who makes the rules for an element. */
export const RULE_SOURCES = {
  RSS: 'https://www.rssboard.org/rss-specification',
  'PSP-1': 'https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification',
  Apple: 'https://help.apple.com/itc/podcasts_connect/#/itcb54353390',
  'Podcast namespace': 'https://github.com/Podcastindex-org/podcast-namespace/tree/main/docs/tags',
  Podlove: 'https://podlove.org/simple-chapters/',
  'RFC 5005': 'https://www.rfc-editor.org/rfc/rfc5005',
  WebSub: 'https://www.w3.org/TR/websub/#discovery',
} as const

/**
 * One row of a table of elements: what it is called, where what it says comes from, and how it is
 * written. An element without anything to say is absent.
 */
export interface FeedRow<Subject, Options = never> {
  readonly element: string
  readonly settings?: readonly SettingName[]
  readonly fields?: readonly FieldName[]
  /** What of it nobody has to write down: measured, or made from other things. */
  readonly found?: string
  /** What its value must be, in a sentence. */
  readonly rule: string
  readonly source: keyof typeof RULE_SOURCES
  /** By an option of npm `podcast`, for the elements that it writes itself … */
  readonly option?: (subject: Subject) => Partial<Options>
  /** … or as an element of our own. */
  readonly write?: (subject: Subject) => readonly Element[]
}

/** Every row's option, in one. */
export function optionsOf<Subject, Options>(
  rows: readonly FeedRow<Subject, Options>[],
  subject: Subject,
): Partial<Options> {
  return Object.assign({}, ...rows.map(({ option }) => option?.(subject)))
}

/** Every row's elements, in the order of the table. */
export function elementsOf<Subject, Options>(
  rows: readonly FeedRow<Subject, Options>[],
  subject: Subject,
): Element[] {
  return rows.flatMap(({ write }) => write?.(subject) ?? [])
}
