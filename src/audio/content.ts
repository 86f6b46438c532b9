/** Reads up to `length` bytes from `position`; fewer if the recording ends. */
export type Read = (position: number, length: number) => Buffer

/** The bytes of a recording, on this machine or another. */
export interface Content {
  /** Its size. */
  readonly bytes: number
  readonly read: Read
}
