const HOUR = 60 * 60_000
const DAY = 24 * HOUR

/** Age of an episode up to which → how long results about its files on other hosts are valid. */
const BELIEVED = [
  { age: 2 * DAY, time: HOUR },
  { age: 30 * DAY, time: DAY },
  { age: Infinity, time: 30 * DAY },
] as const

/** Milliseconds for which results from another host are valid, for an episode of this age. */
export function believedFor(age: number): number {
  return BELIEVED.find((row) => age < row.age)?.time ?? DAY
}
