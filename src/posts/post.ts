import type { Body } from './body.ts'
import type { Credits } from './fields/credits.ts'
import type { NameDay } from './published.ts'
import type { Problem } from '../base/problem.ts'
import type { Values } from './front-matter/values.ts'
import type { Location } from './fields/location.ts'
import type { Soundbite } from './fields/soundbites.ts'

/** What a post says of its recording, before anyone has looked for it. */
export interface AudioReference {
  /** As written, trimmed: a URL, a path from the site's root, or a name. Never empty. */
  readonly value: string
  /** The front-matter key, as the author writes it; `<audio>` for a recording in the text, `<file name>` for one with the name of the post. */
  readonly field: string
  readonly line: number | null
}

/** A chapter as an author or a recording states it. */
export interface Chapter {
  /** Seconds from the start of the recording. */
  readonly start: number
  /** Seconds; only where it is said. */
  readonly end?: number
  /** '' where it has none; then it stands in no list. */
  readonly title: string
  /** It changes what is shown, but is in no list. */
  readonly hidden?: true
  readonly url?: string
  readonly image?: string
  readonly location?: Location
}

/** A transcript that a post names. */
export interface TranscriptReference {
  /** A URL, or a path beside the post. */
  readonly value: string
  readonly type: string | null
  readonly language: string | null
  readonly rel: 'captions' | null
}

/** One article: what the author's file says, understood but not yet combined with a recording. */
export interface Post {
  /** Path from the content folder, with `/`. */
  readonly file: string
  /** Plain text, one line, entities resolved. */
  readonly title: string
  readonly published: Date
  /** From when on it is published no more; null mostly. */
  readonly expires: Date | null
  /** As the author or the file name gives it: letters kept; see `slug.ts` for the ASCII one. */
  readonly slug: string
  /** BCP 47, lower case; null where the post does not say. */
  readonly language: string | null
  readonly authors: readonly string[]
  /** Plain text of the excerpt keys; null if there is none, and the body is used. */
  readonly summary: string | null
  /** As written: absolute, from the site's root, or beside the post. */
  readonly image: string | null
  readonly categories: readonly string[]
  readonly series: readonly string[]
  readonly season: number | null
  readonly seasonName: string | null
  /** Whole number above 0; anything else an author calls an episode is in `episodeDisplay`. */
  readonly episode: number | null
  readonly episodeDisplay: string | null
  readonly episodeType: 'full' | 'trailer' | 'bonus'
  readonly explicit: boolean | null
  /** The `guid` in the front matter; null if there is none, or it is a placeholder. */
  readonly guid: string | null
  /** The front matter's own address of the post (`permalink`, or `url` when it is one). */
  readonly permalink: string | null
  /** In the order to be tried; the first that leads to a recording wins. Never empty. */
  readonly audio: readonly [AudioReference, ...AudioReference[]]
  /** What the post claims of its recording; used only where it cannot be measured. */
  readonly declared: {
    readonly bytes: number | null
    readonly seconds: number | null
    readonly type: string | null
  }
  readonly chapters: readonly Chapter[] | null
  /** A JSON chapters file that the post names; a path beside it or a URL. */
  readonly chaptersFile: string | null
  readonly transcripts: readonly TranscriptReference[]
  readonly soundbites: readonly Soundbite[]
  /** Whether directories are asked to leave the episode out. */
  readonly blocked: boolean
  /** Everybody who is named, the authors too, and what else the front matter says for listeners. */
  readonly credits: Credits
  /** Markdown without its front matter. */
  readonly body: Body
  /** The line of the file on which `body` starts, from 1. */
  readonly bodyLine: number
  /** Front-matter values as parsed, for URL templates such as `{filename}`; keys as written. */
  readonly values: Values
  /** Field, as in `conventions.ts` → its key in the post, as written. */
  readonly keys: ReadonlyMap<string, string>
  /** The lines of the front-matter keys, as written. */
  readonly lines: ReadonlyMap<string, number>
}

/** The same for a file that need not name a recording. */
export type TextPost = Omit<Post, 'audio'>

/** What became of one file. A post may have warnings; a skipped file has a reason or an error. */
export type PostResult =
  | {
      readonly file: string
      readonly post: Post
      /** See `choosePublished`; a problem in it is among `problems` too. */
      readonly nameDay: NameDay
      readonly problems: readonly Problem[]
    }
  | {
      readonly file: string
      readonly post: null
      /** One short sentence: why this file is not an episode; null if `problems` say it. */
      readonly reason: string | null
      /** Keys under which it names recordings that nobody reads; see `recordingKeys`. */
      readonly recordingKeys: readonly string[]
      readonly problems: readonly Problem[]
    }

/** What reading a post depends on besides its file: from settings and the blog's own config. */
export interface PostRules {
  /** Key names of this blog, tried before the common ones; field names as in `conventions.ts`. */
  readonly fields: Readonly<Record<string, readonly string[]>>
  /** IANA name; dates without a zone are read in it. */
  readonly timezone: string
  /** Whether the date in the file name goes before the one in the front matter (Hugo's `:filename`). */
  readonly fileNameDateFirst: boolean
  /**
   * A template in front-matter keys that gives the recording's URL, e.g.
   * `https://cdn.example.org/{filename}.mp3`; it goes before every other reference.
   */
  readonly audioUrl: string | null
  /** The content folder from the root of Jekyll, e.g. `_posts`; '' for the root, null for other blogs. */
  readonly jekyllPlace: string | null
  /** Whether posts are notes of an Obsidian vault: called as their files, with tags in their text. */
  readonly isVault?: boolean
}
