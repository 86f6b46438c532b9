import { fork } from 'node:child_process'
import self, { cpuUsage, env, memoryUsage } from 'node:process'
import { fileURLToPath } from 'node:url'
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

/** A process has ended in the middle of its work, and not because somebody wanted it. */
export class EndedError extends Error {
  override readonly name = 'EndedError'

  /** The signal, the exit code, or why it was not begun. */
  readonly how: string

  constructor(how: string) {
    super(`its process has ended (${how})`)
    this.how = how
  }
}

/** What a process says: an answer, or that its work takes more than it may. */
type Message = Answer | { readonly over: keyof Limits }

/** What a process is given: work, and what it may take. */
interface Order {
  readonly work: unknown
  readonly limits: Limits
}

/** Milliseconds between two looks of a process at what it has taken. */
const LOOK = 100
/** Work is ended after so many times its limit, whatever else kept the machine busy. */
const PATIENCE = 5

/** The variables of the environment that a process gets: secrets are none of its business. */
const VARIABLES = /^(?:PATH|HOME|TE?MP|TMPDIR|SystemRoot|LD_LIBRARY_PATH|NODE_COMPILE_CACHE)$/i

/**
 * Makes this process a worker, in the module that is its entry. It ends with the process that began it,
 * however that ends, and not by Ctrl+C, which a terminal sends to both.
 *
 * @param act Does a piece of work, which is as it was given to `run`.
 */
export function answerAsProcess(act: (work: unknown) => unknown): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) self.on(signal, () => undefined)
  // At once, even in the middle of work that no thread can be called back from.
  self.on('disconnect', () => self.kill(self.pid, 'SIGKILL'))
  self.on('message', ({ work, limits }: Order) => {
    const before = computed()
    const watch = setInterval(() => {
      if (computed() - before > limits.milliseconds) tell({ over: 'milliseconds' })
      if (memoryUsage.rss() > limits.megabytes * 1e6) tell({ over: 'megabytes' })
    }, LOOK)
    void answer(act, work)
      .then(tell)
      .finally(() => clearInterval(watch))
  })
}

function tell(message: Message): void {
  self.send?.(message)
}

/** Milliseconds for which all threads of this process have computed. */
function computed(): number {
  const { user, system } = cpuUsage()
  return (user + system) / 1000
}

/**
 * Processes that are begun when there is work for them, and that never keep the program from ending. What
 * they take of memory is gone with them, and one that is killed or crashes takes nobody with it.
 *
 * @param entry The module that a process runs, with {@link answerAsProcess}.
 * @param count How many processes there are at most.
 */
export function createProcesses(entry: URL, count: number, limits: Limits): Workers {
  return createWorkers(() => begin(entry, limits), count)
}

function begin(entry: URL, limits: Limits): Worker {
  const child = fork(fileURLToPath(entry), {
    // What this process was started with is for itself.
    execArgv: [],
    env: {
      ...Object.fromEntries(Object.entries(env).filter(([name]) => VARIABLES.test(name))),
      // With an arena for each of its threads, glibc gives hardly any memory back.
      MALLOC_ARENA_MAX: '1',
    },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
    // It was not begun, or cannot be reached any more.
    child.on('error', (cause) => resolve(cause.message))
  })
  let hasEnded = false
  let lost: (how: string) => void = ignore
  const note = async (): Promise<void> => {
    const how = await ended
    hasEnded = true
    lost(how)
  }
  void note()
  const rest = (): void => {
    child.unref()
    child.channel?.unref()
  }
  rest()
  return {
    hasEnded: () => hasEnded,
    async end() {
      child.kill('SIGKILL')
      child.ref()
      await ended
    },
    async perform({ work, signal }: Task) {
      const { promise, resolve, reject } = Promise.withResolvers<Answer>()
      const hear = (message: Message): void =>
        'over' in message ? reject(new LimitError(message.over)) : resolve(message)
      lost = (how) => reject(new EndedError(how))
      const late = setTimeout(
        () => reject(new LimitError('milliseconds')),
        PATIENCE * limits.milliseconds,
      )
      const abort = (): void => reject(signal?.reason)
      signal?.addEventListener('abort', abort)
      child.on('message', hear).ref()
      child.channel?.ref()
      try {
        signal?.throwIfAborted()
        if (hasEnded) throw new EndedError(await ended)
        const order: Order = { work, limits }
        // Where it cannot be sent, the process has ended, and says so itself.
        child.send(order, ignore)
        return await promise
      } finally {
        clearTimeout(late)
        signal?.removeEventListener('abort', abort)
        child.off('message', hear)
        lost = ignore
        rest()
      }
    },
  }
}

function ignore(): void {
  // There is nothing to do.
}
