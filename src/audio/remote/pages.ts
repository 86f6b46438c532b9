/** Thrown if bytes are needed that are not loaded yet. */
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
interface Page {
  readonly start: number
  readonly bytes: Buffer
}

/** The loaded parts of a recording, which do not overlap. */
export class Pages {
  #pages: readonly Page[] = []

  /** Adds bytes, none of which may be loaded yet. */
  add(start: number, bytes: Buffer): void {
    if (bytes.length === 0) return
    this.#pages = [...this.#pages, { start, bytes }].toSorted((a, b) => a.start - b.start)
  }

  /** @throws {Missing} If some of the bytes are not loaded; it names the first gap. */
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

  /** The number of bytes from `position` to the next loaded part. */
  gapAt(position: number): number {
    const next = this.#pages.find(({ start, bytes }) => start + bytes.length > position)
    return next ? Math.max(0, next.start - position) : Infinity
  }

  /** Whether all of the first `bytes` are loaded. */
  hasFirst(bytes: number): boolean {
    return (
      this.#pages.reduce((end, page) => (page.start === end ? end + page.bytes.length : end), 0) >=
      bytes
    )
  }
}
