/** The paths that changed; null if unknown. */
export type Changes = ReadonlySet<string> | null

/** Runs a task for changes, never more than once at a time. */
export interface SingleFlight {
  /**
   * Runs the task for these changes. Changes that come while it runs are collected for one more run.
   * Resolves when the changes of this call have been handled.
   */
  readonly run: (changes: Changes) => Promise<void>
  /** Waits for the running task, and starts no other. */
  readonly stop: () => Promise<void>
}

/** @param task Must not reject. */
export function createSingleFlight(task: (changes: Changes) => Promise<void>): SingleFlight {
  let waiting: { readonly changes: Changes } | null = null
  let running: Promise<void> | null = null
  let stopped = false

  async function fly(): Promise<void> {
    for (let next = waiting; next !== null; next = stopped ? null : waiting) {
      waiting = null
      await task(next.changes)
    }
    running = null
  }

  return {
    async run(changes) {
      if (stopped) return
      waiting = { changes: waiting === null ? changes : merge(waiting.changes, changes) }
      running ??= fly()
      await running
    },
    async stop() {
      stopped = true
      await running
    },
  }
}

function merge(a: Changes, b: Changes): Changes {
  return a === null || b === null ? null : a.union(b)
}
