const HOUR = 60 * 60_000
const DAY = 24 * HOUR

/** Age of an episode up to which → how long what is known of its files elsewhere is believed. */
const BELIEVED = [
  { age: 2 * DAY, time: HOUR },
  { age: 30 * DAY, time: DAY },
  { age: Infinity, time: 30 * DAY },
] as const

/** Milliseconds for which what another host said of an episode of this age is believed. */
export function believedFor(age: number): number {
  return BELIEVED.find((row) => age < row.age)?.time ?? DAY
}
