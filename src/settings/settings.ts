import type { Colour } from '../artwork/colour.ts'
import type { Credits } from '../posts/fields/credits.ts'
import type { Permalinks } from '../posts/permalink.ts'
import type { Block } from './blocks.ts'
import type { Category } from './categories.ts'
import type { PartSettings } from './part-settings.ts'
import type { RemoteItem } from './remote-items.ts'
import type { UpdateFrequency } from './update-frequency.ts'

export interface Owner {
  readonly name: string | null
  readonly email: string
}

/** What directories and apps are told of a show beyond what it is. */
export interface Directories {
  /** Where apps can wait for changes, by WebSub; absolute. */
  readonly hubs: readonly string[]
  /** Whether there will never be another episode. */
  readonly complete: boolean
  /** Whether other hosts are asked not to take the show over. */
  readonly locked: boolean
  readonly medium: string
  /** Directories that are asked to leave the show out, or not to. */
  readonly blocks: readonly Block[]
  readonly updateFrequency: UpdateFrequency | null
  /** Whether somebody sends a podping at each change; null where the author does not say. */
  readonly podping: boolean | null
  /** Shows that this one recommends. */
  readonly podroll: readonly RemoteItem[]
  /** The publisher's feed. */
  readonly publisher: RemoteItem | null
}

/** A show of which directories are told nothing in particular. */
export const NO_DIRECTORIES: Directories = {
  hubs: [],
  complete: false,
  locked: false,
  medium: 'podcast',
  blocks: [],
  updateFrequency: null,
  podping: null,
  podroll: [],
  publisher: null,
}

/** A folder of the site's own files and the URL under which the blog publishes it. */
export interface PublishedFolder {
  /** Absolute with a final `/`; its scheme does not matter when a recording's URL is compared. */
  readonly url: string
  /** Absolute path on disk. */
  readonly folder: string
  /**
   * Set where the folder is only supposed to be published: a path or URL that a post writes may be
   * looked up in it, but no URL may be made of a file that lies there.
   */
  readonly lookupOnly?: true
}

/** What the author has settled, here or in the blog's own config; every default applied. */
export interface Settings {
  readonly title: string
  readonly description: string
  readonly author: string | null
  readonly owner: Owner | null
  /** BCP 47, lower case, e.g. `cs` or `en-us`. */
  readonly language: string
  /** Empty where none was given that is Apple's. */
  readonly categories: readonly Category[]
  readonly explicit: boolean
  readonly type: 'episodic' | 'serial'
  readonly copyright: string | null
  readonly credits: Credits
  readonly directories: Directories
  /** Number of a season → what it is called. */
  readonly seasons: ReadonlyMap<string, string>
  /** The show's cover as written: a file from the content folder, or a URL. */
  readonly image: string | null
  /** The blog, absolute with a final `/` (its base path included); null where there is none. */
  readonly site: string | null
  /** Absolute with a final `/`; null where it is not settled and the command decides. */
  readonly baseUrl: string | null
  /** IANA name. */
  readonly timezone: string
  /** How the blog makes a post's address. */
  readonly permalinks: Permalinks & {
    /** The content folder as the blog's generator sees it, e.g. `content/posts`; '' for its root. */
    readonly place: string
  }
  /** Globs, or folders, from the content folder; empty for every Markdown file in it. */
  readonly posts: readonly string[]
  readonly fields: Readonly<Record<string, readonly string[]>>
  readonly fileNameDateFirst: boolean
  readonly audio: {
    /** Put before a bare file name; absolute, ends as written. */
    readonly prefix: string | null
    /** Template in front-matter keys: `https://cdn.example.org/{filename}.mp3`, `/audio/{slug}.mp3`. */
    readonly url: string | null
    /** The author's, in their order; then the blog's own published folders. */
    readonly folders: readonly PublishedFolder[]
    /** What one recording on another host may cost in time, and in bytes that are read of it. */
    readonly maxSeconds: number
    readonly maxBytes: number
  }
  readonly artwork: {
    /** False lets pictures go out as they are. */
    readonly make: boolean
    /** Whether a cover is drawn where there is no picture. */
    readonly draw: boolean
    /** Of drawn covers; empty for those of the show's picture. */
    readonly colours: readonly Colour[]
  }
  readonly feed: {
    readonly guid: string | null
    /** With a leading `/`. */
    readonly path: string
    readonly episodes: number
    readonly notes: 'full' | 'summary'
    readonly notesBytes: number
    readonly oldPaths: readonly string[]
    readonly newUrl: string | null
  }
  /** The feeds beside that of all episodes; a kind that comes first has the first choice of paths. */
  readonly parts: readonly PartSettings[]
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
