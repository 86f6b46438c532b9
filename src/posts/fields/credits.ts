import type { Funding } from './funding.ts'
import type { License } from './license.ts'
import type { Location } from './location.ts'
import type { Payments } from './payments.ts'
import type { Person } from './persons.ts'
import type { SocialInteract } from './social.ts'
import type { Text } from './texts.ts'

/**
 * What can be said of a show as well as of an episode: who made it, where, under which terms, and
 * how listeners give something back.
 */
export interface Credits {
  readonly persons: readonly Person[]
  readonly funding: readonly Funding[]
  readonly locations: readonly Location[]
  readonly license: License | null
  readonly social: readonly SocialInteract[]
  readonly payments: Payments | null
  readonly texts: readonly Text[]
  /** Whether machines made a good part of what is heard, e.g. the voice; null where nobody says. */
  readonly aiContent: boolean | null
}

/** Nothing of all that. */
export const NO_CREDITS: Credits = {
  persons: [],
  funding: [],
  locations: [],
  license: null,
  social: [],
  payments: null,
  texts: [],
  aiContent: null,
}
