/** What changed: paths, or null for anything. */
export type Changes = ReadonlySet<string> | null

/** One task at a time, for changes that come at any time. */
export interface SingleFlight {
  /**
   * Runs the task for these changes. What comes while it runs is gathered for one more run; done
   * when the changes of this call have been dealt with.
   */
  readonly run: (changes: Changes) => Promise<void>
  /** Lets the task under way end, and begins no other. */
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
