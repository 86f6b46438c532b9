import type { Warn } from '../posts/fields/convert.ts'
import { parseName, parseWebAddress } from '../posts/fields/part-values.ts'
import { Parts, readList } from '../posts/fields/parts.ts'
import type { Value } from '../posts/front-matter/values.ts'
import { parseUuid } from './setting-values.ts'

/** Another feed, identified by its guid even if it moves. */
export interface RemoteItem {
  readonly feedGuid: string
  /** Absolute. */
  readonly feedUrl: string | null
  readonly title: string | null
}

/** @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/remote-item.md */
export function readRemoteItem(value: Value, warn: Warn): RemoteItem | null {
  const parts = new Parts(value, 'guid', warn)
  const feedGuid = parts.must('guid feed_guid', parseUuid)
  const feedUrl = parts.may('url feed_url feed', parseWebAddress)
  const title = parts.may('title name', parseName)
  parts.tellUnknown()
  return feedGuid === null ? null : { feedGuid, feedUrl, title }
}

/** Reads a list of them. */
export const readRemoteItems = readList(readRemoteItem)
