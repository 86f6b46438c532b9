import type { FieldName } from '../../posts/conventions.ts'
import { toTitle } from '../text.ts'
import type { Element } from '../xml.ts'

/** Where the rules for elements are specified. */
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
 * One row of a table of elements: its name, where its value comes from, and how it is written. An
 * element without a value is absent.
 */
export interface FeedRow<Subject, Options = never> {
  readonly element: string
  /** Names of settings, which the tests hold to their table. */
  readonly settings?: readonly string[]
  readonly fields?: readonly FieldName[]
  /** The part of the value that nobody has to write: measured, or derived. */
  readonly found?: string
  /** What the value must be, in one sentence. */
  readonly rule: string
  readonly source: keyof typeof RULE_SOURCES
  /** An option of npm `podcast`, for the elements that it writes … */
  readonly option?: (subject: Subject) => Partial<Options>
  /** … or as an element of our own. */
  readonly write?: (subject: Subject) => readonly Element[]
  /** The same in the feed as JSON, where it has a member for it; undefined is left out. */
  readonly json?: (subject: Subject) => JsonMembers
}

/**
 * Members of an object of JSON Feed.
 *
 * @see https://www.jsonfeed.org/version/1.1/
 */
export type JsonMembers = Readonly<Record<string, unknown>>

/** The options of all rows. */
export function optionsOf<Subject, Options>(
  rows: readonly FeedRow<Subject, Options>[],
  subject: Subject,
): Partial<Options> {
  return Object.assign({}, ...rows.map(({ option }) => option?.(subject)))
}

/** The elements of all rows, in the order of the table. */
export function elementsOf<Subject, Options>(
  rows: readonly FeedRow<Subject, Options>[],
  subject: Subject,
): Element[] {
  return rows.flatMap(({ write }) => write?.(subject) ?? [])
}

/** The members of all rows, in the order of the table. */
export function membersOf<Subject, Options>(
  rows: readonly FeedRow<Subject, Options>[],
  subject: Subject,
): JsonMembers {
  return Object.assign({}, ...rows.map(({ json }) => json?.(subject)))
}

/** Authors as JSON Feed has them; undefined where there is none. */
export function namesOf(authors: readonly string[]): readonly JsonMembers[] | undefined {
  const names = authors.map(toTitle).filter((name) => name !== '')
  return names.length === 0 ? undefined : names.map((name) => ({ name }))
}
