import { setTimeout as wait } from 'node:timers/promises'
import { faultOf, whyUnwritable } from '../base/fault.ts'
import type { Job } from '../jobs/job.ts'
import { dueNow, nextDue } from '../jobs/worklist.ts'
import type { Composition } from '../show/compose-show.ts'
import type { OpenShow } from '../show/open-show.ts'
import type { KeptNotes } from '../site/kept-notes.ts'
import type { Live } from '../site/live.ts'
import type { Context } from './command.ts'
import { makeRoom } from './heap.ts'
import { createWorkProgress } from './progress.ts'

/** Milliseconds after which finished work is published while more is being done, at least. */
export const BATCH = 1000
/** So many times what it took to publish: with thousands of posts most time is left for the work itself. */
const SHARE = 10
/** Milliseconds between two looks for work to do, at most. */
const LOOK = 15_000

/** What may be wrong beside the show, as `/healthz` says it. */
export type Fault = 'new guids cannot be written to the ledger' | 'background work stopped'

/** Adds a fault, or removes it when all is well again. */
export function note(faults: Set<Fault>, fault: Fault, isWrong: boolean): void {
  if (isWrong) faults.add(fault)
  else faults.delete(fault)
}

/** A live show, as its work is done. */
export interface Worked {
  readonly live: Live
  /** The latest one. */
  readonly composition: () => Composition
  readonly faults: Set<Fault>
  readonly notes: KeptNotes
  /** Rings when there may be work to do. */
  readonly bell: Bell
}

/** Does the work of the live show until the signal aborts, and publishes the results. */
export async function followWork(
  opened: OpenShow,
  { live, composition, faults, notes, bell }: Worked,
  context: Context,
): Promise<void> {
  const { now, signal } = context
  const progress = createWorkProgress(context)
  let reported: string | null = null
  let isFirst = true
  let batch = BATCH
  /** @returns Whether it succeeded. */
  async function doWork(jobs: readonly Job[]): Promise<boolean> {
    try {
      await opened.run(jobs, { now, signal, progress, batch })
      reported = null
      note(faults, 'background work stopped', false)
      return true
    } catch (cause) {
      const fault = faultOfWork(cause)
      if (!signal.aborted && fault !== reported) context.report(fault)
      reported = fault
      note(faults, 'background work stopped', !signal.aborted)
      return false
    }
  }
  while (!signal.aborted) {
    if (opened.hasNews()) {
      const began = performance.now()
      await live.refresh(new Set())
      batch = Math.max(BATCH, SHARE * (performance.now() - began))
    }
    const isStuck = opened.hasNews()
    const work = opened.work()
    const jobs = dueNow(work, now())
    if (jobs.length > 0 && !isStuck) {
      // A full disk stays full for a while.
      if (!(await doWork(jobs))) await wait(LOOK, undefined, { signal }).catch(() => undefined)
    } else {
      // Artwork of missing episodes is kept while the last good show stays live.
      if (jobs.length === 0 && composition().show === live.current.show) {
        await opened.prune(composition())
      }
      await opened.hold()
      await notes.keep(live.current.show)
      if (isFirst) makeRoom()
      isFirst = false
      const pause = isStuck ? LOOK : Math.min(LOOK, nextDue(work) - now().getTime())
      await bell.heard(pause, signal)
    }
  }
}

/** Why work stopped, e.g. because of a full disk; the show is served all the same. */
export function faultOfWork(cause: unknown): string {
  return `! background work stopped: ${whyUnwritable(cause) ?? faultOf(cause).message}`
}

/** Wakes a loop that waits for an event. */
interface Bell {
  readonly ring: () => void
  /** Resolves when it has rung since the last call, or after `patience` milliseconds. */
  readonly heard: (patience: number, signal: AbortSignal) => Promise<void>
}

export function createBell(): Bell {
  let rung = Promise.withResolvers<void>()
  return {
    ring: () => rung.resolve(),
    async heard(patience, signal) {
      await Promise.race([
        rung.promise,
        wait(patience, undefined, { signal }).catch(() => undefined),
      ])
      rung = Promise.withResolvers()
    },
  }
}
