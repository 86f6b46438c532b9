import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { runLine, type Terminal } from '../../src/command-line.ts'

export const CLI = join(import.meta.dirname, '../../src/cli.ts')

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command line to its end, in this process. */
export async function sidecast(args: readonly string[]): Promise<Ended> {
  const output = { stdout: '', stderr: '' }
  const code = await runLine(args, terminal(output, new AbortController().signal))
  return { code, ...output }
}

function terminal(output: { stdout: string; stderr: string }, signal: AbortSignal): Terminal {
  return {
    out: (words) => void (output.stdout += words),
    error: (words) => void (output.stderr += words),
    colour: false,
    draw: null,
    log: 'json',
    sockets: 0,
    podpingToken: null,
    signalFor: () => signal,
  }
}

/** Runs the program to its end in a process of its own, as a user would. */
export async function sidecastProcess(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [CLI, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  })
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ])
  return { code, stdout, stderr }
}

/** A running `sidecast serve` on a port of its own. */
export interface Serving {
  /** With a final `/`. */
  readonly url: string
  /** Everything told so far. */
  readonly output: () => string
  /** Asks it to end as a service manager would, and waits for that. @returns Its exit code. */
  readonly stop: () => Promise<number | null>
}

/** Starts the server in this process; whoever started it ends it. */
export async function startServer(folder: string, ...options: readonly string[]): Promise<Serving> {
  const stop = new AbortController()
  const output = { stdout: '', stderr: '' }
  const { promise: url, resolve, reject } = Promise.withResolvers<string>()
  const told = (): string => output.stdout + output.stderr
  const at = terminal(output, stop.signal)
  const ended = runLine(serveArguments(folder, options), {
    ...at,
    out(words) {
      at.out(words)
      const page = pageIn(told())
      if (page !== null) resolve(page)
    },
  })
  void ended.then((code) => reject(new Error(`the server ended with ${code}: ${told()}`)), reject)
  return {
    url: await url,
    output: told,
    stop() {
      stop.abort()
      return ended
    },
  }
}

function serveArguments(folder: string, options: readonly string[]): readonly string[] {
  const port = options.includes('--port') ? [] : ['--port', '0']
  const log = options.includes('--log') ? [] : ['--log', 'none']
  return ['serve', folder, ...port, ...log, ...options]
}

/** In a line to read, or in JSON. */
const PAGE =
  /^(?:\s+|.*"msg":"\s*)(?:page|private, below)\s+([^\s"]+?)(?:private\/[^\s"]*)?(?=[\s"])/m

/** Where the server says that it is; null before it has said so. */
function pageIn(output: string): string | null {
  return output.includes('Ctrl+C') ? (PAGE.exec(output)?.[1] ?? null) : null
}

/** Waits until the server in a process says where it is. */
async function whenServing(child: ChildProcess): Promise<Serving> {
  let output = ''
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk
        const page = pageIn(output)
        if (page !== null) resolve(page)
      })
    }
    void ended.then((code) => reject(new Error(`the server ended with ${code}: ${output}`)))
  })
  const stop = (): Promise<number | null> => {
    child.kill('SIGTERM')
    return ended
  }
  return { url, output: () => output, stop }
}

/** Like {@link startServer}; the server is ended with the test. */
export async function serveFolder(folder: string, ...options: readonly string[]): Promise<Serving> {
  const serving = await startServer(folder, ...options)
  onTestFinished(async () => {
    await serving.stop()
  })
  return serving
}

/** A running server with a witness inside. */
export interface WitnessedServing extends Serving {
  /** Asks the witness. */
  readonly ask: () => Promise<number>
}

/** What is loaded before the program to tell how it fares. */
const WITNESSES = {
  /** Tells how many megabytes it uses when all garbage is collected. */
  memory: new URL('./memory-witness.ts', import.meta.url),
  /** Tells the milliseconds for which its main thread had no turn at most, since it was asked last. */
  turns: new URL('./turn-witness.ts', import.meta.url),
} as const

/** Like {@link serveFolder}, with a witness inside. */
export async function serveWitnessed(
  folder: string,
  witness: keyof typeof WITNESSES,
): Promise<WitnessedServing> {
  const file = fileURLToPath(WITNESSES[witness])
  const child = spawn(process.execPath, ['--import', file, CLI, ...serveArguments(folder, [])], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const serving = await whenServing(child)
  onTestFinished(async () => {
    await serving.stop()
  })
  return {
    ...serving,
    async ask() {
      child.send('how much?')
      const [answer]: unknown[] = await once(child, 'message')
      return Number(answer)
    },
  }
}

/** Asks again and again until the answer is as wanted. @throws With the last answer at the deadline. */
export async function until<T>(
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
  milliseconds = 50_000,
): Promise<T> {
  const end = performance.now() + milliseconds
  for (;;) {
    const answer = await ask()
    if (wanted(answer)) return answer
    if (performance.now() > end) {
      throw new Error(
        `not within ${milliseconds} ms; the last answer was ${String(answer).slice(0, 2000)}`,
      )
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
