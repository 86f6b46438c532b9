/** A position in a recording as players show it, e.g. `12:34` or `1:02:03`. */
export function formatClock(seconds: number): string {
  const total = Math.floor(seconds)
  const parts = [Math.floor(total / 60) % 60, total % 60]
  const hours = Math.floor(total / 3600)
  const [first = 0, ...rest] = hours > 0 ? [hours, ...parts] : parts
  return [String(first), ...rest.map((part) => String(part).padStart(2, '0'))].join(':')
}

/** Normal Play Time, `HH:MM:SS.mmm`; hours are not bounded. */
export function formatPlayTime(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000)
  const parts = [milliseconds / 3_600_000, (milliseconds / 60_000) % 60, (milliseconds / 1000) % 60]
  const time = parts.map((part) => String(Math.floor(part)).padStart(2, '0')).join(':')
  return `${time}.${String(milliseconds % 1000).padStart(3, '0')}`
}
