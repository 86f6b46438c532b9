/** Limits for one piece of work. */
export interface Limits {
  /** Milliseconds of CPU time, which a busy machine does not use up. */
  readonly milliseconds: number
  /** Megabytes of memory. */
  readonly megabytes: number
}

/** Work was stopped because it exceeded a limit. */
export class LimitError extends Error {
  override readonly name = 'LimitError'
  readonly limit: keyof Limits

  constructor(limit: keyof Limits) {
    super(`took more ${limit === 'milliseconds' ? 'time' : 'memory'} than it may`)
    this.limit = limit
  }
}

/** Threads or processes for work that must not block the calling thread. */
export interface Workers {
  /**
   * Runs some work in one of them. Input and result are copied.
   *
   * @param signal Ends the work early; its reason is thrown.
   * @throws {LimitError} If it exceeded a limit.
   */
  readonly run: (work: unknown, signal?: AbortSignal) => Promise<unknown>
  /** Ends idle workers, which hold memory; new ones are started for new work. */
  readonly rest: () => Promise<void>
}

/** The answer of a worker to a piece of work. */
export type Answer = { readonly result: unknown } | { readonly fault: unknown }

/** Does a piece of work, and catches errors. */
export async function answer(act: (work: unknown) => unknown, work: unknown): Promise<Answer> {
  try {
    return { result: await act(work) }
  } catch (fault) {
    return { fault }
  }
}

/** A piece of work, and whether its result is still wanted. */
export interface Task {
  readonly work: unknown
  readonly signal: AbortSignal | undefined
}

/** One thread or process; it never keeps the program from ending while it is idle. */
export interface Worker {
  /** @throws If it was ended, or must be ended. */
  readonly perform: (task: Task) => Promise<Answer>
  readonly end: () => Promise<unknown>
  /** Whether it has ended, for whatever reason. */
  readonly hasEnded: () => boolean
}

/** How a piece of work ends. */
interface Settling {
  readonly resolve: (answer: Answer) => void
  /** @param cause Why there is no answer. */
  readonly reject: (cause: unknown) => void
}

/**
 * Waits for the answer to a piece of work, or until its signal aborts.
 *
 * @param start Starts the work; returns what ends listening to it.
 */
export async function answerOf(
  signal: AbortSignal | undefined,
  start: (settling: Settling) => () => void,
): Promise<Answer> {
  signal?.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const abort = (): void => reject(signal?.reason)
  signal?.addEventListener('abort', abort)
  const stop = start({ resolve, reject })
  try {
    return await promise
  } finally {
    signal?.removeEventListener('abort', abort)
    stop()
  }
}

/** How many workers there are. */
export interface Crew {
  /** At the same time, when there is work. */
  readonly most: number
  /** When there is none. The others are ended, since each holds memory. */
  readonly kept: number
  /** Milliseconds without work after which they are ended. */
  readonly patience?: number
}

/** Long enough for pauses within one and the same work. */
const PATIENCE = 5000

interface Waiting extends Task {
  readonly resolve: (result: unknown) => void
  readonly reject: (cause: unknown) => void
}

/** Makes workers that are started when there is work. */
export function createWorkers(
  begin: () => Worker,
  { most, kept, patience = PATIENCE }: Crew,
): Workers {
  const waiting: Waiting[] = []
  let free = most
  let idle: Worker[] = []
  let resting: NodeJS.Timeout | null = null

  async function endAll(but: number): Promise<void> {
    await Promise.all(idle.splice(0, Math.max(0, idle.length - but)).map((worker) => worker.end()))
  }

  /** Ends workers that are not kept, once no work has ended for a while. */
  function restLater(): void {
    resting ??= setTimeout(() => void endAll(kept), patience).unref()
    resting.refresh()
  }

  /** Works until there is no more work. */
  async function work(): Promise<void> {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      idle = idle.filter((each) => !each.hasEnded())
      let worker = idle.pop()
      try {
        worker ??= begin()
        const answered = await worker.perform(task)
        // It becomes idle before the result is delivered, so that the next request gets the same worker.
        idle.push(worker)
        if ('fault' in answered) task.reject(answered.fault)
        else task.resolve(answered.result)
      } catch (cause) {
        await worker?.end()
        task.reject(cause)
      }
    }
    free += 1
    restLater()
  }

  return {
    run: (given, signal) =>
      new Promise((resolve, reject) => {
        waiting.push({ work: given, signal, resolve, reject })
        if (free === 0) return
        free -= 1
        void work()
      }),
    rest: () => endAll(0),
  }
}
