/** How long something takes, at several times. */
export class Stopwatch {
  readonly #action: () => unknown
  /** What a time stands for, where only a part of the work is done. */
  readonly #factor: number
  readonly #times: number[] = []

  constructor(action: () => unknown, factor = 1) {
    this.#action = action
    this.#factor = factor
  }

  async run(): Promise<void> {
    const start = performance.now()
    await this.#action()
    this.#times.push((performance.now() - start) * this.#factor)
  }

  /** Milliseconds. */
  get median(): number {
    return this.#times.toSorted((a, b) => a - b)[Math.floor(this.#times.length / 2)] ?? 0
  }

  /** How many times as long it takes as another. */
  over(other: Stopwatch): number {
    return this.median / other.median
  }
}

/** Runs them in turns, so that what else the machine does slows all of them alike. */
export async function takeTurns(times: number, stopwatches: readonly Stopwatch[]): Promise<void> {
  for (let time = 0; time < times; time++) {
    for (const stopwatch of stopwatches) await stopwatch.run()
  }
}
