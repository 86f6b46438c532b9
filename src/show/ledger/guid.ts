import { v5 as uuidV5 } from 'uuid'

/** @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/guid.md */
const PODCAST_NAMESPACE = 'ead4c236-bf58-58c6-a2c6-a6b28d128cb6'

/**
 * The `podcast:guid` of a show that has none yet: a UUID made from its feed's first address.
 *
 * Scheme and trailing slashes do not count, letter case and query do. It is made once and then
 * kept, in the ledger or the settings: a feed that moves keeps it.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/guid.md
 */
export function createShowGuid(feedUrl: string): string {
  const seed = feedUrl.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/\/+$/, '')
  return uuidV5(seed, PODCAST_NAMESPACE)
}

/** The guid of an episode that has neither a published one, nor its author's, nor a permalink. */
export function createEpisodeGuid(showGuid: string, slug: string): string {
  return uuidV5(slug, showGuid)
}
