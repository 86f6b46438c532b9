import { readFileSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { Command as Parser, CommanderError, Option } from 'commander'
import { COMMANDS } from './commands/commands.ts'
import type { Command, ExitCode, Given, Surroundings } from './commands/command.ts'
import { UsageError } from './commands/command.ts'
import { faultOf } from './base/fault.ts'
import { isFull, whyUnwritable } from './base/file-errors.ts'
import { Refusal } from './site/refusal.ts'

/** The exit code of what was ended by Ctrl+C, as shells have it. */
const INTERRUPTED = 130
/** Milliseconds in which a command that was asked to end puts down what it has. */
const GRACE = 3000

/** What the process gives to a command; it is asked to end, and ended where it does not. */
function surroundings({ endless }: Command): Surroundings {
  const stop = new AbortController()
  const end = (): void => {
    stop.abort()
    if (!endless) setTimeout(() => process.exit(INTERRUPTED), GRACE).unref()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end)
  return {
    print: (text) => process.stdout.write(`${text}\n`),
    tell: (text) => process.stderr.write(`${text}\n`),
    draw: process.stderr.isTTY ? (text) => process.stderr.write(text) : null,
    // Knows of NO_COLOR and of terminals without colours.
    colour: process.stdout.isTTY && process.stdout.hasColors(),
    now: () => new Date(),
    signal: stop.signal,
  }
}

/** The parser of the whole command line, made of the commands' table. */
export function createParser(run: (command: Command, given: Given) => void): Parser {
  const { version }: { version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  )
  const parser = new Parser('sidecast')
    .description('Gives a blog its podcast: a feed and pages to listen on.')
    .version(version)
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

/** An empty variable says nothing, nor does `false` for a switch; the parser would take both as given. */
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

/** The exit code of what ends a command with a sentence; null for a bug, whose stack is wanted. */
function codeOf(cause: unknown): ExitCode | null {
  if (cause instanceof CommanderError) return cause.exitCode === 0 ? 0 : 2
  if (cause instanceof UsageError) return 2
  return cause instanceof Refusal || isFull(cause) ? 1 : null
}

function sentenceOf(cause: Error): string {
  if (!isFull(cause)) return cause.message
  return `${faultOf(cause).path ?? 'a file cannot be written'}: ${whyUnwritable(cause)}`
}

type Code = ExitCode | typeof INTERRUPTED

/** The exit code of a command that was asked to end; null where it was not. */
function endingOf(
  asked: { readonly signal: AbortSignal; readonly code: Code } | null,
): Code | null {
  return asked?.signal.aborted === true ? asked.code : null
}

/** Runs one command line. @returns The exit code: 0 done, 1 the content has errors, 2 wrong usage. */
async function main(argv: readonly string[]): Promise<Code> {
  let running: Promise<ExitCode> = Promise.resolve(0)
  let asked: { readonly signal: AbortSignal; readonly code: Code } | null = null
  const parser = createParser((command, given) => {
    const around = surroundings(command)
    asked = { signal: around.signal, code: command.endless === true ? 0 : INTERRUPTED }
    running = command.run(given, around)
  })
  for (const one of [parser, ...parser.commands]) one.exitOverride()
  try {
    parser.parse(argv)
    return await running
  } catch (cause) {
    const ending = endingOf(asked)
    if (ending !== null) {
      process.stderr.write('sidecast: interrupted; what was measured until now is kept\n')
      return ending
    }
    const code = codeOf(cause)
    if (code === null) throw cause
    // Commander has told its own already.
    if (cause instanceof Error && !(cause instanceof CommanderError)) {
      process.stderr.write(`sidecast: ${sentenceOf(cause)}\n`)
    }
    return code
  }
}

/** Runs what the process was called with. */
export async function runProcess(): Promise<void> {
  // Compiled sources are kept between runs, which halves the time of a short command.
  enableCompileCache()
  process.exitCode = await main(process.argv)
  // What was asked to end ends, whatever handle a library still holds open.
  if (process.argv[2] === 'serve' || process.exitCode === INTERRUPTED) process.exit()
}

if (import.meta.main) await runProcess()
