/** Calls at an hour that may be set anew at any time. */
export interface Alarm {
  /** Replaces the hour; null takes it away. */
  readonly set: (hour: Date | null) => void
}

/**
 * Milliseconds after which the clock is looked at again. Timers stand still while a machine sleeps,
 * know nothing of a clock that was put right, and end at once beyond 24.8 days.
 */
const LONGEST = 60_000
/** An hour that is already over must not make anyone run in circles. */
const SHORTEST = 100

export function createAlarm(clock: () => Date, ring: () => void): Alarm {
  let timer: NodeJS.Timeout | undefined

  function wait(hour: Date, shortest: number): void {
    const rest = hour.getTime() - clock().getTime()
    if (rest <= 0 && shortest === 0) return ring()
    timer = setTimeout(() => wait(hour, 0), Math.min(LONGEST, Math.max(shortest, rest)))
  }

  return {
    set(hour) {
      clearTimeout(timer)
      if (hour !== null) wait(hour, SHORTEST)
    },
  }
}
