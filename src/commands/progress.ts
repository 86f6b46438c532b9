import type { Surroundings } from './command.ts'

/** Milliseconds of work before anything is shown, and between two lines. */
const INTERVAL = 200

/** Draws one line of progress over itself on a terminal; says nothing when piped. */
export function createProgress(
  what: string,
  around: Surroundings,
): (done: number, total: number) => void {
  const { draw } = around
  if (draw === null) return () => undefined
  const started = around.now().getTime()
  let drawn = started
  return (done, total) => {
    const now = around.now().getTime()
    const shown = drawn > started
    if (now - drawn < INTERVAL && !(shown && done === total)) return
    drawn = now
    const left = ((now - started) / done) * (total - done)
    const estimate = done === total ? '' : `, about ${Math.ceil(left / 1000)} s left`
    draw(`\r\u001B[K${done} of ${total} ${what}${estimate}${done === total ? '\n' : ''}`)
  }
}
