import { parentPort, Worker as Thread, workerData } from 'node:worker_threads'
import {
  answer,
  type Answer,
  answerOf,
  createWorkers,
  type Crew,
  LimitError,
  type Limits,
  type Task,
  type Worker,
  type Workers,
} from './workers.ts'

/** The first message of a thread, once its modules are loaded: from then on its time counts as work. */
const READY = 'ready'

/**
 * Makes a module the entry of threads. The modules that start the threads import it as well; it works only
 * inside a thread.
 *
 * @param url Its own `import.meta.url`.
 * @param act Does a piece of work, which is what was passed to `run`.
 */
export function answerAsThread(url: string, act: (work: unknown) => unknown): void {
  if (workerData !== url) return
  parentPort?.on('message', (work: unknown) => {
    void answer(act, work).then((answered) => parentPort?.postMessage(answered, []))
  })
  parentPort?.postMessage(READY, [])
}

/** Milliseconds between two checks of the CPU time of a thread. */
const LOOK = 200
/** Work is stopped after this many times its time limit, even if the machine was busy. */
const PATIENCE = 20

/**
 * Makes threads that start when there is work, and never keep the program from ending.
 *
 * @param entry The module that a thread runs, with {@link answerAsThread}.
 */
export function createThreads(entry: URL, crew: Crew, limits: Limits): Workers {
  return createWorkers(() => begin(entry, limits), crew)
}

function begin(entry: URL, limits: Limits): Worker {
  const thread = new Thread(entry, {
    // Options of this process do not apply to the threads.
    execArgv: [],
    workerData: entry.href,
    resourceLimits: { maxOldGenerationSizeMb: limits.megabytes, maxYoungGenerationSizeMb: 16 },
  })
  let isReady = false
  let hasEnded = false
  thread.unref()
  thread.once('exit', () => (hasEnded = true))
  // A thread that ends while it has no work is simply replaced.
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
function perform(
  thread: Thread,
  { work, signal }: Task,
  { limits, isReady }: { readonly limits: Limits; readonly isReady: boolean },
): Promise<Answer> {
  return answerOf(signal, ({ resolve, reject }) => {
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
    if (isReady) start()
    return () => {
      for (const stop of stops) stop()
      thread.unref()
      thread.off('message', hear).off('error', fail).off('exit', end)
    }
  })
}

/**
 * Calls `over` when a thread has used more CPU time than its limit, counted from now.
 *
 * @returns Ends the watch.
 */
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

/**
 * Milliseconds of CPU time of a thread; if this version of Node cannot report it, the time that has passed.
 */
async function computed(thread: Thread): Promise<number> {
  if (!('cpuUsage' in thread)) return performance.now()
  const { user, system } = await thread.cpuUsage().catch(() => ({ user: 0, system: 0 }))
  return (user + system) / 1000
}

function isOutOfMemory(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY'
}
