import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

export interface RunOptions {
  readonly cwd: string
  /** A folder of programs that go before all others. */
  readonly path?: string
  /** What is allowed beside 0. */
  readonly codes?: readonly number[]
}

/** Settings of the npm that runs the tests, which are none of the one that is run by them. */
const OWN = /^(?:npm_|INIT_CWD$|NODE_OPTIONS$|VITEST)/i

/** Runs a program to its end. @returns What it printed. @throws {Error} If it fails, with all it said. */
export async function run(
  command: string,
  args: readonly string[],
  { cwd, path, codes = [0] }: RunOptions,
): Promise<string> {
  const { PATH = '', ...inherited } = process.env
  const others = Object.entries(inherited).filter(([name]) => !OWN.test(name))
  const child = spawn(command, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...Object.fromEntries(others), PATH: path === undefined ? PATH : `${path}:${PATH}` },
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  if (code !== null && codes.includes(code)) return stdout
  throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`)
}
