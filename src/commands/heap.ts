import { setFlagsFromString } from 'node:v8'

/**
 * Commands that make every page, hold a show for as long as they serve it, or compare recordings. To let
 * the heap grow further before it is looked through takes a third more memory, while those that only read
 * posts would lose time.
 */
const HOLDING: ReadonlySet<string | undefined> = new Set(['align', 'build', 'check', 'serve'])

/**
 * Keeps the heap of this process small while a command reads the posts. What is made of thousands of
 * them lives long: in a larger nursery it is only copied more often.
 */
export function keepHeapSmall(command: string | undefined): void {
  setFlagsFromString('--semi-space-growth-factor=1')
  if (HOLDING.has(command)) setFlagsFromString('--heap-growing-percent=30')
}

/** Milliseconds after all work was done in which the watch is set up and the show is read again. */
const AFTERMATH = 5000

/**
 * Gives responses room once the work of the start is done. What a response is made of is gone with it:
 * the more there may be of it, the more seldom memory is looked through, which would be half of the
 * work under load.
 */
export function makeRoom(): void {
  setTimeout(() => {
    setFlagsFromString('--semi-space-growth-factor=2')
    // None: as V8 sees fit.
    setFlagsFromString('--heap-growing-percent=0')
  }, AFTERMATH).unref()
}
