/** What one piece of work may take before it is ended. */
export interface Limits {
  /** Milliseconds of computing, which a busy machine does not shorten. */
  readonly milliseconds: number
  /** Megabytes of memory. */
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

/** Threads or processes that do work which must not hold up the thread that asks for it. */
export interface Workers {
  /**
   * Has one of them do some work. What is given and what comes back is copied.
   *
   * @param signal Ends the work early, with the signal's reason thrown.
   * @throws {LimitError} If it took more than it may.
   */
  readonly run: (work: unknown, signal?: AbortSignal) => Promise<unknown>
  /** Ends those that have nothing to do, for they hold memory; new ones are begun for new work. */
  readonly rest: () => Promise<void>
}

/** What a worker answers to each piece of work, in turn. */
export type Answer = { readonly result: unknown } | { readonly fault: unknown }

/** Does a piece of work, and catches what is thrown. */
export async function answer(act: (work: unknown) => unknown, work: unknown): Promise<Answer> {
  try {
    return { result: await act(work) }
  } catch (fault) {
    return { fault }
  }
}

/** A piece of work, and whether it is still wanted. */
export interface Task {
  readonly work: unknown
  readonly signal: AbortSignal | undefined
}

/** One thread, or one process; it never keeps the program from ending while it has nothing to do. */
export interface Worker {
  /** @throws If it was ended, or has to be. */
  readonly perform: (task: Task) => Promise<Answer>
  readonly end: () => Promise<unknown>
  /** Whether it has ended, by itself or by others. */
  readonly hasEnded: () => boolean
}

interface Waiting extends Task {
  readonly resolve: (result: unknown) => void
  readonly reject: (cause: unknown) => void
}

/**
 * Workers that are begun when there is work for them.
 *
 * @param count How many there are at most.
 */
export function createWorkers(begin: () => Worker, count: number): Workers {
  const waiting: Waiting[] = []
  let free = count
  let idle: Worker[] = []

  /** Works for as long as there is work. */
  async function work(): Promise<void> {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      idle = idle.filter((each) => !each.hasEnded())
      const worker = idle.pop() ?? begin()
      try {
        const answered = await worker.perform(task)
        // It is free before anybody hears of it, so that who asks again gets the same one.
        idle.push(worker)
        if ('fault' in answered) task.reject(answered.fault)
        else task.resolve(answered.result)
      } catch (cause) {
        await worker.end()
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
      await Promise.all(idle.splice(0).map((worker) => worker.end()))
    },
  }
}
