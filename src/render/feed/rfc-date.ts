/**
 * An instant the way RSS writes it: `Wed, 29 Jan 2025 18:00:00 GMT`, in English whatever the
 * machine's language.
 *
 * @throws {RangeError} If the date is invalid; elsewhere it would go out as `Invalid Date`.
 * @see https://www.rfc-editor.org/rfc/rfc2822#section-3.3
 */
export function formatRfcDate(date: Date): string {
  if (Number.isNaN(date.getTime())) throw new RangeError('expected an instant, got an invalid date')
  return date.toUTCString()
}
