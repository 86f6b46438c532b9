import { isRecord, parseJson, property } from '../base/foreign-json.ts'
import { isIP } from 'node:net'
import { type LoggedRequest, parseTime } from './logged-request.ts'
import { clientBehind, REQUEST_LINE, requestOfFields } from './named-fields.ts'
import { decodePart } from '../base/web-address.ts'

/** Reads one line of a log. Null for a line without a request, undefined for one that cannot be read. */
export type LineReader = (line: string) => LoggedRequest | null | undefined

/**
 * Makes the reader for the lines of one log. The format is recognised in each line, because a stream may
 * contain several: JSON, with or without a syslog prefix; the columns of W3C and CloudFront, which a
 * `#Fields:` line names; and the combined format of Apache and nginx.
 */
export function createLineReader(): LineReader {
  let columns: readonly string[] = []
  return (line) => {
    if (line.startsWith('#')) {
      columns = /^#Fields:\s*(.*\S)/i.exec(line)?.[1]?.split(/\s+/) ?? columns
      return null
    }
    const json = line.startsWith('{') ? line : (SYSLOG_JSON.exec(line)?.[1] ?? null)
    if (json !== null) return readJson(json)
    if (columns.length > 0 && isRow(line)) return readRow(line, columns)
    return readCombined(line)
  }
}

/** A syslog line begins with a priority, and its message comes after the fields. RFC 5424. */
const SYSLOG_JSON = /^<\d{1,3}>[^{]{0,200}(\{.*\})\s*$/s

function readJson(text: string): LoggedRequest | null | undefined {
  const value = parseJson(text) ?? parseJson(text.replaceAll(/\\x([0-9a-f]{2})/gi, '\\u00$1'))
  if (!isRecord(value)) return undefined
  return requestOfFields((name) => (name in value ? property(value, name) : deepValue(value, name)))
}

function deepValue(value: object, name: string): unknown {
  if (!name.includes('.')) return undefined
  return name.split('.').reduce<unknown>(property, value)
}

/** A row of columns begins with a date or a number, a line in the combined format with an address. */
function isRow(line: string): boolean {
  return /^(?:\d{4}-\d\d-\d\d|\d{9,})\s/.test(line)
}

function readRow(line: string, columns: readonly string[]): LoggedRequest | null | undefined {
  const byTabs = line.includes('\t')
  const values = line.split(byTabs ? '\t' : ' ')
  if (values.length < columns.length) return undefined
  return requestOfFields((name) => {
    const index = columns.indexOf(name)
    const value = index === -1 ? undefined : values[index]
    if (value === undefined || !name.startsWith('cs(')) return value
    return unescapePercent(byTabs ? value : value.replaceAll('+', ' '))
  })
}

/** CloudFront percent-encodes header values, sometimes although they are already encoded. */
function unescapePercent(text: string): string {
  return decodePart(text.replaceAll('%25', '%')) ?? text
}

/** The last fields may be missing, and others may follow. */
const COMBINED =
  /^(.{1,500}?) \[(\d\d\/[A-Z][a-z]{2}\/\d{4}:[^\]]{1,20})\] "((?:[^"\\]|\\.)*)" (\d{3}) (\d{1,15}|-)(?: "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)"(.*))?\s*$/s

function readCombined(line: string): LoggedRequest | null | undefined {
  const parts = COMBINED.exec(line)
  if (parts === null) return undefined
  const [, who = '', when = '', request = '', status, sent = '-', from = '-', agent = '-'] = parts
  const [, method, target] = REQUEST_LINE.exec(unescapeQuoted(request)) ?? []
  const time = parseTime(when)
  if (method === undefined || target === undefined || Number.isNaN(time)) return undefined
  const names = who.split(' ')
  const more = readMore(parts[8] ?? '')
  const body = sent === '-' ? 0 : Number(sent)
  return {
    time,
    method,
    target,
    status: Number(status),
    // Apache logs the bytes that it means to send; only mod_logio logs those that were sent.
    sent: Math.min(body, more.sent),
    range: more.range,
    client: clientBehind(names.find((name) => isIP(name) !== 0) ?? names[0] ?? '', more.forwarded),
    agent: agent === '-' ? '' : unescapeQuoted(agent),
    referrer: from === '-' ? '' : unescapeQuoted(from),
    country: more.country,
  }
}

interface More {
  readonly sent: number
  readonly range: string
  readonly forwarded: string
  readonly country: string
}

const NOTHING_MORE: More = { sent: Infinity, range: '', forwarded: '', country: '' }

/** Reads the fields after the user agent. They have no names, so each is recognised by its shape. */
function readMore(text: string): More {
  if (text === '') return NOTHING_MORE
  const fields = [...text.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  )
  const find = (pattern: RegExp): string => fields.find((field) => pattern.test(field)) ?? ''
  // `%I %O` of Apache: bytes received, and bytes sent.
  const [, out] = /^ \d+ (\d{1,15})(?: |$)/.exec(text) ?? []
  return {
    sent: out === undefined ? Infinity : Number(out),
    range: find(/^bytes[ =]/i),
    forwarded: fields.find((field) => isIP(field.split(',')[0]?.trim() ?? '') !== 0) ?? '',
    country: find(/^[A-Z]{2}$/),
  }
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', v: '\v' }

/** Unescapes `\"` of Apache and `\x22` of nginx. */
function unescapeQuoted(text: string): string {
  if (!text.includes('\\')) return text
  return text.replaceAll(/\\(?:x([0-9a-f]{2})|(.))/gis, (_, code?: string, sign = '') =>
    code === undefined
      ? (SHORT_ESCAPES[String(sign)] ?? String(sign))
      : String.fromCharCode(Number.parseInt(code, 16)),
  )
}
