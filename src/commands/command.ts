/** What a command may touch of the outside world; the tests give their own. */
export interface Surroundings {
  /** One text on standard output; with a final line break added. */
  readonly print: (text: string) => void
  /** One text on standard error, for problems and advice; with a final line break added. */
  readonly tell: (text: string) => void
  /** Raw text on a terminal's standard error, for progress; null when there is no terminal. */
  readonly draw: ((text: string) => void) | null
  /** Whether standard output takes colours. */
  readonly colour: boolean
  readonly now: () => Date
  /** Aborts when the process is asked to end. */
  readonly signal: AbortSignal
}

/**
 * How the program is called, for command lines that can be copied. A clone runs the sources as they
 * are; a package has them compiled.
 */
export const CALL = import.meta.filename.endsWith('.ts') ? 'npm run -s sidecast --' : 'npx sidecast'

/** 0 done, 1 the content has errors, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2

/** The user asked for something that cannot be; the message is the whole sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** What stands behind a command's name: `<name>` must be given, `[name]` may be, `...` repeats. */
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

/** One command of the program, as a table row; `cli.ts` makes the parser and the help of it. */
export interface Command {
  readonly name: string
  readonly summary: string
  readonly arguments: readonly Argument[]
  readonly options: readonly Option[]
  /** Whole command lines, shown under the help. */
  readonly examples: readonly string[]
  /** Runs until it is asked to end, and then ends in good order. */
  readonly endless?: boolean
  readonly run: (given: Given, around: Surroundings) => Promise<ExitCode>
}

/** What the user gave, with the fallbacks applied. */
export interface Given {
  readonly arguments: readonly (string | readonly string[])[]
  /** Long names in camel case: text, or true for a switch, `false` for a given `--no-…`. */
  readonly options: Readonly<Record<string, string | boolean | undefined>>
}

/** An argument or option that the table makes sure of being text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** An option's text; undefined when it was not given. */
export function optionOf(given: Given, name: string): string | undefined {
  const value = given.options[name]
  return typeof value === 'string' ? value : undefined
}
