/** An object in a listing. */
export interface Listed {
  readonly bytes: number
  /** Without quotes; different bytes have a different one. */
  readonly etag: string
}

/** The headers and permissions of an object. */
export interface ObjectFields {
  /** Media type with charset where it has one. */
  readonly type: string
  readonly cacheControl: string
  /** The canned ACL; '' for the default of the bucket. */
  readonly acl: string
}

/** The metadata of an object that was published. */
interface Stamp {
  /** A hash of its content, see `contentOf`. */
  readonly hash: string
  /** Its path when it was written, which shows whether it is a copy. */
  readonly path: string
}

/** An object in the store. */
export interface StoredObject extends Listed, ObjectFields {
  /** Null if no publish wrote it. */
  readonly stamp: Stamp | null
}

/** An object to be written. */
export interface NewObject extends ObjectFields {
  readonly bytes: number
  readonly hash: string
  /** Gives its bytes in pieces of one size. An error after the last piece prevents the writing. */
  readonly pieces: (size: number) => AsyncIterable<Buffer>
}

/**
 * The objects below a prefix of a bucket, by their paths from there. Writing replaces an object as a whole or
 * not at all. Failed requests are repeated with growing pauses, and finally thrown as a `Refusal` whose
 * message is for the user.
 */
export interface ObjectStore {
  /** For messages: `s3://bucket/prefix/`. */
  readonly name: string
  /** The ACL of every object, see {@link ObjectFields}. */
  readonly acl: string
  /** All objects below the prefix. */
  readonly list: () => Promise<ReadonlyMap<string, Listed>>
  /** Null if there is none. */
  readonly look: (path: string) => Promise<StoredObject | null>
  /** Null if there is none. */
  readonly read: (path: string) => Promise<Buffer | null>
  /**
   * @param wrote Called with the number of bytes that were sent since the last call.
   * @returns Its ETag, without quotes.
   */
  readonly write: (
    path: string,
    object: NewObject,
    wrote?: (bytes: number) => void,
  ) => Promise<string>
  readonly remove: (path: string) => Promise<void>
  /** Aborts the uploads of killed runs, whose parts would be kept and charged. */
  readonly endUploads: (isOurs: (path: string) => boolean) => Promise<void>
}
