/** Bytes are needed that are not here yet. */
export class Missing extends Error {
  override readonly name = 'Missing'
  readonly position: number
  readonly length: number

  constructor(position: number, length: number) {
    super(`bytes ${position} to ${position + length - 1} are not here yet`)
    this.position = position
    this.length = length
  }
}

/** A part of a recording. */
export interface Page {
  readonly start: number
  readonly bytes: Buffer
}

/** The parts of a recording that are in memory, none of them overlapping another. */
export class Pages {
  #pages: readonly Page[] = []

  /** All of them, in their order. */
  get all(): readonly Page[] {
    return this.#pages
  }

  /** Adds bytes, of which none may be there yet. */
  add(start: number, bytes: Buffer): void {
    if (bytes.length === 0) return
    this.#pages = [...this.#pages, { start, bytes }].toSorted((a, b) => a.start - b.start)
  }

  /** @throws {Missing} If some of the bytes are not here; it names the first gap among them. */
  read(position: number, length: number): Buffer {
    const parts: Buffer[] = []
    const end = position + length
    let at = position
    for (const { start, bytes } of this.#pages) {
      if (at >= end || start + bytes.length <= at) continue
      if (start > at) throw new Missing(at, Math.min(start, end) - at)
      const part = bytes.subarray(at - start, end - start)
      parts.push(part)
      at += part.length
    }
    if (at < end) throw new Missing(at, end - at)
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
  }

  /** How many bytes from `position` on are not here, up to the next ones that are. */
  gapAt(position: number): number {
    const next = this.#pages.find(({ start, bytes }) => start + bytes.length > position)
    return next ? Math.max(0, next.start - position) : Infinity
  }

  /** Whether all of the first `bytes` are here. */
  hasFirst(bytes: number): boolean {
    return (
      this.#pages.reduce((end, page) => (page.start === end ? end + page.bytes.length : end), 0) >=
      bytes
    )
  }
}
