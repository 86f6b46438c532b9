import { setTimeout as wait } from 'node:timers/promises'
import pLimit, { type LimitFunction } from 'p-limit'
import { openStudio } from '../artwork/studio.ts'
import { createHosts, type Hosts } from '../net/hosts.ts'
import { faultOf, isFull } from '../base/fault.ts'
import type { Workers } from '../base/workers.ts'
import { isDue, JobFailure, type Failure, type Job, type Task } from './job.ts'
import type { Store } from './store.ts'

/** Milliseconds after which a job that failed for an unknown reason is tried again. */
const AGAIN = 10 * 60_000

const NO_THREADS: Workers = {
  run: () => Promise.reject(new TypeError('expected threads for reading articles')),
  rest: async () => undefined,
}

/** Receives how many jobs of a kind are done. */
export type Progress = (counted: string, done: number, total: number) => void

export interface RunOptions {
  readonly now: () => Date
  /** Aborts the work; results so far are kept. */
  readonly signal: AbortSignal
  readonly progress: Progress
  /** The files that may be read. */
  readonly disk: Task<unknown>['disk']
  /**
   * Milliseconds after which the run returns although jobs are left, as soon as one has ended: running
   * jobs continue, and the next run joins them. By default the run waits for all jobs.
   */
  readonly batch?: number
}

type Shared = Omit<Task<unknown>, 'signal' | 'before' | 'disk'>

/** Runs jobs: a few of each kind at the same time, each job only once. */
export class Runner {
  readonly #store: Store
  /** What every job may use. */
  readonly #shared: Shared
  readonly #limits = new Map<Job['kind'], LimitFunction>()
  readonly #running = new Map<string, Promise<void>>()
  /** Settles when the next job ends. */
  #next = Promise.withResolvers<void>()

  constructor(store: Store, shared: Shared) {
    this.#store = store
    this.#shared = shared
  }

  /**
   * Runs jobs in order and puts results and failures into the store. A job that is already running is
   * waited for, and one that another run has finished is not repeated. Failures are not thrown, except
   * for that of a full disk, which affects all jobs: no other job is started.
   */
  async run(jobs: readonly Job[], options: RunOptions): Promise<void> {
    const once = new Map(jobs.map((job) => [idOf(job), job]))
    let over = false
    const firstEnd = this.#next.promise
    const all = this.#performAll([...once.values()], () => over, options)
    try {
      await (options.batch === undefined
        ? all
        : Promise.race([
            all,
            Promise.all([wait(options.batch, undefined, { ref: false }), firstEnd]),
          ]))
    } finally {
      over = true
      await this.#store.save()
    }
    options.signal.throwIfAborted()
  }

  async #performAll(
    jobs: readonly Job[],
    isOver: () => boolean,
    options: RunOptions,
  ): Promise<void> {
    const groups = [...Map.groupBy(jobs, ({ kind }) => kind)]
    const kinds = groups.map(async ([kind, group]) => {
      let done = 0
      const limit = this.#limitOf(kind)
      const each = group.map(async (job) => {
        // A running job does not take the turn of another.
        const joined = this.#running.get(idOf(job))?.then(() => true)
        const isDone = await (joined ?? limit(() => this.#performInTurn(job, isOver, options)))
        if (!isDone) return
        done += 1
        options.progress(kind.counted, done, group.length)
      })
      await Promise.all(each)
    })
    await Promise.all(kinds)
  }

  /** Runs a job when its turn comes, unless another run has finished it by then. */
  async #performInTurn(job: Job, isOver: () => boolean, options: RunOptions): Promise<boolean> {
    if (isOver() || options.signal.aborted) return false
    if (isDue(this.#store.of(job), options.now())) await this.#performOnce(job, options)
    return true
  }

  /** Runs a job, or joins it if it is already running. */
  #performOnce(job: Job, options: RunOptions): Promise<void> {
    const id = idOf(job)
    const begin = (): Promise<void> =>
      this.#perform(job, options).finally(() => this.#running.delete(id))
    const done = this.#running.get(id) ?? begin()
    this.#running.set(id, done)
    return done
  }

  async #perform(job: Job, { now, signal, disk }: RunOptions): Promise<void> {
    const store = this.#store
    const at = (): number => now().getTime()
    try {
      const before = store.of(job).result
      const result = await job.kind.run(job.work, { ...this.#shared, signal, before, disk })
      store.put(job, result, at())
    } catch (cause) {
      if (signal.aborted) return
      store.fail(job, failureOf(cause, at()), at())
      const root = rootOf(cause)
      if (isFull(root)) throw root
    } finally {
      this.#end()
    }
    await (job.kind.isDear === true ? store.save() : store.saveSometimes())
  }

  /** Notifies every run that a job has ended. */
  #end(): void {
    const { resolve } = this.#next
    this.#next = Promise.withResolvers()
    resolve()
  }

  #limitOf(kind: Job['kind']): LimitFunction {
    const limit = this.#limits.get(kind) ?? pLimit(kind.atOnce)
    this.#limits.set(kind, limit)
    return limit
  }
}

/**
 * @param studio Opens the studio for images when the first one is needed.
 * @param threads The threads that read articles.
 */
export function createRunner(
  store: Store,
  studio: typeof openStudio = openStudio,
  hosts: Hosts = createHosts(),
  threads: Workers = NO_THREADS,
): Runner {
  return new Runner(store, { studio, hosts, threads, files: store.files })
}

function idOf({ kind, key, input }: Job): string {
  return JSON.stringify([kind.name, key, input])
}

/** The original cause of a failure. */
function rootOf(cause: unknown): unknown {
  return cause instanceof JobFailure && cause.cause !== undefined ? cause.cause : cause
}

function failureOf(cause: unknown, now: number): Failure {
  const { message } = faultOf(cause)
  if (!(cause instanceof JobFailure)) return { message, code: 'failed', again: now + AGAIN }
  return { message, code: cause.code, again: cause.pause === null ? null : now + cause.pause }
}
