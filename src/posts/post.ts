import type { Body } from './body.ts'
import type { AudioReference } from './fields/audio-references.ts'
import type { Chapter } from './fields/chapters-field.ts'
import type { PlainFields } from './conventions.ts'
import type { NameDay } from './publication-date.ts'
import type { Problem } from '../base/problem.ts'
import type { Values } from './front-matter/values.ts'
import type { Person } from './fields/persons.ts'

/**
 * One article: what the author's file says, understood but not yet combined with a recording. Most
 * fields follow from the rows of `conventions.ts`; those here are made from several values.
 */
export interface Post extends PlainFields {
  /** Path from the content folder, with `/`. */
  readonly file: string
  /** Plain text, one line, entities resolved. */
  readonly title: string
  readonly published: Date
  /** From then on it is no longer published; null for most posts. */
  readonly expires: Date | null
  /** As the author or the file name gives it: letters kept; see `slug.ts` for the ASCII one. */
  readonly slug: string
  /** BCP 47, lower case; null if the post does not say. */
  readonly language: string | null
  readonly authors: readonly string[]
  /** Plain text of the excerpt keys; null if there is none, and the body is used. */
  readonly summary: string | null
  readonly categories: readonly string[]
  /** Whole number above 0; anything else an author calls an episode is in `episodeDisplay`. */
  readonly episode: number | null
  readonly episodeDisplay: string | null
  /** In the order to be tried; the first that leads to a recording wins. Never empty. */
  readonly audio: readonly [AudioReference, ...AudioReference[]]
  /** What the post declares about its recording; used only if that cannot be measured. */
  readonly declared: {
    readonly bytes: number | null
    readonly seconds: number | null
    readonly type: string | null
  }
  readonly chapters: readonly Chapter[] | null
  /** A JSON chapters file that the post names; a path beside it or a URL. */
  readonly chaptersFile: string | null
  /** Everybody who is named, each with a role; the authors too. */
  readonly persons: readonly Person[]
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

/** The result of reading one file. A post may have warnings; a skipped file has a reason or an error. */
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
      /** Unknown keys under which it names recordings; see `recordingKeys`. */
      readonly recordingKeys: readonly string[]
      /** Its authors, where it is a post without a recording: a blog names the same people in all posts. */
      readonly authors: readonly string[]
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
  /** Whether posts are notes of an Obsidian vault, whose titles are their file names and whose tags may be in the text. */
  readonly isVault?: boolean
}
