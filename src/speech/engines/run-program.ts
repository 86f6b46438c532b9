import { spawn } from 'node:child_process'
import { text as readText } from 'node:stream/consumers'
import { SpeechError } from './engine.ts'

/** Milliseconds after which a program is killed. */
const PATIENCE = 300_000

/**
 * Runs a program, without a shell, and waits for its end.
 *
 * @param missing The message if it is not installed.
 * @throws {SpeechError} If it cannot be run or fails.
 */
export async function runProgram(
  [program = '', ...args]: readonly string[],
  input: string,
  missing: string,
  signal: AbortSignal,
): Promise<void> {
  const child = spawn(program, args, {
    stdio: ['pipe', 'ignore', 'pipe'],
    signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
  })
  // A program that does not read its input explains why on standard error.
  child.stdin.once('error', () => undefined)
  child.stdin.end(input)
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  try {
    const [code, complaint] = await Promise.all([ended, readText(child.stderr)])
    if (code === 0) return
    const why = complaint.trim().split('\n').at(-1)?.slice(0, 200) ?? ''
    throw new SpeechError(`"${program}" ended with ${code}${why === '' ? '' : `: ${why}`}`, true)
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof SpeechError) throw cause
    const sentence = child.pid === undefined ? missing : `"${program}" does not end`
    throw new SpeechError(sentence, true, { cause })
  }
}
