const UNKNOWN = /^(?:0+|-1)?$/
/** Bytes of the shortest recording that is one; smaller numbers stand in for the size in templates. */
const LEAST = 1000
const WHOLE = /^\d{1,15}$/

/**
 * Reads how large a post says that its recording is.
 *
 * @returns Bytes; null where the post says nothing (`''`, `0`, `-1`).
 * @throws {RangeError} If it is no whole number, or no recording's size: a rounded, damaged or made-up
 *   size is worse than none.
 */
export function parseBytes(text: string): number | null {
  const size = text.trim()
  if (UNKNOWN.test(size)) return null
  if (WHOLE.test(size) && Number(size) < LEAST) {
    throw new RangeError(
      `expected the bytes of a recording, got "${text}", which are too few for one; write its exact size, or leave it out`,
    )
  }
  if (!WHOLE.test(size)) {
    throw new RangeError(
      `expected a whole number of bytes such as 60946851, got "${text}"; correct it, or leave it out where the exact size is not known`,
    )
  }
  return Number(size)
}
