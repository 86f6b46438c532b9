import { isDue, type Job, type Known, type Results } from './job.ts'

/** Asks for the result of a job. What has none yet, or an old one, becomes work to do. */
export type Ask = <Work, Result>(job: Job<Work, Result>) => Known<Result>

/** A job that a show wants, and when it is to be done and was done last, as {@link Known} has it. */
export interface Wanted extends Pick<Known<unknown>, 'due' | 'since'> {
  readonly job: Job
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
    const { due, since } = known
    const other = this.#wanted.get(idOf(job))
    // Of two episodes with one recording the younger one's is looked at again sooner.
    const isLater = other?.job.input === job.input && other.due <= due
    if (!isLater) this.#wanted.set(idOf(job), { job, due, since })
    return known
  }

  /** What is known of a job that is not to be done, or not yet; what was found out stays. */
  readonly peek: Ask = (job) => {
    const id = idOf(job)
    if (!this.#wanted.has(id)) this.#wanted.set(id, { job, due: Infinity, since: 0 })
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
  return wanted.filter((each) => isDue(each, now)).map(({ job }) => job)
}

/** The same work with its hours as they are by now: what was done meanwhile is not due again at once. */
export function asOfNow(wanted: readonly Wanted[], results: Results): readonly Wanted[] {
  return wanted.map((each) => {
    if (each.due === Infinity) return each
    const { due, since } = results.of(each.job)
    return { job: each.job, due, since }
  })
}

/** When the next of them is to be done, in milliseconds since 1970; `Infinity` for never. */
export function nextDue(wanted: readonly Wanted[]): number {
  return wanted.reduce((next, { due }) => Math.min(next, due), Infinity)
}
