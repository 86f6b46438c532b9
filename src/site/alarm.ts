/** A timer for a time of day that can be changed. */
export interface Alarm {
  /** Replaces the time; null cancels it. */
  readonly set: (time: Date | null) => void
}

/**
 * Milliseconds after which the clock is checked again. Timers stop while a machine sleeps, do not
 * follow a clock that is corrected, and fire at once beyond 24.8 days.
 */
const LONGEST = 60_000
/** A time in the past must not cause a busy loop. */
const SHORTEST = 100

export function createAlarm(clock: () => Date, ring: () => void): Alarm {
  let timer: NodeJS.Timeout | undefined

  function wait(time: Date, shortest: number): void {
    const rest = time.getTime() - clock().getTime()
    if (rest <= 0 && shortest === 0) return ring()
    timer = setTimeout(() => wait(time, 0), Math.min(LONGEST, Math.max(shortest, rest)))
  }

  return {
    set(time) {
      clearTimeout(timer)
      if (time !== null) wait(time, SHORTEST)
    },
  }
}
