import { readFileSync } from 'node:fs'
import { getCompileCacheDir } from 'node:module'
import { Command as Parser, CommanderError, InvalidArgumentError, Option } from 'commander'
import { COMMANDS } from './commands/commands.ts'
import { keepHeapSmall } from './commands/heap.ts'
import {
  type Command,
  type ExitCode,
  type Given,
  type Context,
  UsageError,
} from './commands/command.ts'
import { formatLines, type Lines } from './base/terminal.ts'
import {
  codeOf as codeOfFault,
  describeUnwritten,
  faultOf,
  Refusal,
  isFull,
  whyUnwritable,
} from './base/fault.ts'

/** The exit code after Ctrl+C, as shells have it. */
const INTERRUPTED = 130
/** Milliseconds in which a command saves its results after it is asked to stop. */
const GRACE = 3000

/** What a command line gets from its process; tests provide their own. */
export interface Terminal {
  /** Write to standard output and to standard error. */
  readonly out: (text: string) => void
  readonly error: (text: string) => void
  /** Whether standard output shows colours. */
  readonly colour: boolean
  readonly draw: Context['draw']
  readonly log: NonNullable<Context['log']>
  readonly sockets: number
  readonly podpingToken: string | null
  /** Opens standard input. */
  readonly input?: NonNullable<Context['input']>
  /** A signal that aborts when the command is asked to stop. */
  readonly signalFor: (command: Command) => AbortSignal
}

/** Makes signals of the process abort the command, and end the process if it does not react. */
function signalFor({ endless }: Command): AbortSignal {
  const stop = new AbortController()
  const end = (): void => {
    stop.abort()
    if (!endless) setTimeout(() => process.exit(INTERRUPTED), GRACE).unref()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end)
  return stop.signal
}

/** Makes the context of a command. All output passes through here, so hostile content is made safe here. */
function createContext(
  command: Command,
  { out, error, colour, draw, log, sockets, podpingToken, input, signalFor: signal }: Terminal,
): Context {
  return {
    print: (lines) => out(`${formatLines(lines, colour)}\n`),
    report: (lines) => error(`${formatLines(lines)}\n`),
    draw,
    now: () => new Date(),
    log,
    sockets,
    podpingToken,
    signal: signal(command),
    ...(input !== undefined && { input }),
    env: process.env,
  }
}

/**
 * The number of sockets that systemd has passed; none if they are for another process.
 *
 * @see sd_listen_fds(3)
 */
function socketsOf({ LISTEN_PID, LISTEN_FDS = '' }: NodeJS.ProcessEnv): number {
  return LISTEN_PID === String(process.pid) && /^\d{1,3}$/.test(LISTEN_FDS) ? Number(LISTEN_FDS) : 0
}

/** The parser of the command line, made from the table of commands. */
export function createParser(
  run: (command: Command, given: Given) => void,
  { out, error }: Pick<Terminal, 'out' | 'error'> = {
    out: () => undefined,
    error: () => undefined,
  },
): Parser {
  const { version }: { version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  )
  const parser = new Parser('sidecast')
    .description('Gives a blog its podcast: a feed and pages to listen on.')
    .version(version)
    .configureOutput({
      writeOut: out,
      writeErr: error,
      outputError: (text) => error(`${formatLines(text.trimEnd().split('\n'))}\n`),
    })
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
    if (option.required) option.argParser(refuseEmpty)
    sub.addOption(option.env(variableOf(option)))
  }
  sub.addHelpText('after', helpTail(command.examples))
  sub.action(() => run(command, { arguments: sub.processedArgs, options: sub.opts() }))
}

/** What a script passes whose variable is not set: it must not mean this folder, or all addresses. */
function refuseEmpty(value: string): string {
  if (value === '') throw new InvalidArgumentError('Name a value, or leave the option out.')
  return value
}

const OFF = new Set(['0', 'false', 'no', 'off'])

/** Removes an empty variable, or a switch set to `false`: commander would treat both as given. */
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

/** The exit code for an error that is reported by its message; null for a bug, which needs its stack. */
function codeOf(cause: unknown): ExitCode | null {
  if (cause instanceof CommanderError) return cause.exitCode === 0 ? 0 : 2
  if (cause instanceof UsageError) return 2
  return cause instanceof Refusal || isFull(cause) ? 1 : null
}

function sentenceOf(cause: Error): string {
  if (!isFull(cause)) return cause.message
  return `${faultOf(cause).path ?? 'a file cannot be written'}: ${whyUnwritable(cause)}`
}

/**
 * A line for a word that commander does not know, and to which it finds no similar one: where it belongs,
 * or where all are listed. Null for all other errors.
 */
function hintFor({ code, message }: CommanderError, [name = '']: readonly string[]): string | null {
  if (message.includes('Did you mean')) return null
  if (code === 'commander.unknownCommand') return '(all commands: sidecast --help)'
  if (code !== 'commander.unknownOption') return null
  const [, flag = ''] = /'(-[^'=]+)/.exec(message) ?? []
  const owners = COMMANDS.filter(({ options }) =>
    options.some(({ flags }) => flags.split(/[ ,=]+/).includes(flag)),
  ).map((command) => command.name)
  return owners.length === 0
    ? `(all options: sidecast ${name} --help)`
    : `(${flag} is an option of ${owners.join(', ')})`
}

interface Started {
  readonly command: Command
  readonly signal: AbortSignal
  readonly result: Promise<ExitCode>
}

/**
 * Runs a command line.
 *
 * @returns The exit code: 0 done, 1 the content has errors, 2 wrong usage.
 */
export async function runLine(
  words: readonly string[],
  terminal: Terminal,
): Promise<ExitCode | typeof INTERRUPTED> {
  const started: Started[] = []
  const report = (lines: Lines): void => terminal.error(`${formatLines(lines)}\n`)
  const parser = createParser((command, given) => {
    const context = createContext(command, terminal)
    started.push({ command, signal: context.signal, result: command.run(given, context) })
  }, terminal)
  for (const one of [parser, ...parser.commands]) one.exitOverride()
  try {
    parser.parse(words, { from: 'user' })
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
    if (cause instanceof CommanderError) {
      const hint = hintFor(cause, words)
      if (hint !== null) report(hint)
    } else if (cause instanceof Error) report(`sidecast: ${sentenceOf(cause)}`)
    return code
  }
}

/** Ends the process if its output cannot be written; silently if the reader has closed it. */
function endUnwritten(cause: Error): void {
  if (codeOfFault(cause) === 'EPIPE') process.exit()
  process.stderr.write(`sidecast: ${describeUnwritten('standard output', cause)}\n`)
  process.exit(1)
}

/** Runs the command line of the process. */
export async function runProcess(): Promise<void> {
  const { stdout, stderr, env, argv } = process
  keepHeapSmall(argv[2])
  // A reader such as `head` closes the output when it has enough.
  if (argv[2] !== 'serve') stdout.once('error', endUnwritten)
  // Threads use the compile cache only if the environment names it; without it, each takes twice as long to
  // start.
  const cache = getCompileCacheDir()
  if (cache !== undefined) env['NODE_COMPILE_CACHE'] ??= cache
  process.exitCode = await runLine(argv.slice(2), {
    out: (text) => stdout.write(text),
    error: (text) => stderr.write(text),
    // hasColors respects NO_COLOR.
    colour: stdout.isTTY && stdout.hasColors(),
    draw: stderr.isTTY ? (text) => stderr.write(text) : null,
    log: stdout.isTTY ? 'text' : 'json',
    sockets: socketsOf(env),
    input: () => process.stdin,
    podpingToken: env['SIDECAST_PODPING_TOKEN'] ?? null,
    signalFor,
  })
  // Exits even if a library still holds a handle open.
  if (process.argv[2] === 'serve' || process.exitCode === INTERRUPTED) process.exit()
}
