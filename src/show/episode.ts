import type { AudioChapter, How } from '../audio/audio.ts'
import type { EpisodeFields } from '../posts/conventions.ts'
import type { Person } from '../posts/fields/persons.ts'
import type { Cue } from '../posts/timed-text/cue.ts'
import type { Body } from '../posts/body.ts'
import type { Chapter } from '../posts/fields/chapters-field.ts'
import type { Artwork } from './artwork/artwork.ts'

/** The properties of a recording, measured or declared. */
export interface Stated {
  /** The exact size, or the declared one; null while unknown. */
  readonly bytes: number | null
  /** With fraction; null while unknown. */
  readonly seconds: number | null
  /** As in Apple's list, e.g. `audio/mpeg`, `audio/x-m4a`. */
  readonly type: string
  /** Null while size and duration are unknown. */
  readonly how: How | null
  /** A hash of its bytes, see `fingerprint.ts`; null if no local file was read. */
  readonly hash: string | null
  /** The entity tag of a recording on another host; null if the host sent none, or was not asked. */
  readonly etag: string | null
  /** The chapters in the recording itself; `Episode.chapters` has those that are published. */
  readonly chapters: readonly AudioChapter[]
}

/** The recording of an episode as it is published. */
export interface Enclosure extends Stated {
  /** Absolute; where subscribers download it. */
  readonly url: string
  /** The local file, absolute; null if only the URL is known. */
  readonly file: string | null
  /** The path on this site (`/audio/…`); null if another host serves it. */
  readonly path: string | null
}

/** The words of the recording in one format and language. */
export interface Transcript {
  /** Absolute. */
  readonly url: string
  /** Path on this site when Sidecast serves it, e.g. `/episodes/tides/transcript.vtt`. */
  readonly path: string | null
  /** The file of the author, absolute; null for one on another host, and for one that is made here. */
  readonly file: string | null
  /** `text/vtt`, `application/x-subrip`, `application/json`, `text/html` or `text/plain`. */
  readonly type: string
  readonly language: string | null
  readonly rel: 'captions' | null
  /** Its cues; empty if it has no times, or has not been read. */
  readonly cues: readonly Cue[]
}

/** A local file in an article, e.g. an image, and its path on this site. */
export interface Asset {
  readonly path: string
  readonly file: string
}

/** The same recording in another format, e.g. Ogg beside MP3. */
export interface Alternate extends Enclosure {
  /** Subresource integrity of the local file, e.g. `sha384-…`; null if there is none. */
  readonly integrity: string | null
}

/**
 * One published thing with audio: a post and its recording, complete.
 *
 * What it has as its post has it is in rows of `conventions.ts` that say `episode: true`; where it says
 * nothing of its own, that of the show applies.
 */
export interface Episode extends EpisodeFields {
  /** The path of the post from the content folder, with `/`. */
  readonly file: string
  /** ASCII, unique in the show: `/episodes/<slug>/`. */
  readonly slug: string
  /** Permanent; see `identity.ts`. */
  readonly guid: string
  readonly title: string
  /** Absolute: the article on the blog, or the episode page if there is no blog. */
  readonly link: string
  /** Path of the episode page on this site. */
  readonly page: string
  readonly published: Date
  readonly language: string
  readonly authors: readonly string[]
  /** Everybody who is named, each with a role: its authors too, and the persons of the show. */
  readonly persons: readonly Person[]
  /** Plain text, one paragraph; '' if the post has no text. */
  readonly summary: string
  /** Absolute URL of the image of the post; null if it has none. */
  readonly image: string | null
  /** The artwork of the episode; null if it has none of its own. */
  readonly artwork: Artwork | null
  readonly categories: readonly string[]
  readonly episode: number | null
  readonly episodeDisplay: string | null
  readonly explicit: boolean
  readonly audio: Enclosure
  readonly alternates: readonly Alternate[]
  /** Ascending; the first visible one begins with the recording. May be empty. */
  readonly chapters: readonly Chapter[]
  /** A file of chapters on another host, which replaces all others; usually null. Absolute. */
  readonly chaptersUrl: string | null
  /** The best one for players first; those in the language of the episode before all others. */
  readonly transcripts: readonly Transcript[]
  /** The cues of the best transcript with times; empty if there is none. */
  readonly cues: readonly Cue[]
  /** Markdown of the article, without front matter. */
  readonly body: Body
  /** Whether reading the article as Markdown takes too much, so that it is published as it is written. */
  readonly plain: boolean
  /** Local files in the article, by the address in its text. */
  readonly assets: ReadonlyMap<string, Asset>
  /** Other addresses in the article, as written and without fragment → absolute URL. */
  readonly addresses: ReadonlyMap<string, string>
  /** False while the size of the recording is unknown: the episode has a page, but is not in the feed. */
  readonly listed: boolean
  /** Whether the words of the article have changed since the recording was made. */
  readonly textChanged: boolean
}
