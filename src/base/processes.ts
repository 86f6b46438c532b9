import { type ChildProcess, fork } from 'node:child_process'
import self, { cpuUsage, env, memoryUsage } from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { codeOf } from './fault.ts'
import {
  answer,
  type Answer,
  answerOf,
  createWorkers,
  type Crew,
  LimitError,
  type Limits,
  type Worker,
  type Workers,
} from './workers.ts'

/** A process ended in the middle of its work, without being asked to. */
export class EndedError extends Error {
  override readonly name = 'EndedError'

  /** The signal, the exit code, or why it could not be started. */
  readonly how: string

  constructor(how: string) {
    super(`its process has ended (${how})`)
    this.how = how
  }
}

/** A message of a process: an answer, that its work exceeds a limit, or that it has loaded what it needs. */
type Message = Answer | { readonly over: keyof Limits } | typeof READY

/** The first message. Limits of time are for work, and not for starting. */
const READY = { isReady: true } as const

/** Work for a process, and its limits. */
interface Order {
  readonly work: unknown
  readonly limits: Limits
}

/** Milliseconds between two checks of what a process has used. */
const LOOK = 100
/** Work is stopped after this many times its time limit, even if the machine was busy. */
const PATIENCE = 5

/** The environment variables that a process inherits; secrets are not among them. */
const VARIABLES = /^(?:PATH|HOME|TE?MP|TMPDIR|SystemRoot|LD_LIBRARY_PATH|NODE_COMPILE_CACHE)$/i

/**
 * Makes this process a worker; called by its entry module. It ends with the process that started it, however
 * that ends, but not by Ctrl+C, which a terminal sends to both.
 *
 * @param act Does a piece of work, which is what was passed to `run`.
 * @param load Loads what all work needs. If that fails, the work itself has to say so.
 */
export function answerAsProcess(
  act: (work: unknown) => unknown,
  load: () => Promise<unknown> = () => Promise.resolve(),
): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) self.on(signal, () => undefined)
  // Immediately, even in the middle of work that cannot be interrupted.
  self.on('disconnect', () => self.kill(self.pid, 'SIGKILL'))
  const loaded = load()
    .catch(ignore)
    .then(() => tell(READY))
  self.on('message', (order: Order) => void loaded.then(() => carryOut(act, order)))
}

async function carryOut(
  act: (work: unknown) => unknown,
  { work: given, limits }: Order,
): Promise<void> {
  const before = computed()
  const watch = setInterval(() => {
    if (computed() - before > limits.milliseconds) tell({ over: 'milliseconds' })
    if (memoryUsage.rss() > limits.megabytes * 1e6) tell({ over: 'megabytes' })
  }, LOOK)
  tell(await answer(act, given))
  clearInterval(watch)
}

function tell(message: Message): void {
  self.send?.(message)
}

/** Milliseconds of CPU time that all threads here have used. */
function computed(): number {
  const { user, system } = cpuUsage()
  return (user + system) / 1000
}

/**
 * Makes processes that start when there is work, and never keep the program from ending. Their memory is
 * freed when they end, and one that crashes or is killed affects no other.
 *
 * @param entry The module that a process runs, with {@link answerAsProcess}.
 */
export function createProcesses(entry: URL, crew: Crew, limits: Limits): Workers {
  return createWorkers(() => begin(entry, limits), crew)
}

function startProcess(entry: URL): ChildProcess {
  return fork(fileURLToPath(entry), {
    // Options of this process do not apply to the workers.
    execArgv: [],
    env: {
      ...Object.fromEntries(Object.entries(env).filter(([name]) => VARIABLES.test(name))),
      // With an arena for each of its threads, glibc returns hardly any memory.
      MALLOC_ARENA_MAX: '1',
    },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
}

function begin(entry: URL, limits: Limits): Worker {
  const child = startProcess(entry)
  const ended = endOf(child)
  const ready = new Promise((resolve) => child.once('message', resolve))
  let hasEnded = false
  let lost: (how: string) => void = ignore
  const note = async (): Promise<void> => {
    const how = await ended
    hasEnded = true
    lost(how)
  }
  void note()
  rest(child)
  return {
    hasEnded: () => hasEnded,
    async end() {
      child.kill('SIGKILL')
      child.ref()
      await ended
    },
    perform: ({ work, signal }) =>
      answerOf(signal, ({ resolve, reject }) => {
        const hear = (message: Message): void => {
          if ('over' in message) reject(new LimitError(message.over))
          else if (!('isReady' in message)) resolve(message)
        }
        lost = (how) => reject(new EndedError(how))
        const late = new AbortController()
        const watch = async (): Promise<void> => {
          await ready
          await waitAwake(PATIENCE * limits.milliseconds, late.signal)
          reject(new LimitError('milliseconds'))
        }
        watch().catch(ignore)
        child.on('message', hear).ref()
        child.channel?.ref()
        const order: Order = { work, limits }
        // Without descriptors, a process was not started, and has no channel.
        if (!child.connected) void ended.then(lost)
        // If it cannot be sent, the process has ended, which is reported separately.
        else child.send(order, ignore)
        return () => {
          late.abort()
          child.off('message', hear)
          lost = ignore
          rest(child)
        }
      }),
  }
}

/** How a process ends: the signal, the exit code, or why it was not started or cannot be reached any more. */
function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
    child.on('error', (cause) => resolve(codeOf(cause) || cause.message))
  })
}

/** Lets the program end while a process has no work. */
function rest(child: ChildProcess): void {
  child.unref()
  child.channel?.unref()
}

/** Waits in steps, of which one at most is lost while the program is stopped (Ctrl+Z). */
async function waitAwake(milliseconds: number, signal: AbortSignal): Promise<void> {
  for (let left = milliseconds; left > 0; left -= LOOK) {
    await delay(Math.min(left, LOOK), null, { signal, ref: false })
  }
}

function ignore(): void {
  // There is nothing to do.
}
