import type { Roots } from '../base/content-door.ts'

/**
 * What a resource is to its reader, which decides how long it may be kept, who may read it and what
 * it may load: a `page` of ours; an `embed`, which is a page for frames on other
 * sites; `data` such as the feed; a `recording`; an `asset`, which is a file that may change under
 * its name; a `hashed` file, whose name changes with its content.
 */
export type Role = 'page' | 'embed' | 'data' | 'recording' | 'asset' | 'hashed'

/** Bytes that were made, and since when they are what they are. */
export interface Made {
  readonly bytes: Buffer
  /** SHA-256 of the bytes, hex. */
  readonly hash: string
  readonly modified: Date
}

/** Something that is made from the show. */
export interface MadeResource {
  readonly from: 'show'
  /** Media type with charset where it has one. */
  readonly type: string
  readonly role: Role
  /** The `Link` header that goes with it; null where there is none. */
  readonly links: string | null
  /** Whether every app asks for it, so that it is made before the table goes on air. */
  readonly early: boolean
  /**
   * Where it is now, for good: a URL, or a path relative to its own. Its reader is led there; what is
   * made is for hosts that cannot lead anywhere, and for readers who do not follow.
   */
  readonly movedTo: string | null
  /** Made when first asked for, and kept. */
  readonly make: () => Made
  /** What was made last under this path, by this table or those before it; null if nobody asked yet. */
  readonly known: () => Made | null
}

/** A file that goes out as it is. */
export interface FileResource {
  readonly from: 'disk'
  /** Media type with charset where it has one. */
  readonly type: string
  readonly role: Role
  /** Absolute. */
  readonly file: string
  /** Where it must really lie when it goes out. */
  readonly roots: Roots
  /** What the show says of the file; it does not go out while it is another. Null when nobody measured it. */
  readonly measured: { readonly bytes: number | null; readonly fingerprint: string } | null
}

/** One thing that can be fetched. Served and exported bytes are the same, for both come from here. */
export type Resource = MadeResource | FileResource

/**
 * URL path from the base URL, percent-decoded, with a leading `/` → what is there. A path that ends
 * in `/` is a folder's own page.
 */
export type Site = ReadonlyMap<string, Resource>
