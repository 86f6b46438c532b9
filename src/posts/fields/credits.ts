import { field, type PlainOf, words } from './field.ts'
import { readFlag } from './convert.ts'
import { readLicense } from './license.ts'
import { readLocations } from './location.ts'
import type { Person } from './persons.ts'
import { readSocial } from './social.ts'
import { readFunding, readPayments } from './support.ts'
import { readTexts } from './texts.ts'

/** The fields of a post that a show can have, too, by a setting. */
export const CREDIT_FIELDS = {
  funding: field({
    keys: words('funding podcast_funding'),
    read: readFunding,
    rule: 'post/funding',
    help: 'Where listeners can give money.',
    default: [],
    episode: true,
  }),
  locations: field({
    keys: words('podcast_location location locations place'),
    read: readLocations,
    rule: 'post/locations',
    help: 'The places that the episode is about.',
    default: [],
    episode: true,
  }),
  license: field({
    keys: words('license licence podcast_license'),
    read: readLicense,
    rule: 'post/license',
    help: 'The licence: an SPDX identifier, or a name with an address.',
    default: null,
    episode: true,
  }),
  social: field({
    keys: words('social_interact podcast_social_interact comments_url mastodon_url comments?'),
    read: readSocial,
    telling: (value) => typeof value === 'object' || (typeof value === 'string' && /:/.test(value)),
    rule: 'post/social',
    help: 'The post under which listeners talk about the episode.',
    default: [],
    episode: true,
  }),
  payments: field({
    keys: words('podcast_value value4value value_for_value'),
    read: readPayments,
    rule: 'post/payments',
    help: 'How listeners may pay, and how payments are split.',
    default: null,
    episode: true,
  }),
  texts: field({
    keys: words('podcast_txt txt'),
    read: readTexts,
    rule: 'post/texts',
    help: 'Free texts for apps, each with a purpose (`podcast:txt`).',
    default: [],
    episode: true,
  }),
  aiContent: field({
    keys: words('ai_content synthetic_voice'),
    read: readFlag,
    rule: 'post/ai-content',
    help: 'Whether voice or text were made by a machine.',
    default: null,
    episode: true,
  }),
}

/**
 * What both a show and an episode can have: who made it, where, under which licence, and how listeners
 * can support it.
 */
export interface Credits extends PlainOf<typeof CREDIT_FIELDS> {
  readonly persons: readonly Person[]
}
