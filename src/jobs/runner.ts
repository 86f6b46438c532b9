import { setTimeout as wait } from 'node:timers/promises'
import pLimit, { type LimitFunction } from 'p-limit'
import { openStudio } from '../artwork/studio.ts'
import { createHosts, type Hosts } from '../net/hosts.ts'
import { faultOf } from '../base/fault.ts'
import { isFull } from '../base/file-errors.ts'
import { isDue, JobFailure, type Failure, type Job, type Task } from './job.ts'
import type { Store } from './store.ts'

/** Milliseconds after which a job is tried again that failed for a reason that it does not know. */
const AGAIN = 10 * 60_000

/** Told how many of the jobs of one kind are done. */
export type Progress = (counted: string, done: number, total: number) => void

export interface RunOptions {
  readonly now: () => Date
  /** Ends the work early; what was done until then is kept. */
  readonly signal: AbortSignal
  readonly progress: Progress
  /** The files that may be read. */
  readonly disk: Task<unknown>['disk']
  /**
   * Milliseconds after which the run comes back although jobs are left, as soon as one has ended:
   * those being done go on, and the next run joins them. Waits for all when left out.
   */
  readonly batch?: number
}

/** Does slow work: a few jobs of each kind at the same time, each job only once. */
export interface Runner {
  /**
   * Does jobs in their order and puts what becomes of them into the store. One that is being done
   * already is waited for, and one that another run has done meanwhile is done. Failures are kept
   * there, not thrown, but for that of a full disk, which concerns all of them: nothing more is begun.
   */
  readonly run: (jobs: readonly Job[], options: RunOptions) => Promise<void>
}

/** @param studio Gives what works on pictures, when the first one is to be made. */
export function createRunner(
  store: Store,
  studio: typeof openStudio = openStudio,
  hosts: Hosts = createHosts(),
): Runner {
  const limits = new Map<Job['kind'], LimitFunction>()
  const running = new Map<string, Promise<void>>()
  let next = Promise.withResolvers<void>()

  function limitOf(kind: Job['kind']): LimitFunction {
    const limit = limits.get(kind) ?? pLimit(kind.atOnce)
    limits.set(kind, limit)
    return limit
  }

  /** Tells every run that a job has ended. */
  function end(): void {
    const { resolve } = next
    next = Promise.withResolvers()
    resolve()
  }

  async function perform(job: Job, { now, signal, disk }: RunOptions): Promise<void> {
    const at = (): number => now().getTime()
    try {
      const { files } = store
      const before = store.of(job).result
      const result = await job.kind.run(job.work, { signal, before, hosts, disk, studio, files })
      store.put(job, result, at())
    } catch (cause) {
      if (signal.aborted) return
      store.fail(job, failureOf(cause, at()), at())
      const root = rootOf(cause)
      if (isFull(root)) throw root
    } finally {
      end()
    }
    await store.saveSometimes()
  }

  /** Joins a job that is being done already. */
  function performOnce(job: Job, options: RunOptions): Promise<void> {
    const id = idOf(job)
    const done = running.get(id) ?? perform(job, options).finally(() => running.delete(id))
    running.set(id, done)
    return done
  }

  /** When its turn comes; one that another run has done by then is left as it is. */
  async function performInTurn(
    job: Job,
    isOver: () => boolean,
    options: RunOptions,
  ): Promise<boolean> {
    if (isOver() || options.signal.aborted) return false
    if (isDue(store.of(job), options.now())) await performOnce(job, options)
    return true
  }

  async function performAll(
    jobs: readonly Job[],
    isOver: () => boolean,
    options: RunOptions,
  ): Promise<void> {
    const groups = [...Map.groupBy(jobs, ({ kind }) => kind)]
    const kinds = groups.map(async ([kind, group]) => {
      let done = 0
      const limit = limitOf(kind)
      const each = group.map(async (job) => {
        // One that is being done takes no turn from another.
        const joined = running.get(idOf(job))?.then(() => true)
        const isDone = await (joined ?? limit(() => performInTurn(job, isOver, options)))
        if (!isDone) return
        done += 1
        options.progress(kind.counted, done, group.length)
      })
      await Promise.all(each)
    })
    await Promise.all(kinds)
  }

  return {
    async run(jobs, options) {
      const once = new Map(jobs.map((job) => [idOf(job), job]))
      let over = false
      const firstEnd = next.promise
      const all = performAll([...once.values()], () => over, options)
      try {
        await (options.batch === undefined
          ? all
          : Promise.race([
              all,
              Promise.all([wait(options.batch, undefined, { ref: false }), firstEnd]),
            ]))
      } finally {
        over = true
        await store.save()
      }
      options.signal.throwIfAborted()
    },
  }
}

function idOf({ kind, key, input }: Job): string {
  return JSON.stringify([kind.name, key, input])
}

/** What a failure came from in the first place. */
function rootOf(cause: unknown): unknown {
  return cause instanceof JobFailure && cause.cause !== undefined ? cause.cause : cause
}

function failureOf(cause: unknown, now: number): Failure {
  const { message } = faultOf(cause)
  if (!(cause instanceof JobFailure)) return { message, code: 'failed', again: now + AGAIN }
  return { message, code: cause.code, again: cause.pause === null ? null : now + cause.pause }
}
