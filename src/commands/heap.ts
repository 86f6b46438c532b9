import { PerformanceObserver } from 'node:perf_hooks'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/**
 * By how many percent the heap grows before it is looked through: little where every page is made, a show
 * is held for as long as it is served, or recordings are compared, which V8's own measure would give a third
 * more memory; more while the show of a server is read, for which its readers wait.
 */
const GROWTH: Partial<Record<string, number>> = { align: 30, build: 30, check: 30, serve: 60 }
/**
 * Megabytes in which threads make what they drop at once, where they make everything of every article: in a
 * small space, most of that would be copied again and again. A server would only keep the memory.
 */
const OF_THREADS: Partial<Record<string, number>> = { build: 4, publish: 4 }
/** Once the show is live. */
const SERVING = 30

/**
 * Keeps the heap of this process small while a command reads the posts. What is made of thousands of
 * them lives long: in a larger nursery it is only copied more often.
 */
export function keepHeapSmall(command: string | undefined): void {
  setFlagsFromString('--semi-space-growth-factor=1')
  const growth = GROWTH[command ?? '']
  if (growth !== undefined) growBy(growth)
  // Applies to the heaps that are made from now on, which are those of threads.
  const megabytes = OF_THREADS[command ?? '']
  if (megabytes !== undefined) setFlagsFromString(`--min-semi-space-size=${megabytes}`)
}

/** Keeps the heap smaller still, now that nobody waits for the show. */
export function keepServing(): void {
  growBy(SERVING)
}

function growBy(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`)
}

/** Milliseconds after all work was done in which the watch is set up and the show is read again. */
const AFTERMATH = 5000
/** Bytes of the nursery that responses need: in less than this, memory is looked through half of the time. */
const NURSERY = 2 * 2 ** 20

/**
 * Gives responses room once the work of the start is done. What a response is made of is gone with it: the
 * larger the nursery, the less of that is copied. V8 would let it grow to 128 MB as soon as a show is
 * published often, for which nothing is won.
 */
export function makeRoom(): void {
  setTimeout(() => {
    setFlagsFromString('--semi-space-growth-factor=2')
    const watch = new PerformanceObserver(() => {
      if (nursery() < NURSERY) return
      setFlagsFromString('--semi-space-growth-factor=1')
      watch.disconnect()
    })
    watch.observe({ entryTypes: ['gc'] })
  }, AFTERMATH).unref()
}

/** Bytes that fit into the nursery before it is looked through. */
function nursery(): number {
  const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')
  return space === undefined ? Infinity : space.space_used_size + space.space_available_size
}
