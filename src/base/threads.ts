import { parentPort, Worker, workerData } from 'node:worker_threads'

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
  /** Ends the threads that have nothing to do, for they hold memory; new ones are begun for new work. */
  readonly rest: () => Promise<void>
}

/** What a thread answers to each piece of work, in turn. */
type Answer = { readonly result: unknown } | { readonly fault: unknown }

/** What a thread says first, once its modules are loaded: from then on its time is that of its work. */
const READY = 'ready'

/**
 * Makes a module the entry of threads. The same module is imported by those who begin them; only in a
 * thread of its own it works.
 *
 * @param url Its own `import.meta.url`.
 * @param act Does a piece of work, which is as it was given to `run`.
 */
export function answerAsThread(url: string, act: (work: unknown) => unknown): void {
  if (workerData !== url) return
  parentPort?.on('message', (work: unknown) => {
    void answer(act, work).then((answered) => parentPort?.postMessage(answered, []))
  })
  parentPort?.postMessage(READY, [])
}

async function answer(act: (work: unknown) => unknown, work: unknown): Promise<Answer> {
  try {
    return { result: await act(work) }
  } catch (fault) {
    return { fault }
  }
}

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
 * @param entry The module that a thread runs, with {@link answerAsThread}.
 * @param count How many threads there are at most.
 */
export function createThreads(entry: URL, count: number, limits: Limits): Threads {
  const waiting: Waiting[] = []
  let free = count
  const idle: Worker[] = []

  /** Works for as long as there is work. */
  async function work(): Promise<void> {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      const rested = idle.pop()
      const worker = rested ?? begin(entry, limits)
      try {
        const answered = await perform(worker, task, { limits, isReady: rested !== undefined })
        // It is free before anybody hears of it, so that who asks again gets the same thread.
        idle.push(worker)
        if ('fault' in answered) task.reject(answered.fault)
        else task.resolve(answered.result)
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
    async rest() {
      await Promise.all(idle.splice(0).map((worker) => worker.terminate()))
    },
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
async function perform(
  worker: Worker,
  { work, signal }: Waiting,
  { limits, isReady }: { readonly limits: Limits; readonly isReady: boolean },
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const stops: (() => void)[] = []
  const start = (): void => {
    stops.push(watchTime(worker, limits, () => reject(new LimitError('milliseconds'))))
    worker.postMessage(work, [])
  }
  const hear = (message: Answer | typeof READY): void =>
    message === READY ? start() : resolve(message)
  const fail = (cause: unknown): void =>
    reject(isOutOfMemory(cause) ? new LimitError('megabytes') : cause)
  const end = (): void => reject(new Error('the thread has ended'))
  worker.on('message', hear).once('error', fail).once('exit', end)
  worker.ref()
  const abort = (): void => reject(signal?.reason)
  signal?.addEventListener('abort', abort)
  try {
    signal?.throwIfAborted()
    if (isReady) start()
    return await promise
  } finally {
    for (const stop of stops) stop()
    signal?.removeEventListener('abort', abort)
    worker.unref()
    worker.off('message', hear).off('error', fail).off('exit', end)
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
