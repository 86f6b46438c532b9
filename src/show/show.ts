import type { Credits } from '../posts/fields/credits.ts'
import type { Problem } from '../posts/problem.ts'
import type { Artwork } from './artwork/artwork.ts'
import type { Episode } from './episode.ts'
import type { Category } from '../settings/categories.ts'
import type { PartKind } from '../settings/part-settings.ts'
import type { Directories, Owner } from '../settings/settings.ts'

/** A post that is no episode, and why. */
export interface Skipped {
  readonly file: string
  readonly reason: string
}

/** Some of a show's episodes as a feed of their own. What is not said here, it has from the show. */
export interface Part extends Pick<
  Show,
  'title' | 'description' | 'author' | 'language' | 'image' | 'guid' | 'episodes'
> {
  readonly kind: PartKind
  /** What its episodes have in common: a name as authors write it, or the code of a language. */
  readonly name: string
  /** Path of the feed on this site, e.g. `/feeds/travel.xml`. */
  readonly path: string
  /** The folder of its older pages, with `/` at both ends. */
  readonly archive: string
}

/**
 * Everything known, complete and checked. What is built after it (feed, pages, table) is a pure
 * function of it: the same show gives the same bytes.
 */
export interface Show extends Credits, Directories {
  readonly title: string
  readonly description: string
  readonly author: string | null
  readonly owner: Owner | null
  readonly language: string
  /** In the order of priority; empty where the author has settled none, which is a problem. */
  readonly categories: readonly Category[]
  readonly explicit: boolean
  readonly type: 'episodic' | 'serial'
  readonly copyright: string | null
  readonly image: Artwork | null
  /** The blog that this show belongs to, absolute with a final `/`; null where there is none. */
  readonly site: string | null
  /** Where this site is reached, absolute with a final `/`. */
  readonly baseUrl: string
  /** UUID, version 5. */
  readonly guid: string
  readonly feed: {
    /** From the base URL, with a leading `/`. */
    readonly path: string
    /** The folder of its older pages (`/feed/1.xml` …), with `/` at both ends. */
    readonly archive: string
    /** How many of the newest episodes its first page holds at least. */
    readonly episodes: number
    readonly notes: 'full' | 'summary'
    /** How long the notes of an episode may be; a longer article ends with the way to the rest. */
    readonly notesBytes: number
    /** Paths at which this feed was before; they lead to it. */
    readonly oldPaths: readonly string[]
    /** Where the feed is now, absolute, when it has moved away from this site. */
    readonly newUrl: string | null
  }
  /** Feeds of some of the episodes, beside the one of all. */
  readonly parts: readonly Part[]
  /** IANA name; dates are shown in it. */
  readonly timezone: string
  /** Newest first; those with `listed: false` are not in the feed. */
  readonly episodes: readonly Episode[]
  /** Complete, but their hour is still to come; the next one first. */
  readonly scheduled: readonly Episode[]
  readonly skipped: readonly Skipped[]
  readonly problems: readonly Problem[]
}

/** All of a show that addresses on this site are made of. */
export type Reached = Pick<Show, 'baseUrl'>

/** The absolute URL of a path of this site; `path` begins with `/`. */
export function urlOf(show: Reached, path: string): string {
  return new URL(path.slice(1), show.baseUrl).href
}

/** A part as a show of its own: its feed is made in no other way than that of the whole. */
export function showOfPart(show: Show, part: Part): Show {
  const { kind: _, name: _name, path, archive, ...own } = part
  return {
    ...show,
    ...own,
    feed: { ...show.feed, path, archive, oldPaths: [], newUrl: null },
    parts: [],
  }
}
