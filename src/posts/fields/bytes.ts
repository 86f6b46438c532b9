const UNKNOWN = /^(?:0+|-1)?$/
/** Bytes of the smallest recording; smaller numbers are placeholders of templates. */
const LEAST = 1000
const WHOLE = /^\d{1,15}$/

/**
 * Reads the declared size of a recording.
 *
 * @returns Bytes; null if there is none (`''`, `0`, `-1`).
 * @throws {RangeError} If it is not a whole number, or too small: a rounded, damaged or made-up size is
 *   worse than none.
 */
export function parseBytes(text: string): number | null {
  const size = text.trim()
  if (UNKNOWN.test(size)) return null
  if (WHOLE.test(size) && Number(size) < LEAST) {
    throw new RangeError(
      `expected the size of a recording in bytes, got "${text}", which is too small; write its exact size, or omit it`,
    )
  }
  if (!WHOLE.test(size)) {
    throw new RangeError(
      `expected a whole number of bytes such as 60946851, got "${text}"; correct it, or omit it if the exact size is unknown`,
    )
  }
  return Number(size)
}
