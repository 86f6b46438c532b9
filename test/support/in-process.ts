import { onTestFinished } from 'vitest'
import { formatLines, type Lines } from '../../src/base/terminal.ts'
import type { Command, ExitCode, Given } from '../../src/commands/command.ts'

/** A command that runs inside the test, at an hour of the test's own. */
export interface Running {
  /** Everything told so far, on both streams. */
  readonly output: () => string
  readonly ended: Promise<ExitCode>
}

/** Starts a command as the command line does; it is asked to end when the test does. */
export function runAt(
  hour: string,
  { run }: Pick<Command, 'run'>,
  folder: string,
  options: Given['options'] = {},
): Running {
  const stop = new AbortController()
  const lines: string[] = []
  const write = (text: Lines): void => void lines.push(formatLines(text))
  const started = Date.now()
  const ended = run(
    { arguments: [folder], options },
    {
      print: write,
      report: write,
      draw: null,
      now: () => new Date(Date.parse(hour) + Date.now() - started),
      signal: stop.signal,
    },
  )
  onTestFinished(async () => {
    stop.abort()
    await ended.catch(() => undefined)
  })
  return { output: () => lines.join('\n'), ended }
}
