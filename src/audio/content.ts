/** Reads up to `length` bytes from `position` on; fewer where the recording ends. */
export type Read = (position: number, length: number) => Buffer

/** The bytes of a recording, wherever they are. */
export interface Content {
  /** Its size. */
  readonly bytes: number
  readonly read: Read
}
