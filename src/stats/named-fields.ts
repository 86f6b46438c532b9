import { isIP } from 'node:net'
import { type Network, networkOf } from '../base/addresses.ts'
import { type LoggedRequest, parseTime } from './logged-request.ts'

/** Gives the value of a field by its name: a text, a number, or a list whose first element counts. */
export type FieldOf = (name: string) => unknown

/**
 * The names that servers and CDNs use for the facts of a request, in JSON and in the columns of W3C logs. The
 * first one that a line has is used. A dot leads into an object.
 */
const NAMES = {
  time: [
    'time',
    'ts',
    'timestamp',
    '@timestamp',
    'time_iso8601',
    'time_local',
    'msec',
    'EdgeStartTimestamp',
    'StartUTC',
  ],
  method: [
    'method',
    'request_method',
    'request.method',
    'req.method',
    'cs-method',
    'ClientRequestMethod',
    'RequestMethod',
  ],
  target: [
    'path',
    'uri',
    'request_uri',
    'url',
    'request.uri',
    'req.url',
    'cs-uri-stem',
    'ClientRequestURI',
    'RequestPath',
  ],
  status: [
    'status',
    'response_status',
    'res.statusCode',
    'sc-status',
    'EdgeResponseStatus',
    'DownstreamStatus',
  ],
  sent: [
    'bytes',
    'body_bytes_sent',
    'response_body_size',
    'resp_body_size',
    'size',
    'bytes_sent',
    'EdgeResponseBytes',
    'DownstreamContentSize',
    'sc-bytes',
  ],
  /**
   * The Content-Length, an upper bound for the bytes of the body: some servers count their headers as well.
   */
  length: ['sc-content-len', 'res.headers.content-length', 'sent_http_content_length'],
  range: [
    'resp_headers.Content-Range',
    'res.headers.content-range',
    'sent_http_content_range',
    'range',
    'http_range',
    'request.headers.Range',
    'req.headers.range',
    'request_range',
    'cs(Range)',
  ],
  client: [
    'client',
    'request.client_ip',
    'client_ip',
    'c-ip',
    'ClientIP',
    'ClientHost',
    'remote_addr',
    'request.remote_ip',
    'req.remoteAddress',
    'remote_ip',
  ],
  forwarded: [
    'http_x_forwarded_for',
    'x_forwarded_for',
    'x-forwarded-for',
    'request.headers.X-Forwarded-For',
    'req.headers.x-forwarded-for',
  ],
  agent: [
    'agent',
    'http_user_agent',
    'user_agent',
    'request_user_agent',
    'request.headers.User-Agent',
    'req.headers.user-agent',
    'cs(User-Agent)',
    'ClientRequestUserAgent',
    'request_User-Agent',
  ],
  referrer: [
    'referrer',
    'http_referer',
    'request_referer',
    'request.headers.Referer',
    'req.headers.referer',
    'cs(Referer)',
    'ClientRequestReferer',
    'request_Referer',
  ],
  country: [
    'country',
    'c-country',
    'ClientCountry',
    'geo_country_code',
    'client_country_code',
    'geoip_country_code',
    'geoip2_country_code',
    'geo_country',
    'request.headers.Cf-Ipcountry',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>

type Fact = keyof typeof NAMES

/**
 * The request in a line with named fields; null for a line without one, undefined if something is missing.
 */
export function requestOfFields(fieldOf: FieldOf): LoggedRequest | null | undefined {
  const textOf = (fact: Fact): string => firstText(fieldOf, NAMES[fact])
  // A line between two machines of one CDN; the response to the listener has a line of its own.
  if (String(fieldOf('fastly_is_edge')) === 'false') return null
  const [request, requestMethod, requestTarget] =
    REQUEST_LINE.exec(firstText(fieldOf, ['request'])) ?? []
  const method = textOf('method') || (requestMethod ?? '')
  const target = textOf('target') || (requestTarget ?? '')
  if (method === '' && request === undefined) return null
  const [date, clock] = [firstText(fieldOf, ['date']), textOf('time')]
  const time = parseTime(date === '' || /^\d{4}/.test(clock) ? clock : `${date} ${clock}`)
  const status = Number(textOf('status') || Number.NaN)
  if (Number.isNaN(time) || target === '' || !Number.isInteger(status)) return undefined
  return {
    time,
    method,
    target,
    status,
    sent: sentOf(textOf('sent'), textOf('length')),
    range: textOf('range') || rangeOfEnds(fieldOf),
    client: clientBehind(textOf('client'), textOf('forwarded')),
    agent: textOf('agent'),
    referrer: textOf('referrer'),
    country: textOf('country'),
  }
}

/** The first line of a request as servers log it; some clients send spaces in addresses. */
export const REQUEST_LINE = /^([A-Z]{1,20}) (.+?)(?: HTTP\/[\d.]{1,5})?$/s

function firstText(fieldOf: FieldOf, names: readonly string[]): string {
  for (const name of names) {
    const value = fieldOf(name)
    const first: unknown = Array.isArray(value) ? value[0] : value
    const text = typeof first === 'number' ? String(first) : first
    if (typeof text === 'string' && text !== '' && text !== '-') return text
  }
  return ''
}

function sentOf(sent: string, length: string): number | null {
  const counts = [sent, length].filter((text) => /^\d{1,15}$/.test(text)).map(Number)
  return counts.length === 0 ? null : Math.min(...counts)
}

/** The range in CloudFront logs, which have a field for each of its ends. */
function rangeOfEnds(fieldOf: FieldOf): string {
  const [start, end] = ['sc-range-start', 'sc-range-end'].map((name) => firstText(fieldOf, [name]))
  return start === '' ? '' : `bytes ${start}-${end}/*`
}

/**
 * The address of a client. `X-Forwarded-For` is believed only if the request came from a private network,
 * where proxies are.
 */
export function clientBehind(address: string, forwarded: string): string {
  if (forwarded === '' || !mayBeProxy(address)) return address
  const chain = forwarded.split(',').map((part) => part.trim())
  return chain.findLast((part) => isIP(part) !== 0 && !mayBeProxy(part)) ?? address
}

function mayBeProxy(address: string): boolean {
  return isIP(address) === 0 || PROXY_NETWORKS.has(networkOf(address))
}

const PROXY_NETWORKS: ReadonlySet<Network | null> = new Set<Network>([
  'this machine',
  'the local link',
  'a private network',
  'a shared network',
])
