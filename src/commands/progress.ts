import type { Progress } from '../jobs/runner.ts'
import type { Context } from './command.ts'

/** Milliseconds before the first line, and between two lines. */
const INTERVAL = 200
/** Lines from which the pace is estimated; not all of them, because results of earlier runs come at once. */
const PACED_BY = 25

/** Draws a line of progress that overwrites itself on a terminal; silent otherwise. */
export function createProgress(
  what: string,
  context: Context,
): (done: number, total: number) => void {
  const { draw } = context
  if (draw === null) return () => undefined
  const lines = [{ at: context.now().getTime(), done: 0 }]
  let drawn = 0
  return (done, total) => {
    const at = context.now().getTime()
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

/** Draws the progress of jobs, one kind after the other. */
export function createWorkProgress(context: Context): Progress {
  const lines = new Map<string, (done: number, total: number) => void>()
  let shown: string | null = null
  return (counted, done, total) => {
    shown ??= counted
    if (shown !== counted) return
    const line = lines.get(counted) ?? createProgress(counted, context)
    lines.set(counted, line)
    line(done, total)
    if (done === total) shown = null
  }
}
