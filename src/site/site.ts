import type { Roots } from '../base/content-door.ts'

/**
 * The kind of a resource, which decides how long it may be cached, who may read it and what it may load: a
 * `page`; an `embed`, a page for frames on other sites; `data` such as the feed; a `recording`; an `asset`, a
 * file that may change under its name; a `hashed` file, whose name changes with its content; a `worker`, the
 * service worker that answers for pages without a network.
 */
export type Role = 'page' | 'embed' | 'data' | 'recording' | 'asset' | 'hashed' | 'worker'

/** Rendered bytes, and when they last changed. */
export interface Made {
  readonly bytes: Buffer
  /** SHA-256 of the bytes, hex. */
  readonly hash: string
  readonly modified: Date
}

/** A resource that is rendered from the show. */
export interface MadeResource {
  readonly from: 'show'
  /** Media type with charset where it has one. */
  readonly type: string
  readonly role: Role
  /** The `Link` header; null where there is none. */
  readonly links: string | null
  /** Whether it is rendered before the site goes live, since every app requests it. */
  readonly early: boolean
  /**
   * Its new address after a permanent move: a URL, or a path relative to its own. The server redirects there;
   * the content is for hosts that cannot redirect, and for clients that do not follow redirects.
   */
  readonly movedTo: string | null
  /** Renders it, and keeps nothing. */
  readonly render: () => Promise<Buffer>
  /** Renders it when first requested; the result is kept. */
  readonly make: () => Promise<Made>
  /** What was last rendered at this path, by this site or an earlier one; null for nothing. */
  readonly known: () => Made | null
}

/** A file that is published as it is. */
export interface FileResource {
  readonly from: 'disk'
  /** Media type with charset where it has one. */
  readonly type: string
  readonly role: Role
  /** Absolute. */
  readonly file: string
  /** The folders in which its real path must be when it is read. */
  readonly roots: Roots
  /**
   * As measured for the show; while the file differs from this, it is not sent. Null if it was not measured.
   */
  readonly measured: { readonly bytes: number | null; readonly fingerprint: string } | null
}

/** What can be fetched. Served and exported bytes are the same, since both come from here. */
export type Resource = MadeResource | FileResource

/**
 * Everything that can be fetched: URL path below the base URL, percent-decoded, with a leading `/` →
 * resource. A path that ends in `/` is the index of a folder.
 */
export type Site = ReadonlyMap<string, Resource>
