import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/** The processes that one has begun, and that run. */
export function childrenOf(pid: number | undefined): readonly number[] {
  const tasks = `/proc/${pid}/task`
  return readdirSync(tasks)
    .flatMap((task) => textOf(`${tasks}/${task}/children`).trim().split(' '))
    .filter(Boolean)
    .map(Number)
}

/** What the system says of a process or thread; '' if it has ended. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** The command line of a process; '' if it has ended. */
export function commandOf(pid: number): string {
  return textOf(`/proc/${pid}/cmdline`)
}

/** Whether a process runs; one that has ended and that nobody has asked for its code does not. */
export function isRunning(pid: number): boolean {
  return /^\d+ \(.*\) [^Z]/s.test(textOf(`/proc/${pid}/stat`))
}

/** Waits until something is there. */
export async function untilFound<Value>(find: () => Value | undefined): Promise<Value> {
  for (;;) {
    const found = find()
    if (found !== undefined) return found
    await wait(5)
  }
}

/** Waits until a process has ended. */
export async function untilEnded(pid: number): Promise<void> {
  await untilFound(() => (isRunning(pid) ? undefined : true))
}

/** Waits until a process that this one has begun has ended, and this one knows. */
export async function untilReaped(pid: number): Promise<void> {
  await untilFound(() => (textOf(`/proc/${pid}/stat`) === '' ? true : undefined))
}
