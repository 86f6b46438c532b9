import { parseClock } from '../../base/written-times.ts'
const TIMESTAMP = /^\d+(:[0-5]?\d){0,2}(\.\d+)?$/
const NOTHING = /^[0:.]*$/
const PADDED_NUMBER = /^0\d+$/
const ISO_DURATION = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/i
const MAX_DURATION = 100 * 3600

/**
 * Reads a position in an episode as authors write it in front matter: plain seconds (`95`, `95.5`) or Normal
 * Play Time (`1:35`, `01:02:03.5`). The first number may exceed 59, because authors write `75:30`.
 *
 * @param text White space around it is ignored.
 * @returns Seconds from the start of the recording, with fractions.
 * @throws {RangeError} If it is neither. The message says what was found and what is allowed; the caller adds
 *   the file and the field.
 * @see https://www.rfc-editor.org/rfc/rfc2326#section-3.6 for Normal Play Time
 */
export function parseTimestamp(text: string): number {
  const timestamp = text.trim()
  if (!TIMESTAMP.test(timestamp)) {
    throw new RangeError(`expected seconds or [HH:]MM:SS, got "${text}"`)
  }
  return parseClock(timestamp)
}

/**
 * Reads the duration that a post declares: the forms of a position, or ISO 8601 (`PT1H3M29S`). Two numbers
 * are minutes and seconds.
 *
 * @returns Seconds; null for an empty value (`''`, `0:00`).
 * @throws {RangeError} If it is neither, or 100 hours and more.
 */
export function parseDuration(text: string): number | null {
  const duration = text.trim()
  if (NOTHING.test(duration)) return null
  const seconds = secondsOf(duration)
  if (seconds === null || seconds >= MAX_DURATION) {
    throw new RangeError(
      `expected a duration such as 1:03:29, 71:31 or 2449 (seconds), got "${text}"; correct it or leave it out`,
    )
  }
  return seconds
}

function secondsOf(duration: string): number | null {
  const [found, hours = '0', minutes = '0', seconds = '0'] = ISO_DURATION.exec(duration) ?? []
  if (found !== undefined) return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  // An episode number under the wrong key: seconds are not zero-padded.
  if (PADDED_NUMBER.test(duration) || !TIMESTAMP.test(duration)) return null
  return parseTimestamp(duration)
}
