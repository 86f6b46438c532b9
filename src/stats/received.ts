/** No player requests more pieces than this. */
const MOST_SPANS = 200

/**
 * The bytes of one recording that a client has received. Bytes that were sent twice count once, if their
 * offset is known.
 */
export class Received {
  /** Start and end of each span, ascending; spans neither overlap nor touch. */
  #spans: number[] = []
  /** Bytes whose offset is unknown. */
  #loose = 0

  /**
   * Adds the bytes of a response.
   *
   * @param start Offset of the first byte; null if unknown.
   */
  add(start: number | null, length: number): void {
    if (length <= 0) return
    if (start === null) this.#loose += length
    else if (this.#spans.length < 2 * MOST_SPANS) this.#join(start, start + length)
  }

  #join(from: number, to: number): void {
    const spans = this.#spans
    let first = 0
    while (first < spans.length && (spans[first + 1] ?? 0) < from) first += 2
    let [begin, end, after] = [from, to, first]
    while (after < spans.length && (spans[after] ?? 0) <= end) {
      begin = Math.min(begin, spans[after] ?? begin)
      end = Math.max(end, spans[after + 1] ?? end)
      after += 2
    }
    spans.splice(first, after - first, begin, end)
  }

  /**
   * The number of bytes of sound that were received.
   *
   * @param from Where the sound begins, after the ID3 tag.
   * @param to Where the recording ends; Infinity if unknown.
   */
  soundBytes(from: number, to: number): number {
    let known = 0
    for (let at = 0; at < this.#spans.length; at += 2) {
      const begin = Math.max(this.#spans[at] ?? 0, from)
      const end = Math.min(this.#spans[at + 1] ?? 0, to)
      known += Math.max(0, end - begin)
    }
    return Math.min(known + Math.max(0, this.#loose - from), to - from)
  }
}
