/**
 * A text in memory of its own. A piece that is cut from a text keeps the whole of it in memory, which
 * for a few words of each of thousands of articles is all articles.
 */
export function apart(text: string): string {
  // So few letters are always copied.
  if (text.length < SHORTEST_PIECE) return text
  return Buffer.from(text).toString()
}

/** A shorter piece has a memory of its own, by the rules of V8 (`SlicedString::kMinLength`). */
const SHORTEST_PIECE = 13

/**
 * Bytes in memory of their own. Node cuts short ones from a pool, and one of them that is kept keeps the
 * whole pool in memory: 64 KB for a page of two.
 */
export function bytesApart(content: string | Uint8Array): Buffer<ArrayBuffer> {
  if (typeof content !== 'string') {
    const bytes = Buffer.allocUnsafeSlow(content.length)
    bytes.set(content)
    return bytes
  }
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(content))
  bytes.write(content)
  return bytes
}

/**
 * Remembers the answers to questions that many clients ask alike, such as what an address or a header
 * means. Hostile ones can ask anything, so all is forgotten when it gets too much.
 *
 * @param most How many answers are remembered.
 */
export function remembering<Question, Answer>(
  find: (question: Question) => Answer,
  most = 256,
): (question: Question) => Answer {
  const known = new Map<Question, Answer>()
  return (question) => {
    const before = known.get(question)
    if (before !== undefined) return before
    const answer = find(question)
    if (known.size >= most) known.clear()
    known.set(question, answer)
    return answer
  }
}
