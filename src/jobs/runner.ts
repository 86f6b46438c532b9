import { setTimeout as wait } from 'node:timers/promises'
import pLimit, { type LimitFunction } from 'p-limit'
import type { Hosts } from '../net/hosts.ts'
import { faultOf } from '../base/fault.ts'
import { isFull } from '../base/file-errors.ts'
import { JobFailure, type Failure, type Job, type Task } from './job.ts'
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
   * Does jobs in their order and puts what becomes of them into the store. Failures are kept there,
   * not thrown, but for that of a full disk, which concerns all of them.
   */
  readonly run: (jobs: readonly Job[], options: RunOptions) => Promise<void>
}

export function createRunner(store: Store, hosts: Hosts): Runner {
  const limits = new Map<Job['kind'], LimitFunction>()
  const running = new Map<string, Promise<void>>()
  let ended = Promise.withResolvers<void>()

  function limitOf(kind: Job['kind']): LimitFunction {
    const limit = limits.get(kind) ?? pLimit(kind.atOnce)
    limits.set(kind, limit)
    return limit
  }

  async function perform(job: Job, { now, signal, disk }: RunOptions): Promise<void> {
    const at = (): number => now().getTime()
    try {
      const { files } = store
      const before = store.of(job).result
      const result = await job.kind.run(job.work, { signal, before, hosts, disk, files })
      store.put(job, result, at())
    } catch (cause) {
      if (signal.aborted) return
      store.fail(job, failureOf(cause, at()), at())
      const root = rootOf(cause)
      if (isFull(root)) throw root
    } finally {
      ended.resolve()
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

  async function performAll(
    jobs: readonly Job[],
    isOver: () => boolean,
    options: RunOptions,
  ): Promise<void> {
    const groups = [...Map.groupBy(jobs, ({ kind }) => kind)]
    const kinds = groups.map(async ([kind, group]) => {
      let done = 0
      await limitOf(kind).map(group, async (job) => {
        if (isOver() || options.signal.aborted) return
        await performOnce(job, options)
        done += 1
        options.progress(kind.counted, done, group.length)
      })
    })
    await Promise.all(kinds)
  }

  return {
    async run(jobs, options) {
      const once = new Map(jobs.map((job) => [idOf(job), job]))
      let over = false
      ended = Promise.withResolvers()
      const all = performAll([...once.values()], () => over, options)
      await (options.batch === undefined
        ? all
        : Promise.race([
            all,
            wait(options.batch, undefined, { ref: false }).then(() => ended.promise),
          ]))
      over = true
      await store.save()
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
