import { setTimeout as wait } from 'node:timers/promises'
import { WORK } from '../jobs/kinds.ts'
import { dueNow } from '../jobs/worklist.ts'
import { isWithheld } from '../show/ledger/went-out.ts'
import type { OpenShow, ReadShow } from '../show/open-show.ts'
import { BATCH, faultOfWork } from './background-work.ts'
import type { Context } from './command.ts'
import { readWhole } from './open-folder.ts'
import { createWorkProgress } from './progress.ts'

/** Milliseconds without a change after which a recording is taken as complete while serving. */
export const SETTLE = 2000
/** Jobs for which the start waits; more of them would take longer than it waits. */
const FEW = 50
/** Milliseconds for which the start waits for artwork; what is made later is added when it is done. */
const ARTWORK_PATIENCE = 5000

/** Measures recordings on other hosts first where episodes are missing, since that may be the reason. */
export async function readToBegin(opened: OpenShow, context: Context): Promise<ReadShow> {
  const read = await readFirst(opened, context)
  return isWithheld(read.problems) ? readWhole(opened, WORK.recordings, context) : read
}

/** Reads the show for the first time, and waits up to `ARTWORK_PATIENCE` for artwork. */
async function readFirst(opened: OpenShow, context: Context): Promise<ReadShow> {
  const { now, signal } = context
  let read = await readWhole(opened, WORK.here, context)
  const progress = createWorkProgress(context)
  const late = wait(ARTWORK_PATIENCE, true, { ref: false, signal }).catch(() => true)
  for (let isLate = false; !isLate;) {
    const jobs = read.composition === null ? [] : dueNow(opened.work(), now())
    if (jobs.length === 0 || jobs.length > FEW) break
    const done = opened.run(jobs, { now, signal, progress, batch: BATCH }).then(
      () => false,
      (cause: unknown) => {
        if (!signal.aborted) context.report(faultOfWork(cause))
        return true
      },
    )
    isLate = await Promise.race([done, late])
    if (opened.hasNews())
      read = await opened.read({ now: now(), settle: SETTLE, changed: new Set() })
  }
  return read
}
