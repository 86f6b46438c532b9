import type { Progress } from '../jobs/runner.ts'
import type { Surroundings } from './command.ts'

/** Milliseconds of work before anything is shown, and between two lines. */
const INTERVAL = 200
/** Lines by which the pace is reckoned, not by all: what is known from before goes by at once. */
const PACED_BY = 25

/** Draws one line of progress over itself on a terminal; says nothing when piped. */
export function createProgress(
  what: string,
  around: Surroundings,
): (done: number, total: number) => void {
  const { draw } = around
  if (draw === null) return () => undefined
  const lines = [{ at: around.now().getTime(), done: 0 }]
  let drawn = 0
  return (done, total) => {
    const at = around.now().getTime()
    const isLast = done === total && drawn > 0
    if (at - (lines.at(-1)?.at ?? 0) < INTERVAL && !isLast) return
    const [from = { at, done: 0 }] = lines
    const left = ((at - from.at) / (done - from.done)) * (total - done)
    if (lines.push({ at, done }) > PACED_BY) lines.shift()
    drawn += 1
    const estimate = done === total ? '' : `, about ${Math.ceil(left / 1000)} s left`
    draw(`\r\u001B[K${done} of ${total} ${what}${estimate}${done === total ? '\n' : ''}`)
  }
}

/** Draws the progress of slow work: of one kind at a time, the next one when that is done. */
export function createWorkProgress(around: Surroundings): Progress {
  const lines = new Map<string, (done: number, total: number) => void>()
  let shown: string | null = null
  return (counted, done, total) => {
    shown ??= counted
    if (shown !== counted) return
    const line = lines.get(counted) ?? createProgress(counted, around)
    lines.set(counted, line)
    line(done, total)
    if (done === total) shown = null
  }
}
