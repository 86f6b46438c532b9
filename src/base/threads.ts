import { Worker } from 'node:worker_threads'

/** What one piece of work may take before it is ended. */
export interface Limits {
  /** Milliseconds of computing, which a busy machine does not shorten. */
  readonly milliseconds: number
  /** Megabytes of memory of the thread. */
  readonly megabytes: number
}

/** Work was ended since it took more than it may. */
export class LimitError extends Error {
  override readonly name = 'LimitError'
  readonly limit: keyof Limits

  constructor(limit: keyof Limits) {
    super(`took more ${limit === 'milliseconds' ? 'time' : 'memory'} than it may`)
    this.limit = limit
  }
}

/** Threads that do work which must not hold up the one that asks for it. */
export interface Threads {
  /**
   * Has a thread do some work. What is given and what comes back is copied.
   *
   * @param signal Ends the work early, with the signal's reason thrown.
   * @throws {LimitError} If it took more than it may.
   */
  readonly run: (work: unknown, signal?: AbortSignal) => Promise<unknown>
}

/** What a thread answers to each piece of work, in turn. */
export type Answer = { readonly result: unknown } | { readonly fault: unknown }

interface Waiting {
  readonly work: unknown
  readonly signal: AbortSignal | undefined
  readonly resolve: (result: unknown) => void
  readonly reject: (cause: unknown) => void
}

/** Milliseconds between two looks at how long a thread has computed. */
const LOOK = 200
/** Work is ended after so many times its limit, whatever else kept the machine busy. */
const PATIENCE = 20

/**
 * Threads that are begun when there is work for them, and that never keep the program from ending.
 *
 * @param entry The module that a thread runs. It answers each message with an {@link Answer}.
 * @param count How many threads there are at most.
 */
export function createThreads(entry: URL, count: number, limits: Limits): Threads {
  const waiting: Waiting[] = []
  let free = count
  const idle: Worker[] = []

  /** Works for as long as there is work. */
  async function work(): Promise<void> {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      const worker = idle.pop() ?? begin(entry, limits)
      try {
        const answer = await perform(worker, task, limits)
        // It is free before anybody hears of it, so that who asks again gets the same thread.
        idle.push(worker)
        if ('fault' in answer) task.reject(answer.fault)
        else task.resolve(answer.result)
      } catch (cause) {
        await worker.terminate()
        task.reject(cause)
      }
    }
    free += 1
  }

  return {
    run: (given, signal) =>
      new Promise((resolve, reject) => {
        waiting.push({ work: given, signal, resolve, reject })
        if (free === 0) return
        free -= 1
        void work()
      }),
  }
}

function begin(entry: URL, { megabytes }: Limits): Worker {
  const worker = new Worker(entry, {
    // What this process was started with is for its own thread.
    execArgv: [],
    workerData: entry.href,
    resourceLimits: { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: 16 },
  })
  worker.unref()
  // One that ends while nobody waits for it is not missed.
  worker.on('error', () => undefined)
  return worker
}

/** @throws If the thread was ended, or has to be. */
async function perform(worker: Worker, { work, signal }: Waiting, limits: Limits): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const fail = (cause: unknown): void =>
    reject(isOutOfMemory(cause) ? new LimitError('megabytes') : cause)
  const end = (): void => reject(new Error('the thread has ended'))
  worker.once('message', resolve).once('error', fail).once('exit', end)
  worker.ref()
  const stop = watchTime(worker, limits, () => reject(new LimitError('milliseconds')))
  const abort = (): void => reject(signal?.reason)
  signal?.addEventListener('abort', abort)
  try {
    signal?.throwIfAborted()
    worker.postMessage(work, [])
    return await promise
  } finally {
    stop()
    signal?.removeEventListener('abort', abort)
    worker.unref()
    worker.off('message', resolve).off('error', fail).off('exit', end)
  }
}

/** Calls when a thread has computed for longer than it may, from now on. @returns Ends the watch. */
function watchTime(worker: Worker, { milliseconds }: Limits, over: () => void): () => void {
  const started = performance.now()
  const before = computed(worker)
  let timer = setTimeout(look, milliseconds)

  async function look(): Promise<void> {
    const patience = performance.now() - started < milliseconds * PATIENCE
    const [from, to] = patience ? await Promise.all([before, computed(worker)]) : [0, Infinity]
    if (to - from >= milliseconds) over()
    else timer = setTimeout(look, LOOK)
  }

  return () => clearTimeout(timer)
}

/** Milliseconds for which a thread has computed; where this Node cannot tell, those that have passed. */
async function computed(worker: Worker): Promise<number> {
  if (!('cpuUsage' in worker)) return performance.now()
  const { user, system } = await worker.cpuUsage().catch(() => ({ user: 0, system: 0 }))
  return (user + system) / 1000
}

function isOutOfMemory(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY'
}
