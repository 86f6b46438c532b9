/** One thing that can be fetched. Served and exported bytes are the same, for both come from here. */
export interface Resource {
  /** Media type with charset where it has one. */
  readonly type: string
  /** When its bytes last changed. */
  readonly modified: Date
  /** Either the bytes, made when first asked for and kept, or a file on disk. */
  readonly body: { readonly bytes: () => Buffer } | { readonly file: string; readonly hash: string }
}

/** URL path from the base URL, with a leading `/` → what is there. A path that ends in `/` is a page. */
export type Site = ReadonlyMap<string, Resource>
