import { threadCpuUsage } from 'node:process'
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

/** A message of a thread. */
interface Message {
  /** Null in the first message, once its modules are loaded: from then on its time counts as work. */
  readonly answered: Answer | null
  /** Milliseconds of CPU time that the thread has used by now. */
  readonly used: number
}

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
    void answer(act, work).then(tell)
  })
  tell(null)
}

function tell(answered: Answer | null): void {
  const message: Message = { answered, used: millisecondsOf(threadCpuUsage()) }
  parentPort?.postMessage(message, [])
}

function millisecondsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000
}

/** Milliseconds between two checks of the CPU time of a thread. */
const LOOK = 200
/** The most megabytes for what a thread has just made. */
const YOUNG_MEGABYTES = 16
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
    resourceLimits: {
      maxOldGenerationSizeMb: limits.megabytes,
      maxYoungGenerationSizeMb: YOUNG_MEGABYTES,
    },
  })
  const usage: Usage = { used: null }
  let hasEnded = false
  thread.unref()
  thread.once('exit', () => (hasEnded = true))
  // A thread that ends while it has no work is simply replaced.
  thread.on('error', () => undefined)
  return {
    hasEnded: () => hasEnded,
    end: () => thread.terminate(),
    perform: (task) => perform(thread, task, { limits, usage }),
  }
}

/** What the thread had used when it last said so; null until it is ready. */
interface Usage {
  used: number | null
}

/** @throws If the thread was ended, or has to be. */
function perform(
  thread: Thread,
  { work, signal }: Task,
  { limits, usage }: { readonly limits: Limits; readonly usage: Usage },
): Promise<Answer> {
  return answerOf(signal, ({ resolve, reject }) => {
    const stops: (() => void)[] = []
    const start = (before: number): void => {
      stops.push(watchTime(thread, before, limits, () => reject(new LimitError('milliseconds'))))
      thread.postMessage(work, [])
    }
    const hear = ({ answered, used }: Message): void => {
      usage.used = used
      if (answered === null) start(used)
      else resolve(answered)
    }
    const fail = (cause: unknown): void =>
      reject(isOutOfMemory(cause) ? new LimitError('megabytes') : cause)
    const end = (): void => reject(new Error('the thread has ended'))
    thread.on('message', hear).once('error', fail).once('exit', end)
    thread.ref()
    if (usage.used !== null) start(usage.used)
    return () => {
      for (const stop of stops) stop()
      thread.unref()
      thread.off('message', hear).off('error', fail).off('exit', end)
    }
  })
}

/**
 * Calls `over` when a thread has used more CPU time than its limit.
 *
 * @param before What it has used before its work.
 * @returns Ends the watch.
 */
function watchTime(
  thread: Thread,
  before: number,
  { milliseconds }: Limits,
  over: () => void,
): () => void {
  let timer = setTimeout(look, milliseconds)
  // Looks, not time: a program that was stopped for a while (Ctrl+Z) is not late.
  let looks = 0

  async function look(): Promise<void> {
    looks += 1
    const patience = looks * LOOK < milliseconds * PATIENCE
    const spent = patience ? (await usedBy(thread)) - before : Infinity
    if (spent >= milliseconds) over()
    else timer = setTimeout(look, LOOK)
  }

  return () => clearTimeout(timer)
}

/** Milliseconds of CPU time that a thread has used; none if it has ended. */
async function usedBy(thread: Thread): Promise<number> {
  return thread.cpuUsage().then(millisecondsOf, () => 0)
}

function isOutOfMemory(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY'
}
