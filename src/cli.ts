import { readFileSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { Command as Parser, CommanderError, Option } from 'commander'
import { COMMANDS } from './commands/commands.ts'
import type { Command, ExitCode, Given, Context } from './commands/command.ts'
import { UsageError } from './commands/command.ts'
import { formatLines, type Lines } from './base/terminal.ts'
import { faultOf, Refusal } from './base/fault.ts'
import { isFull, whyUnwritable } from './base/file-errors.ts'

/** The exit code after Ctrl+C, as shells have it. */
const INTERRUPTED = 130
/** Milliseconds in which a command saves its results after it was asked to end. */
const GRACE = 3000

/** Everything that content can be in is printed here. */
function write(stream: NodeJS.WriteStream, lines: Lines, colour = false): void {
  stream.write(`${formatLines(lines, colour)}\n`)
}

function report(lines: Lines): void {
  write(process.stderr, lines)
}

/** The context of a command; signals abort it, and end the process where it does not react. */
function createContext({ endless }: Command): Context {
  const stop = new AbortController()
  const end = (): void => {
    stop.abort()
    if (!endless) setTimeout(() => process.exit(INTERRUPTED), GRACE).unref()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end)
  return {
    // hasColors respects NO_COLOR.
    print: (lines) =>
      write(process.stdout, lines, process.stdout.isTTY && process.stdout.hasColors()),
    report,
    draw: process.stderr.isTTY ? (text) => process.stderr.write(text) : null,
    now: () => new Date(),
    log: process.stdout.isTTY ? 'text' : 'json',
    sockets: socketsOf(process.env),
    signal: stop.signal,
  }
}

/**
 * How many sockets systemd has passed; none if they are for another process.
 *
 * @see sd_listen_fds(3)
 */
function socketsOf({ LISTEN_PID, LISTEN_FDS = '' }: NodeJS.ProcessEnv): number {
  return LISTEN_PID === String(process.pid) && /^\d{1,3}$/.test(LISTEN_FDS) ? Number(LISTEN_FDS) : 0
}

/** The parser of the command line, made from the table of commands. */
export function createParser(run: (command: Command, given: Given) => void): Parser {
  const { version }: { version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  )
  const parser = new Parser('sidecast')
    .description('Gives a blog its podcast: a feed and pages to listen on.')
    .version(version)
    .configureOutput({ outputError: (text) => report(text.trimEnd().split('\n')) })
    .addHelpText('after', helpTail(COMMANDS.flatMap(({ examples }) => examples.slice(0, 1))))
  for (const command of COMMANDS) addCommand(parser, command, run)
  return parser
}

function addCommand(
  parser: Parser,
  command: Command,
  run: (command: Command, given: Given) => void,
): void {
  const sub = parser.command(command.name).description(command.summary)
  for (const { name, help, fallback } of command.arguments) sub.argument(name, help, fallback)
  for (const { flags, help, fallback } of command.options) {
    const option = new Option(flags, help)
    if (fallback !== undefined) option.default(fallback)
    forgetUnset(option)
    sub.addOption(option.env(variableOf(option)))
  }
  sub.addHelpText('after', helpTail(command.examples))
  sub.action(() => run(command, { arguments: sub.processedArgs, options: sub.opts() }))
}

const OFF = new Set(['0', 'false', 'no', 'off'])

/** Removes an empty variable, or a switch set to `false`: commander would take both as given. */
function forgetUnset(option: Option): void {
  const variable = variableOf(option)
  const value = process.env[variable] ?? ''
  const isSwitch = !option.required && !option.optional
  if (value === '' || (isSwitch && OFF.has(value.toLowerCase()))) delete process.env[variable]
}

/** `--base-url` → `SIDECAST_BASE_URL`; `--no-watch` → `SIDECAST_NO_WATCH`. */
function variableOf(option: Option): string {
  return `SIDECAST_${option.long?.slice(2).replaceAll('-', '_').toUpperCase()}`
}

function helpTail(examples: readonly string[]): string {
  return `\nExamples:\n${examples.map((example) => `  ${example}`).join('\n')}`
}

/** The exit code of an error that is reported by its message; null for a bug, which needs its stack. */
function codeOf(cause: unknown): ExitCode | null {
  if (cause instanceof CommanderError) return cause.exitCode === 0 ? 0 : 2
  if (cause instanceof UsageError) return 2
  return cause instanceof Refusal || isFull(cause) ? 1 : null
}

function sentenceOf(cause: Error): string {
  if (!isFull(cause)) return cause.message
  return `${faultOf(cause).path ?? 'a file cannot be written'}: ${whyUnwritable(cause)}`
}

interface Started {
  readonly command: Command
  readonly signal: AbortSignal
  readonly result: Promise<ExitCode>
}

/** Runs a command line. @returns The exit code: 0 done, 1 the content has errors, 2 wrong usage. */
async function main(argv: readonly string[]): Promise<ExitCode | typeof INTERRUPTED> {
  const started: Started[] = []
  const parser = createParser((command, given) => {
    const context = createContext(command)
    started.push({ command, signal: context.signal, result: command.run(given, context) })
  })
  for (const one of [parser, ...parser.commands]) one.exitOverride()
  try {
    parser.parse(argv)
    return (await started[0]?.result) ?? 0
  } catch (cause) {
    const [{ command, signal } = {}] = started
    if (signal?.aborted === true) {
      report('sidecast: interrupted; measurements so far are kept')
      return command?.endless === true ? 0 : INTERRUPTED
    }
    const code = codeOf(cause)
    if (code === null) throw cause
    // Commander has printed its own errors already.
    if (cause instanceof Error && !(cause instanceof CommanderError)) {
      report(`sidecast: ${sentenceOf(cause)}`)
    }
    return code
  }
}

/** Runs the command line of the process. */
export async function runProcess(): Promise<void> {
  process.exitCode = await main(process.argv)
  // Exits even if a library still holds a handle open.
  if (process.argv[2] === 'serve' || process.exitCode === INTERRUPTED) process.exit()
}

if (import.meta.main) {
  enableCompileCache()
  await runProcess()
}
