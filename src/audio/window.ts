/** The bytes of a recording that are in memory at a time. */
export interface Window {
  readonly bytes: Buffer
  readonly view: DataView
  /** Index after the last byte. */
  readonly end: number
  /** Whether the recording ends there. */
  readonly final: boolean
}

/** Bytes that may be kept from one window to the next; this much space before a chunk is free. */
export const HEADROOM = 64 * 1024

/** Takes the bytes from `start` to `end` of `buffer`; the {@link HEADROOM} before them may be overwritten. */
export type Reader = (buffer: Buffer, start: number, end: number) => void

/**
 * Settles as many bytes from `from` as the window allows, and returns the index of the first unsettled one,
 * at most {@link HEADROOM} before the end. An index beyond the end skips the bytes up to it. `base` is the
 * position of index 0 in the recording.
 */
export type Settle = (window: Window, from: number, base: number) => number

/** Passes bytes to a reader in windows that begin with the first unsettled byte. */
export class Feed {
  readonly #settle: Settle
  #kept: Buffer = Buffer.alloc(0)
  /** The position of the next unsettled byte in the recording. */
  #position = 0
  /** Bytes that are still to be skipped. */
  #unwanted = 0

  constructor(settle: Settle) {
    this.#settle = settle
  }

  /** Takes the next bytes; `buffer` may be reused afterwards. */
  push(buffer: Buffer, start: number, end: number): void {
    const unwanted = Math.min(this.#unwanted, end - start)
    this.#unwanted -= unwanted
    this.#position += unwanted
    const from = start + unwanted - this.#kept.length
    buffer.set(this.#kept, from)
    const settled = this.#run(buffer, from, end, false)
    this.#unwanted += Math.max(0, settled - end)
    this.#position += Math.min(settled, end) - from
    this.#kept = Buffer.from(buffer.subarray(Math.min(settled, end), end))
  }

  /** Tells the reader that there are no more bytes. Returns how many it still wanted to skip. */
  end(): number {
    const settled = this.#run(this.#kept, 0, this.#kept.length, true)
    return this.#unwanted + Math.max(0, settled - this.#kept.length)
  }

  #run(bytes: Buffer, from: number, end: number, final: boolean): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    return this.#settle({ bytes, view, end, final }, from, this.#position - from)
  }
}
