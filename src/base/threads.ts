import { parentPort, Worker as Thread, workerData } from 'node:worker_threads'
import {
  answer,
  type Answer,
  createWorkers,
  LimitError,
  type Limits,
  type Task,
  type Worker,
  type Workers,
} from './workers.ts'

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
export function createThreads(entry: URL, count: number, limits: Limits): Workers {
  return createWorkers(() => begin(entry, limits), count)
}

function begin(entry: URL, limits: Limits): Worker {
  const thread = new Thread(entry, {
    // What this process was started with is for its own thread.
    execArgv: [],
    workerData: entry.href,
    resourceLimits: { maxOldGenerationSizeMb: limits.megabytes, maxYoungGenerationSizeMb: 16 },
  })
  let isReady = false
  let hasEnded = false
  thread.unref()
  thread.once('exit', () => (hasEnded = true))
  // One that ends while nobody waits for it is not missed.
  thread.on('error', () => undefined)
  return {
    hasEnded: () => hasEnded,
    end: () => thread.terminate(),
    async perform(task) {
      const answered = await perform(thread, task, { limits, isReady })
      isReady = true
      return answered
    },
  }
}

/** @throws If the thread was ended, or has to be. */
async function perform(
  thread: Thread,
  { work, signal }: Task,
  { limits, isReady }: { readonly limits: Limits; readonly isReady: boolean },
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const stops: (() => void)[] = []
  const start = (): void => {
    stops.push(watchTime(thread, limits, () => reject(new LimitError('milliseconds'))))
    thread.postMessage(work, [])
  }
  const hear = (message: Answer | typeof READY): void =>
    message === READY ? start() : resolve(message)
  const fail = (cause: unknown): void =>
    reject(isOutOfMemory(cause) ? new LimitError('megabytes') : cause)
  const end = (): void => reject(new Error('the thread has ended'))
  thread.on('message', hear).once('error', fail).once('exit', end)
  thread.ref()
  const abort = (): void => reject(signal?.reason)
  signal?.addEventListener('abort', abort)
  try {
    signal?.throwIfAborted()
    if (isReady) start()
    return await promise
  } finally {
    for (const stop of stops) stop()
    signal?.removeEventListener('abort', abort)
    thread.unref()
    thread.off('message', hear).off('error', fail).off('exit', end)
  }
}

/** Calls when a thread has computed for longer than it may, from now on. @returns Ends the watch. */
function watchTime(thread: Thread, { milliseconds }: Limits, over: () => void): () => void {
  const started = performance.now()
  const before = computed(thread)
  let timer = setTimeout(look, milliseconds)

  async function look(): Promise<void> {
    const patience = performance.now() - started < milliseconds * PATIENCE
    const [from, to] = patience ? await Promise.all([before, computed(thread)]) : [0, Infinity]
    if (to - from >= milliseconds) over()
    else timer = setTimeout(look, LOOK)
  }

  return () => clearTimeout(timer)
}

/** Milliseconds for which a thread has computed; where this Node cannot tell, those that have passed. */
async function computed(thread: Thread): Promise<number> {
  if (!('cpuUsage' in thread)) return performance.now()
  const { user, system } = await thread.cpuUsage().catch(() => ({ user: 0, system: 0 }))
  return (user + system) / 1000
}

function isOutOfMemory(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY'
}
