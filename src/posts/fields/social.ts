import { fieldOf, type Warn } from './convert.ts'
import { parseShortText, parseWebAddress, parseWhole, parseWord } from './part-values.ts'
import { Parts, readList } from './map-parts.ts'
import { type Value, isMap } from '../front-matter/values.ts'
import { quote } from '../../base/problem.ts'

/** Where listeners talk about an episode or the show: the post under which the comments are. */
export interface SocialInteract {
  readonly protocol: (typeof PROTOCOLS)[number]
  /** Null only where talking is `disabled`. */
  readonly uri: string | null
  readonly accountId: string | null
  readonly accountUrl: string | null
  /** The lower, the more it is the place to talk. */
  readonly priority: number | null
}

const PROTOCOLS = [
  'disabled',
  'activitypub',
  'twitter',
  'lightning',
  'atproto',
  'hive',
  'matrix',
  'nostr',
] as const

/** The protocol that an address implies, if none is given. */
const BY_ADDRESS: readonly (readonly [RegExp, SocialInteract['protocol']])[] = [
  [/^https?:\/\/(?:www\.|mobile\.)?(?:twitter|x)\.com\//i, 'twitter'],
  [/^(?:at:\/\/|https?:\/\/bsky\.app\/)/i, 'atproto'],
  [/^nostr:/i, 'nostr'],
  [/^https?:\/\/matrix\.to\//i, 'matrix'],
  [/^https?:\/\/[^/]+\/(?:@[^/]+\/\d+|users\/[^/]+\/statuses\/\d+)/i, 'activitypub'],
]

const parseAccount = parseShortText(255)

/**
 * Reads places to talk: an address, a map of `protocol`, `uri`, `account_id`, `account_url` and
 * `priority`, the `host`, `username` and `id` by which Mastodon's comments are put under posts, or
 * a list of these.
 *
 * @returns Null for a switch (`comments: true`), as themes have it.
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/social-interact.md
 */
export const readSocial = readList((value: Value, warn: Warn): SocialInteract | null => {
  if (typeof value === 'boolean') return null
  if (value === 'disabled') return disabled()
  const parts = new Parts(fromMastodon(value) ?? value, 'uri', warn)
  const stated = parts.may('protocol', parseWord(...PROTOCOLS))
  const uri = parts.may('uri url href link', parseUri)
  const accountId = parts.may('account_id account', parseAccount)
  const accountUrl = parts.may('account_url', parseWebAddress)
  const priority = parts.may('priority', parseWhole)
  parts.tellUnknown()
  if (stated === 'disabled') return disabled()
  if (uri === null) throw new RangeError('it has no uri; write uri: …, or protocol: disabled')
  const protocol = stated ?? BY_ADDRESS.find(([form]) => form.test(uri))?.[1]
  if (protocol !== undefined) return { protocol, uri, accountId, accountUrl, priority }
  throw new RangeError(
    `the address does not show which protocol it speaks; write protocol: ${PROTOCOLS.join(', or ')}`,
  )
})

function disabled(): SocialInteract {
  return { protocol: 'disabled', uri: null, accountId: null, accountUrl: null, priority: null }
}

function parseUri(text: string): string {
  if (/^https?:/i.test(text)) return parseWebAddress(text)
  if (/^(?:at|nostr|matrix|lightning|hive):[^\s<>"\\]{1,2000}$/i.test(text)) return text
  throw new RangeError(`expected an address such as https://example.org/, got ${quote(text)}`)
}

function fromMastodon(value: Value): Value {
  if (!isMap(value)) return null
  const [host, username, id] = ['host', 'username', 'id'].map((key) => fieldOf(value, key))
  if (typeof host !== 'string' || typeof username !== 'string' || typeof id !== 'string')
    return null
  return {
    protocol: 'activitypub',
    uri: `https://${host}/@${username}/${id}`,
    account_id: `@${username}@${host}`,
    account_url: `https://${host}/@${username}`,
  }
}
