/** The bytes of a recording that are in memory at one time. */
export interface Window {
  readonly bytes: Buffer
  readonly view: DataView
  /** Index behind the last byte. */
  readonly end: number
  /** Whether the recording ends there too. */
  readonly final: boolean
}

/** Bytes that may be kept from one window to the next, and are free before those of a chunk. */
export const HEADROOM = 64 * 1024

/** Takes the bytes from `start` to `end` of `buffer`; the {@link HEADROOM} before them is free to use. */
export type Reader = (buffer: Buffer, start: number, end: number) => void

/**
 * Settles as much of the bytes from `from` on as the window allows, and returns the index of the
 * first one that is not settled, at most {@link HEADROOM} before the end. It may lie behind the
 * end: then the bytes up to there are not wanted. `base` is the position of index 0 in the recording.
 */
export type Settle = (window: Window, from: number, base: number) => number

/** Gives a reader its bytes in windows that begin with whatever it has not settled yet. */
export class Feed {
  readonly #settle: Settle
  #kept: Buffer = Buffer.alloc(0)
  /** Where in the recording the next byte to be settled lies. */
  #position = 0
  /** Bytes to come that are not wanted. */
  #unwanted = 0

  constructor(settle: Settle) {
    this.#settle = settle
  }

  /** Takes the next bytes; nothing of `buffer` is held on to. */
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

  /** Tells the reader that no more bytes come. Returns how many it still wanted to leave out. */
  end(): number {
    const settled = this.#run(this.#kept, 0, this.#kept.length, true)
    return this.#unwanted + Math.max(0, settled - this.#kept.length)
  }

  #run(bytes: Buffer, from: number, end: number, final: boolean): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    return this.#settle({ bytes, view, end, final }, from, this.#position - from)
  }
}
