import type { Funding, Payments } from './support.ts'
import type { License } from './license.ts'
import type { Location } from './location.ts'
import type { Person } from './persons.ts'
import type { SocialInteract } from './social.ts'
import type { Text } from './texts.ts'

/**
 * What both a show and an episode can have: who made it, where, under which licence, and how listeners
 * can support it.
 */
export interface Credits {
  readonly persons: readonly Person[]
  readonly funding: readonly Funding[]
  readonly locations: readonly Location[]
  readonly license: License | null
  readonly social: readonly SocialInteract[]
  readonly payments: Payments | null
  readonly texts: readonly Text[]
  /** Whether a substantial part of the sound is machine-made, e.g. the voice; null if not set. */
  readonly aiContent: boolean | null
}

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
