import type { Category, Owner } from './show.ts'

/** A folder of the site's own files and the URL under which the blog publishes it. */
export interface PublishedFolder {
  /** Absolute with a final `/`; its scheme does not matter when a recording's URL is compared. */
  readonly url: string
  /** Absolute path on disk. */
  readonly folder: string
}

/** What the author has settled, here or in the blog's own config; every default applied. */
export interface Settings {
  readonly title: string
  readonly description: string
  readonly author: string | null
  readonly owner: Owner | null
  /** BCP 47, lower case, e.g. `cs` or `en-us`. */
  readonly language: string
  /** As far as they are Apple's; empty where none was given. */
  readonly categories: readonly Category[]
  readonly explicit: boolean
  readonly type: 'episodic' | 'serial'
  readonly copyright: string | null
  /** The show's cover as written: a file from the content folder, or a URL. */
  readonly image: string | null
  /** The blog, absolute with a final `/` (its base path included); null where there is none. */
  readonly site: string | null
  /** Absolute with a final `/`; null where it is not settled and the command decides. */
  readonly baseUrl: string | null
  /** IANA name. */
  readonly timezone: string
  /** How the blog makes a post's address, in Jekyll's or Hugo's variables; per section for Hugo. */
  readonly permalinks: {
    /** For posts of no section named below; null where nothing is known. */
    readonly default: string | null
    /** Hugo section or Jekyll collection → pattern. */
    readonly sections: Readonly<Record<string, string>>
  }
  /** Globs from the content folder. */
  readonly posts: readonly string[]
  readonly fields: Readonly<Record<string, readonly string[]>>
  readonly fileNameDateFirst: boolean
  readonly audio: {
    /** Put before a bare file name; ends as written. */
    readonly prefix: string | null
    /** Template in front-matter keys, e.g. `https://cdn.example.org/{filename}.mp3`. */
    readonly url: string | null
    readonly folders: readonly PublishedFolder[]
  }
  readonly feed: {
    readonly guid: string | null
    /** With a leading `/`. */
    readonly path: string
    readonly episodes: number
    readonly notes: 'full' | 'summary'
  }
  /** What was found: which generator the blog is made with, its root, and the files that were read. */
  readonly blog: {
    readonly generator: 'jekyll' | 'hugo' | null
    /** Absolute folder of the blog's config, else the content folder itself. */
    readonly root: string
    /** Where the blog's published files lie, absolute, in the order to be tried for `/…` paths. */
    readonly publicFolders: readonly string[]
    /** Settings and config files read, absolute, for watching. */
    readonly files: readonly string[]
  }
}
