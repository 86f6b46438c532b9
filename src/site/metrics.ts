import { readdirSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { cpuUsage, memoryUsage } from 'node:process'
import { countEpisodes, type LiveShow } from './app.ts'
import type { Answered, RequestWatch } from './request-watch.ts'

/** The state of the service besides its requests. */
interface ServiceState {
  readonly underWay: number
  readonly episodes: number
  readonly since: Date
  /** The number of things that `/healthz` reports as wrong. */
  readonly wrong: number
  readonly failing: boolean
}

/** The metrics of a service. */
export interface Metrics {
  readonly count: (answered: Answered) => void
  /** @see https://prometheus.io/docs/instrumenting/exposition_formats/ */
  readonly render: (state: ServiceState) => string
}

/** Upper bounds of the histogram of response times, in seconds; downloads take minutes. */
const BOUNDS = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60, 300] as const

/** Methods that are counted by name; clients can invent others. */
const METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** The path of the metrics. */
export const METRICS_PATH = 'metrics'

/** Responds with the metrics at their path; these requests are not counted themselves. */
export function exposeMetrics(
  metrics: Metrics,
  live: LiveShow,
  watch: RequestWatch,
): RequestListener {
  return async ({ method = '', url = '' }, response) => {
    const refused = refusalOf(method, url)
    if (refused !== null) {
      const { status, headers, text } = refused
      response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers })
      response.end(text)
      return
    }
    const { failing, wrong } = await live.health()
    const { show, since } = live.current
    const episodes = countEpisodes(show)
    const state = { underWay: watch.underWay(), episodes, since, wrong: wrong.length, failing }
    response.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' })
    response.end(metrics.render(state))
  }
}

/** The response to any other request; null for one for the metrics. */
function refusalOf(
  method: string,
  url: string,
): {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
} | null {
  if (url.split('?', 1)[0] !== `/${METRICS_PATH}`) {
    return { status: 404, headers: {}, text: `The metrics are at /${METRICS_PATH}.\n` }
  }
  if (method === 'GET' || method === 'HEAD') return null
  return { status: 405, headers: { Allow: 'GET, HEAD' }, text: 'The metrics can only be read.\n' }
}

export function createMetrics(): Metrics {
  const requests = new Map<string, number>()
  const times = Array.from({ length: BOUNDS.length + 1 }, () => 0)
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  let bytes = 0
  let seconds = 0
  return {
    count({ method, status, bytes: sent, milliseconds }) {
      const known = METHODS.has(method) ? method : 'other'
      const labels = `method="${known}",status="${status}"`
      requests.set(labels, (requests.get(labels) ?? 0) + 1)
      bytes += sent
      const took = milliseconds / 1000
      seconds += took
      const index = BOUNDS.findIndex((bound) => took <= bound)
      const place = index === -1 ? BOUNDS.length : index
      times[place] = (times[place] ?? 0) + 1
    },
    render(state) {
      const lag = delay.percentile(99) / 1e9
      delay.reset()
      return [
        metric('requests_total', 'counter', 'Responses that have ended.', [...requests]),
        metric('sent_bytes_total', 'counter', 'Bytes of bodies that were sent.', bytes),
        histogram(times, seconds),
        metric('requests_under_way', 'gauge', 'Responses that have not ended.', state.underWay),
        metric('episodes', 'gauge', 'Episodes that are live.', state.episodes),
        metric('live_since_seconds', 'gauge', 'When the site went live.', +state.since / 1000),
        metric('wrong', 'gauge', 'What is wrong, see /healthz.', state.wrong),
        metric('failing', 'gauge', '1 if an operator is needed now.', Number(state.failing)),
        metric('loop_delay_seconds', 'gauge', '99th percentile since the last look.', lag),
        ...ofProcess(),
      ].join('')
    },
  }
}

type Value = number | readonly (readonly [labels: string, value: number])[]

function metric(
  name: string,
  type: 'counter' | 'gauge',
  help: string,
  value: Value,
  prefix = 'sidecast_',
): string {
  const full = prefix + name
  const rows = typeof value === 'number' ? ([['', value]] as const) : value
  const lines = rows.map(([labels, each]) => `${full}${labels && `{${labels}}`} ${each}\n`)
  return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${lines.join('')}`
}

function histogram(times: readonly number[], seconds: number): string {
  const name = 'sidecast_request_seconds'
  let sum = 0
  const buckets = [...BOUNDS, '+Inf'].map((bound, index) => {
    sum += times[index] ?? 0
    return `${name}_bucket{le="${bound}"} ${sum}\n`
  })
  return `# HELP ${name} Time from a request to the end of its response.\n# TYPE ${name} histogram\n${buckets.join('')}${name}_sum ${seconds}\n${name}_count ${sum}\n`
}

/** Metrics of the process, under the names that all Prometheus clients use. */
function ofProcess(): readonly string[] {
  const { rss, heapUsed } = memoryUsage()
  const { user, system } = cpuUsage()
  const open = openDescriptors()
  const rows = [
    ['process_resident_memory_bytes', 'gauge', 'Resident memory.', rss],
    ['process_cpu_seconds_total', 'counter', 'CPU time.', (user + system) / 1e6],
    ['nodejs_heap_size_used_bytes', 'gauge', 'Memory of JavaScript in use.', heapUsed],
    ...(open === null ? [] : [['process_open_fds', 'gauge', 'Open descriptors.', open] as const]),
  ] as const
  return rows.map(([name, type, help, value]) => metric(name, type, help, value, ''))
}

function openDescriptors(): number | null {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return null
  }
}
