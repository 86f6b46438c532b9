import { once } from 'node:events'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { buffer, text } from 'node:stream/consumers'
import { createApp, type Clients, type Current } from '../../src/site/app.ts'
import { createSite } from '../../src/site/create-site.ts'
import { readPublicFiles } from '../../src/site/public-files.ts'
import { listen } from '../../src/site/server.ts'
import type { Site } from '../../src/site/site.ts'
import type { Show } from '../../src/show/show.ts'
import { createShowOnDisk, WRITTEN, type ShowOnDisk } from './show-on-disk.ts'

/** The hour at which the tests' tables are made. */
export const NOW = new Date('2025-06-02T08:00:00Z')

/** A show that is served over HTTP, on a port of its own. */
export interface Served extends ShowOnDisk {
  readonly url: string
  readonly site: Site
  /** What the operator was told. */
  readonly reports: readonly string[]
  /** Which files were said to be other than the show has them. */
  readonly refreshed: readonly string[]
  readonly ask: (path: string, asked?: Asked) => Promise<Answer>
  /** Makes another table live. */
  readonly air: (show: Show, until?: Date) => Site
}

export interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** What an answer brings of a resource: with 200 the whole, with 304 nothing, else a page of its own. */
export function bringsOf({ body }: Answer, whole: Buffer): 'whole' | 'nothing' | 'page' {
  if (body.equals(whole)) return 'whole'
  return body.length === 0 ? 'nothing' : 'page'
}

/** What an answer with a status must bring. */
export const BRINGS: Readonly<Record<number, ReturnType<typeof bringsOf>>> = {
  200: 'whole',
  304: 'nothing',
  412: 'page',
}

/** For operators who are only told text. */
export function tell(message: string, cause?: unknown): string {
  return cause instanceof Error ? `${message}: ${cause.message}` : message
}

export async function serve(overrides: Partial<Show> = {}, clients?: Clients): Promise<Served> {
  const onDisk = await createShowOnDisk(overrides)
  const publicFiles = await readPublicFiles(onDisk.file('public'))
  const reports: string[] = []
  const refreshed: string[] = []
  const compose = (show: Show, previous: Site | null, until: Date | null = null): Current => {
    const { site } = createSite(show, { publicFiles, previous, now: NOW, modified: WRITTEN })
    return { show, site, since: NOW, until }
  }
  let current = compose(onDisk.show, null)
  const app = createApp(
    {
      get current() {
        return current
      },
      refresh: (changed) => refreshed.push(...changed),
      report: (message, cause) => reports.push(tell(message, cause)),
      health: async () => ({ failing: false, wrong: [] }),
    },
    clients,
  )
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  return {
    ...onDisk,
    url: server.url,
    site: current.site,
    reports,
    refreshed,
    ask: (path, asked) => ask(new URL(path, server.url), asked),
    air(show, until) {
      current = compose(show, current.site, until)
      return current.site
    },
    async [Symbol.asyncDispose]() {
      await server.close(100)
      await onDisk[Symbol.asyncDispose]()
    },
  }
}

/** Asks exactly what is given; `fetch` would add fields and decode what comes. */
async function ask(url: URL, { method = 'GET', headers = {} }: Asked = {}): Promise<Answer> {
  const request = httpRequest(url, { method, headers: { ...headers }, agent: false }).end()
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  request.once('error', reject)
  request.once('response', (response) => {
    buffer(response).then(
      (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      reject,
    )
  })
  return promise
}

/** Sends these very bytes, and gives back all that comes until the server closes. */
export async function askRaw(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  socket.write(Buffer.from(bytes, 'latin1'))
  return text(socket)
}
