/** An object as a listing tells it. */
export interface Listed {
  readonly bytes: number
  /** Without quotes; another one for other bytes. */
  readonly etag: string
}

/** What a web server sends with an object. */
export interface ObjectFields {
  /** Media type with charset where it has one. */
  readonly type: string
  readonly cacheControl: string
  /** The canned ACL; '' for that of the bucket. */
  readonly acl: string
}

/** What an object that was published says of itself. */
interface Stamp {
  /** Of its content, see `contentOf`. */
  readonly hash: string
  /** Its path when it was written, by which a copy is known. */
  readonly path: string
}

/** An object as the store has it. */
export interface StoredObject extends Listed, ObjectFields {
  /** Null if no publish wrote it. */
  readonly stamp: Stamp | null
}

/** An object to be written. */
export interface NewObject extends ObjectFields {
  readonly bytes: number
  readonly hash: string
  /** Its bytes in pieces of one size. What it throws after the last one prevents the writing. */
  readonly pieces: (size: number) => AsyncIterable<Buffer>
}

/**
 * Objects below a prefix of a bucket, by path from there. Writing replaces an object as a whole or not
 * at all. Failures are tried again with growing pauses, and in the end thrown as a `Refusal` whose
 * message is for the user.
 */
export interface ObjectStore {
  /** For messages: `s3://bucket/prefix/`. */
  readonly name: string
  /** What every object gets, see {@link ObjectFields}. */
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
  /** Gives up the uploads of killed runs, whose parts would be kept and paid for. */
  readonly endUploads: (isOurs: (path: string) => boolean) => Promise<void>
}
