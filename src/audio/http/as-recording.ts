import type { Read } from '../id3/frames.ts'
import type { Recording } from '../recording.ts'

/** A meter wants the recording as a file on this machine. */
export class NeedsFile extends Error {
  override readonly name = 'NeedsFile'
}

/** What meters use of a recording, but for its path. */
class RemoteRecording {
  readonly #bytes: () => number
  readonly read: Read

  constructor(bytes: () => number, read: Read) {
    this.#bytes = bytes
    this.read = read
  }

  get bytes(): number {
    return this.#bytes()
  }

  get path(): string {
    throw new NeedsFile()
  }
}

/**
 * Lets meters that were made for local recordings look at a remote one.
 *
 * @param bytes Its size, asked for each time.
 * @returns A recording of which `bytes` and `read` can be used; its `path` throws {@link NeedsFile}.
 */
export function asRecording(bytes: () => number, read: Read): Recording {
  const recording: object = new RemoteRecording(bytes, read)
  // Meters use these and nothing else, but only a class can tell the compiler so.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return recording as Recording
}
