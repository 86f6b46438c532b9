import { isDue, type Job, type Known, type Results } from './job.ts'

/** Requests the result of a job. A job without a current result is listed as work. */
export type Ask = <Work, Result>(job: Job<Work, Result>) => Known<Result>

/** A job that a show wants, with its times, see {@link Known}. */
export interface Wanted extends Pick<Known<unknown>, 'due' | 'since'> {
  readonly job: Job
}

/** Collects the jobs that are requested while a show is composed. */
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
    // If two episodes have the same recording, the earlier time counts.
    const isLater = other?.job.input === job.input && other.due <= due
    if (!isLater) this.#wanted.set(idOf(job), { job, due, since })
    return known
  }

  /** What is known of a job that is not to be done, or not yet; its result is kept. */
  readonly peek: Ask = (job) => {
    const id = idOf(job)
    if (!this.#wanted.has(id)) this.#wanted.set(id, { job, due: Infinity, since: 0 })
    return this.#results.of(job)
  }

  /** In the order of the calls. */
  get wanted(): readonly Wanted[] {
    return [...this.#wanted.values()]
  }
}

function idOf({ kind, key }: Job): string {
  return `${kind.name} ${key}`
}

/** The jobs that are due. */
export function dueNow(wanted: readonly Wanted[], now: Date): readonly Job[] {
  return wanted.filter((each) => isDue(each, now)).map(({ job }) => job)
}

/** The same jobs with current times: a job that was done meanwhile is not due again at once. */
export function asOfNow(wanted: readonly Wanted[], results: Results): readonly Wanted[] {
  return wanted.map((each) => {
    if (each.due === Infinity) return each
    const { due, since } = results.of(each.job)
    return { job: each.job, due, since }
  })
}

/** When the next job is due, in milliseconds since 1970; `Infinity` for never. */
export function nextDue(wanted: readonly Wanted[]): number {
  return wanted.reduce((next, { due }) => Math.min(next, due), Infinity)
}
