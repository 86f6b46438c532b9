import type { AudioChapter, How } from '../audio/audio.ts'
import type { Credits } from '../posts/fields/credits.ts'
import type { Cue } from '../posts/timed-text/cue.ts'
import type { Chapter } from '../posts/post.ts'
import type { Artwork } from './artwork/artwork.ts'
import type { Soundbite } from '../posts/fields/soundbites.ts'

/** What is known of a recording, measured or only declared. */
export interface Stated {
  /** Exact size, or what the post declares; null while unknown. */
  readonly bytes: number | null
  /** With fraction; null while unknown. */
  readonly seconds: number | null
  /** In the form that Apple lists, e.g. `audio/mpeg`, `audio/x-m4a`. */
  readonly type: string
  /** Null while nothing is known of size and duration. */
  readonly how: How | null
  /** Tells its bytes from any others, see `fingerprint.ts`; null where no local file was read. */
  readonly hash: string | null
  /** The entity tag of a recording on another host; null where it gave none, or was not asked. */
  readonly etag: string | null
  /** Those in the recording itself; what goes out is in the episode's own `chapters`. */
  readonly chapters: readonly AudioChapter[]
}

/** The recording of an episode as it goes out. */
export interface Enclosure extends Stated {
  /** Absolute; where subscribers download it. */
  readonly url: string
  /** The local file it was measured in, absolute; null for one that is only known by its URL. */
  readonly file: string | null
  /** Its own path on this site (`/audio/…`) when Sidecast serves it; null when another host does. */
  readonly path: string | null
}

/** The words of the recording in one form and language. */
export interface Transcript {
  /** Absolute. */
  readonly url: string
  /** Path on this site when Sidecast serves it, e.g. `/episodes/tides/transcript.vtt`. */
  readonly path: string | null
  /** The author's own file, absolute; null for one that another host has or that is made here. */
  readonly file: string | null
  /** `text/vtt`, `application/x-subrip`, `application/json`, `text/html` or `text/plain`. */
  readonly type: string
  readonly language: string | null
  readonly rel: 'captions' | null
  /** What it says and when; empty where it has no times, or nobody here has read them. */
  readonly cues: readonly Cue[]
}

/** A local file that the article shows, e.g. an image, and its path on this site. */
export interface Asset {
  readonly path: string
  readonly file: string
}

/** The same recording in another form, e.g. Ogg beside MP3. */
export interface Alternate extends Enclosure {
  /** Subresource integrity of the local file, e.g. `sha384-…`; null where there is none. */
  readonly integrity: string | null
}

/**
 * One published thing with audio: a post and its recording, complete.
 *
 * Its persons are all who made it, its authors included; the rest of the credits are its own, and
 * what they leave open is as the show has it.
 */
export interface Episode extends Credits {
  /** The post's path from the content folder, with `/`. */
  readonly file: string
  /** ASCII, unique in the show: `/episodes/<slug>/`. */
  readonly slug: string
  /** Permanent; see `guid.ts`. */
  readonly guid: string
  readonly title: string
  /** Absolute: the blog's own article, or this site's episode page where there is no blog. */
  readonly link: string
  /** Path of the episode page on this site. */
  readonly page: string
  readonly published: Date
  readonly language: string
  readonly authors: readonly string[]
  /** Plain text, one paragraph; '' where the post has no text at all. */
  readonly summary: string
  /** Absolute URL of the post's own picture, as the article shows it; null where it has none. */
  readonly image: string | null
  /** The square that stands for the episode; null where only the show's does. */
  readonly artwork: Artwork | null
  readonly categories: readonly string[]
  /** Runs of articles that belong together. */
  readonly series: readonly string[]
  readonly season: number | null
  readonly seasonName: string | null
  readonly episode: number | null
  readonly episodeDisplay: string | null
  readonly episodeType: 'full' | 'trailer' | 'bonus'
  readonly explicit: boolean
  readonly audio: Enclosure
  readonly alternates: readonly Alternate[]
  /** Ascending, the first one that is seen with the recording; empty where there are none. */
  readonly chapters: readonly Chapter[]
  /** A file of chapters on another host, in place of all others; null mostly. Absolute. */
  readonly chaptersUrl: string | null
  /** The best one for players first; those in the episode's language before all others. */
  readonly transcripts: readonly Transcript[]
  /** What is heard, and when, by the best timed transcript; empty where there is none. */
  readonly cues: readonly Cue[]
  readonly soundbites: readonly Soundbite[]
  /** Whether directories are asked to leave it out. */
  readonly blocked: boolean
  /** Markdown of the article, without front matter. */
  readonly body: string
  /** Local files that the article refers to, by the address it is written with. */
  readonly assets: ReadonlyMap<string, Asset>
  /** False while the recording's size is not known: the episode has its page, but waits outside the feed. */
  readonly listed: boolean
  /** Whether the words of the article have changed since the recording was first seen. */
  readonly textChanged: boolean
}
