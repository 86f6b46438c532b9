import { spawn } from 'node:child_process'
import { buffer, text } from 'node:stream/consumers'

/**
 * Runs an outside program to its end, bytes in and bytes out.
 *
 * @throws {Error} If it cannot be started or exits with anything but 0; the message is what it
 *   wrote to standard error.
 */
export async function runTool(
  command: string,
  args: readonly string[],
  input: string | Uint8Array = '',
): Promise<Buffer> {
  const child = spawn(command, args)
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  // A program that stops reading early says why on standard error, not in the broken pipe.
  child.stdin.once('error', () => undefined)
  child.stdin.end(input)
  const [code, output, complaint] = await Promise.all([
    ended,
    buffer(child.stdout),
    text(child.stderr),
  ])
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${complaint.trim()}`)
  return output
}
