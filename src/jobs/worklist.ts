import type { Job, Known, Results } from './job.ts'

/** Asks for the result of a job. What has none yet, or an old one, becomes work to do. */
export type Ask = <Work, Result>(job: Job<Work, Result>) => Known<Result>

/** A job that a show wants, and when it is to be done, in milliseconds since 1970. */
export interface Wanted {
  readonly job: Job
  readonly due: number
}

/** Gathers the jobs that are asked for while a show is composed. */
export class Worklist {
  readonly #wanted = new Map<string, Wanted>()
  readonly #results: Results

  constructor(results: Results) {
    this.#results = results
  }

  readonly ask: Ask = (job) => {
    const known = this.#results.of(job)
    this.#wanted.set(idOf(job), { job, due: known.due })
    return known
  }

  /** What is known of a job that is not to be done, or not yet; what was found out stays. */
  readonly peek: Ask = (job) => {
    if (!this.#wanted.has(idOf(job))) this.#wanted.set(idOf(job), { job, due: Infinity })
    return this.#results.of(job)
  }

  /** In the order in which they were asked for. */
  get wanted(): readonly Wanted[] {
    return [...this.#wanted.values()]
  }
}

function idOf({ kind, key }: Job): string {
  return `${kind.name} ${key}`
}

/** Those that are to be done by now. */
export function dueNow(wanted: readonly Wanted[], now: Date): readonly Job[] {
  return wanted.filter(({ due }) => due <= now.getTime()).map(({ job }) => job)
}

/** When the next of them is to be done, in milliseconds since 1970; `Infinity` for never. */
export function nextDue(wanted: readonly Wanted[]): number {
  return wanted.reduce((next, { due }) => Math.min(next, due), Infinity)
}
