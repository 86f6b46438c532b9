const UNKNOWN = /^(?:0+|-1)?$/
const WHOLE = /^\d{1,15}$/

/**
 * Reads how large a post says that its recording is.
 *
 * @returns Bytes; null where the post says nothing (`''`, `0`, `-1`).
 * @throws {RangeError} If it is no whole number: a rounded or damaged size is worse than none.
 */
export function parseBytes(text: string): number | null {
  const size = text.trim()
  if (UNKNOWN.test(size)) return null
  if (!WHOLE.test(size)) {
    throw new RangeError(
      `expected a whole number of bytes such as 60946851, got "${text}"; correct it, or leave it out where the exact size is not known`,
    )
  }
  return Number(size)
}
