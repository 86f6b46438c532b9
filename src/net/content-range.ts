/** The range of a 206 response. */
export interface ContentRange {
  readonly first: number
  readonly last: number
  /** Size of the whole file; null where the server does not know it. */
  readonly bytes: number | null
}

const RANGE = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/i
const UNSATISFIED = /^bytes \*\/(\d{1,15})$/i

/**
 * Reads the Content-Range of a 206 response; null where it is missing or invalid.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-14.4
 */
export function parseContentRange(value: string | undefined): ContentRange | null {
  const match = RANGE.exec(value?.trim() ?? '')
  if (!match) return null
  const [first = 0, last = 0] = match.slice(1, 3).map(Number)
  const bytes = match[3] === '*' ? null : Number(match[3])
  return first > last || (bytes !== null && last >= bytes) ? null : { first, last, bytes }
}

/** The size in the Content-Range of a 416 response; null where there is none. */
export function parseUnsatisfiedRange(value: string | undefined): number | null {
  const match = UNSATISFIED.exec(value?.trim() ?? '')
  return match ? Number(match[1]) : null
}
