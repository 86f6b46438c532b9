import type { Lines } from '../base/terminal.ts'

/** What the process gives to a command; tests pass their own. */
export interface Context {
  /** Writes lines to standard output. */
  readonly print: (lines: Lines) => void
  /** Writes lines to standard error, for problems and advice. */
  readonly report: (lines: Lines) => void
  /** Writes raw text to standard error, for progress; null when it is not a terminal. */
  readonly draw: ((text: string) => void) | null
  readonly now: () => Date
  /** The form of the log of a service, unless an option overrides it; undefined for no log. */
  readonly log?: 'text' | 'json'
  /** Opens standard input. */
  readonly input?: () => AsyncIterable<Uint8Array>
  /** The environment, for keys of services; nothing of it is ever printed. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** How many listening sockets a service manager has passed to this program. */
  readonly sockets?: number
  /** The token by which a podping front-end identifies the sender. */
  readonly podpingToken?: string | null
  /** Aborts when the process is asked to end. */
  readonly signal: AbortSignal
}

/** How to run the program, for command lines in messages: from a clone (`.ts`) or the package. */
export const CALL = import.meta.filename.endsWith('.ts') ? 'npm run -s sidecast --' : 'npx sidecast'

/** 0 done, 1 the content has errors, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2

/** A wrong command line; the message is shown as it is. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** A positional argument: `<name>` is required, `[name]` optional, `...` repeats. */
export interface Argument {
  readonly name: string
  readonly help: string
  readonly fallback?: string
}

/** An option; its environment variable is `SIDECAST_` and its long name. */
export interface Option {
  /** As commander reads it, e.g. `--port <number>` or `--json`. */
  readonly flags: string
  readonly help: string
  readonly fallback?: string
}

/** One command of the program; `cli.ts` makes the parser and the help from these. */
export interface Command {
  readonly name: string
  readonly summary: string
  readonly arguments: readonly Argument[]
  readonly options: readonly Option[]
  /** Command lines, shown after the help. */
  readonly examples: readonly string[]
  /** Whether it runs until the signal aborts, and then exits cleanly. */
  readonly endless?: boolean
  readonly run: (given: Given, context: Context) => Promise<ExitCode>
}

/** The arguments and options of a command line, with the fallbacks applied. */
export interface Given {
  readonly arguments: readonly (string | readonly string[])[]
  /** By long name in camel case: a text; true for a switch, false for `--no-…`. */
  readonly options: Readonly<Record<string, string | boolean | undefined>>
}

/** The text of an argument. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The text of an option; undefined when it was not given. */
export function optionOf(given: Given, name: string): string | undefined {
  const value = given.options[name]
  return typeof value === 'string' ? value : undefined
}
