/**
 * Copies a text. A slice of a string keeps the whole string in memory, which for a few words of each of
 * thousands of articles would be all articles.
 */
export function apart(text: string): string {
  // Such a short slice is always a copy.
  if (text.length < SHORTEST_PIECE) return text
  return Buffer.from(text).toString()
}

/** Shorter slices are copies, by the rules of V8 (`SlicedString::kMinLength`). */
const SHORTEST_PIECE = 13

/**
 * Copies bytes into a buffer of their own. Node takes small buffers from a pool, and one of them keeps the
 * whole pool of 64 KB in memory.
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
 * A value that follows from an object alone, made once for each object. Nearly all of thousands of
 * posts are the same objects after an edit, so it costs what has changed.
 */
export function onceFor<Thing extends object, Value>(
  make: (thing: Thing) => Value,
): (thing: Thing) => Value {
  const made = new WeakMap<Thing, { readonly value: Value }>()
  return (thing) => {
    const known = made.get(thing) ?? { value: make(thing) }
    made.set(thing, known)
    return known.value
  }
}

/**
 * Caches the results of a function that many requests call with the same arguments, such as parsing an
 * address or a header. Hostile requests can pass anything, so the cache is emptied when it is full.
 *
 * @param most The most results in the cache.
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
