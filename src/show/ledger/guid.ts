import { v5 as uuidV5 } from 'uuid'

/** @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/guid.md */
const PODCAST_NAMESPACE = 'ead4c236-bf58-58c6-a2c6-a6b28d128cb6'

/**
 * The `podcast:guid` of a new show: a UUID derived from the first address of its feed.
 *
 * Scheme and trailing slashes are ignored, letter case and query are not. It is derived once and then
 * kept, in the ledger or the settings: a feed that moves keeps it.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/guid.md
 */
export function createShowGuid(feedUrl: string): string {
  const seed = feedUrl.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/\/+$/, '')
  return uuidV5(seed, PODCAST_NAMESPACE)
}

/** The guid of an episode without a published one, one of its author, or a permalink. */
export function createEpisodeGuid(showGuid: string, slug: string): string {
  return uuidV5(slug, showGuid)
}
