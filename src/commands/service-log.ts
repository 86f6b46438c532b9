import { pino } from 'pino'
import { remembering } from '../base/memory.ts'
import { formatLines, lineOf, type Line, type Lines } from '../base/terminal.ts'
import type { Answered } from '../site/request-watch.ts'
import type { Context } from './command.ts'

/** The forms of the log: lines to read, one JSON value per line, or nothing about requests. */
export const LOG_FORMS = ['text', 'json', 'none'] as const
export type LogForm = (typeof LOG_FORMS)[number]

/** How much of the address of a client is logged. */
export const CLIENT_FORMS = ['full', 'short', 'none'] as const
export type ClientForm = (typeof CLIENT_FORMS)[number]

/** The log of a service. */
export interface ServiceLog {
  /** The context with whose `print` and `report` messages get into the log. */
  readonly context: Context
  /** Logs a request. */
  readonly request: (answered: Answered) => void
}

/**
 * The log of a service, on standard output: one line for each request, and in JSON the messages as
 * well, so that every line is a value. Lines of a turn are written together.
 */
export function createServiceLog(
  context: Context,
  form: LogForm,
  clientForm: ClientForm,
): ServiceLog {
  if (form === 'none') return { context, request: () => undefined }
  if (form === 'text') {
    const print = gathering<Line>(context.print)
    return {
      context,
      request: (answered) => print(readableLine(answered, context.now(), clientForm)),
    }
  }
  // Many requests are logged within the same millisecond.
  const stampOf = remembering((time: number) => `,"time":"${new Date(time).toISOString()}"`, 1)
  const logger = pino(
    {
      base: null,
      timestamp: () => stampOf(context.now().getTime()),
      formatters: { level: (level) => ({ level }) },
    },
    // JSON has no end of a line within a value, so that they can be printed as one text.
    { write: gathering<string>((lines) => context.print({ text: lines.join('').trimEnd() })) },
  )
  const say = (lines: Lines): void => {
    for (const line of formatLines(lines).split('\n')) {
      const [, mark = '', message = ''] = /^([✗!·]?) *(.*)$/s.exec(line) ?? []
      if (message !== '') logger[LEVELS[mark] ?? 'info'](message)
    }
  }
  return {
    context: { ...context, print: say, report: say, draw: null },
    request: (answered) => logger.info(fieldsOf(answered, clientForm), 'request'),
  }
}

/** The marks with which messages begin. */
const LEVELS: Readonly<Record<string, 'error' | 'warn'>> = { '✗': 'error', '!': 'warn' }

function gathering<Each>(print: (lines: readonly Each[]) => void): (line: Each) => void {
  let gathered: Each[] = []
  const flush = (): void => {
    const lines = gathered
    gathered = []
    print(lines)
  }
  return (line) => {
    if (gathered.push(line) === 1) setImmediate(flush)
  }
}

/** The fields of a request, see `docs/reference/log.md`; those without a value are left out. */
function fieldsOf(answered: Answered, clientForm: ClientForm): object {
  const { method, path, status, bytes, size, range, agent, referrer, milliseconds } = answered
  const client = clientOf(answered, clientForm)
  const ms = Math.round(milliseconds * 10) / 10
  return { method, path, status, bytes, size, range, agent, referrer, client, ms }
}

/** The address of a client as it is logged. The short form is all but the last number of IPv4, and the first 48 bits of IPv6. */
export function clientOf(
  { client }: Pick<Answered, 'client'>,
  form: ClientForm,
): string | undefined {
  if (client === undefined || form === 'none') return undefined
  const bare = client.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (form === 'full') return bare
  if (!bare.includes(':')) return bare.replace(/\d+$/, '0')
  const [left = ''] = bare.split('::')
  return `${left.split(':').slice(0, 3).join(':')}::`
}

const LONGEST_AGENT = 60

function readableLine(answered: Answered, now: Date, clientForm: ClientForm): Line {
  const { method, path, status, bytes, range, agent = '', milliseconds } = answered
  const colour = status < 400 ? 'green' : status < 500 ? 'yellow' : 'red'
  const client = clientOf(answered, clientForm)
  const rest = [
    range,
    sizeOf(bytes),
    `${Math.round(milliseconds)} ms`,
    client,
    agent.slice(0, LONGEST_AGENT),
  ]
  return lineOf(
    ['dim', now.toISOString().slice(11, 19)],
    ' ',
    [colour, String(status)],
    ` ${method} ${path}  `,
    ['dim', rest.filter(Boolean).join('  ')],
  )
}

function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
