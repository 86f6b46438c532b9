import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import express from 'express'
import type { ErrorRequestHandler, Request, Response } from 'express'
import { remembering } from '../base/memory.ts'
import { renderErrorPage } from '../render/pages/error-page.ts'
import { showsOf, type Show } from '../show/show.ts'
import { clientOf } from '../base/addresses.ts'
import { addressOf, createTally, type IsTrusted, isThisMachine } from './clients.ts'
import { locate, type Located } from './locate.ts'
import { listenerRequest, withoutToken, type ListenerSites } from './listener-sites.ts'
import { createFailureLog } from './failure-log.ts'
import { createDiskFiles } from './disk-files.ts'
import { ALWAYS, fieldsOf, METHODS, ON_ERROR, optionsOf, PRIVATE } from './response-headers.ts'
import { createSendResource, HttpError, type SendResource } from './send-resource.ts'
import { LIMITS } from './server.ts'
import type { Resource, Site } from './site.ts'
import { withoutQuery, decodePart } from '../base/web-address.ts'

/** What is served at one moment. It is replaced as a whole, between two requests. */
export interface Current {
  readonly show: Show
  readonly site: Site
  /** When this site went live. */
  readonly since: Date
  /** When the show next changes without a change of a file; null if it does not. */
  readonly until: Date | null
  /** The sites of the listeners of a private show; `site` is empty then. */
  readonly listeners?: ListenerSites
}

/** A show as the app serves it. */
export interface LiveShow {
  /** Read anew for each request. */
  readonly current: Current
  /** Called with files that are no longer what the show was made from. */
  readonly refresh: (changed: ReadonlySet<string>) => void
  /** Called with a message for the operator, and the error if there is one. */
  readonly report: (message: string, cause?: unknown) => void
  readonly health: () => Promise<Health>
}

/** The state of a live show, for monitoring. */
export interface Health {
  /** Whether it needs an operator now; what was live stays live nevertheless. */
  readonly failing: boolean
  /** What is wrong, in sentences that everyone may read. */
  readonly wrong: readonly string[]
}

/** How clients are told apart and limited. */
export interface Clients {
  /** Which proxies are trusted to name their clients. */
  readonly isTrusted?: IsTrusted
  /** How many responses a client that is not a trusted proxy may have at a time. */
  readonly perClient?: number
}

/**
 * Makes the app that serves a show.
 *
 * No route is made from content: every path is looked up in the site, so that nothing in a path (`..`, a NUL,
 * pattern characters) has a special meaning. Query strings are ignored, and of the headers only conditions,
 * ranges and what the client accepts affect the response.
 *
 * Resources of the site are sent before Express does any work, which would be most of the cost. Express
 * handles the rest: redirects, the health check, OPTIONS, errors.
 */
export function createApp(live: LiveShow, clients: Clients = {}): RequestListener {
  const { isTrusted = isThisMachine, perClient = LIMITS.perClient } = clients
  const disk = createDiskFiles((file) => live.refresh(new Set([file])))
  const send = createSendResource(disk)
  const admit = limitRequests(isTrusted, perClient)
  const tell = createFailureLog(live.report)
  const app = createExpressApp(live, send, tell)
  return (request, response) => {
    const fail = (cause: unknown): void => sendError(cause, request, response, { live, tell })
    try {
      admit(request, response)
      const resource = resourceOf(request, live.current)
      if (resource === null) app(request, response)
      else {
        const serving = { secondsLeft: secondsUntil(live.current.until), isPrivate: false }
        send({ request, response, serving }, resource)?.catch(fail)
      }
    } catch (cause) {
      fail(cause)
    }
  }
}

/** The resource for a plain request; null for a request that Express must handle. */
function resourceOf(request: IncomingMessage, { show, site, listeners }: Current): Resource | null {
  const { method, url = '' } = request
  const isPlain = (method === 'GET' || method === 'HEAD') && /^\/[^#]*$/.test(url)
  if (!isPlain || listeners !== undefined || !isHostClear(request)) return null
  const located = locate(site, basePathOf(show), pathOf(url))
  return located.kind === 'resource' ? located.resource : null
}

function createExpressApp(
  live: LiveShow,
  send: SendResource,
  tell: ReturnType<typeof createFailureLog>,
): RequestListener {
  const app = express()
  // Keeps the stack out of Express's error page, which remains for targets that it cannot parse.
  app.set('env', 'production')
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', false)
  app.use((request, response) => respond(request, response, live, send))
  const onError: ErrorRequestHandler = (cause, request, response, _next) =>
    sendError(cause, request, response, { live, tell })
  app.use(onError)
  return app
}

/** Refuses requests of a client beyond its limit; behind a proxy this is the only limit for a client. */
function limitRequests(isTrusted: IsTrusted, limit: number): RequestListener {
  const tally = createTally(limit)
  return (request, response) => {
    const address = addressOf(request, isTrusted)
    if (isTrusted(address)) return
    const client = clientOf(address)
    if (!tally.enter(client)) throw new HttpError(429, { 'Retry-After': '5' })
    response.on('close', () => tally.leave(client))
  }
}

async function respond(
  request: Request,
  response: Response,
  live: LiveShow,
  send: SendResource,
): Promise<void> {
  const { until, listeners } = live.current
  const serving = { secondsLeft: secondsUntil(until), isPrivate: listeners !== undefined }
  const always = serving.isPrivate ? { ...ALWAYS, ...PRIVATE } : ALWAYS
  if (!isHostClear(request)) throw new HttpError(400)
  if (!METHODS.some((method) => method === request.method)) throw new HttpError(405, { Allow })
  const located = await locateIn(live.current, request.path)
  if (request.method === 'OPTIONS' && (located.kind !== 'nothing' || request.url === '*')) {
    const options = located.kind === 'resource' ? optionsOf(located.resource.role) : { Allow }
    response.set({ ...always, ...options })
    response.status(204).end()
    return
  }
  switch (located.kind) {
    case 'resource':
      return send({ request, response, serving }, located.resource)
    case 'redirect':
      response.set({ ...always, ...fieldsOf('page', serving) })
      response.redirect(301, located.location + queryOf(request.url))
      return
    case 'health':
      response.set(always)
      return sendHealth(response, live)
    case 'malformed':
      throw new HttpError(400)
    case 'nothing':
      throw new HttpError(404)
  }
}

/** Looks up a path in the site, or in that of the listener whose token is in the path. */
async function locateIn({ show, site, listeners }: Current, path: string): Promise<Located> {
  const basePath = basePathOf(show)
  const asked = listeners === undefined ? null : listenerRequest(path, basePath)
  if (listeners === undefined || asked === null) return locate(site, basePath, path)
  const opened = await listeners.open(asked.token)
  if (opened === null) return { kind: 'nothing' }
  if (asked.rest === '') return { kind: 'redirect', location: `./${asked.token}/` }
  const located = locate(opened, '/', asked.rest)
  return located.kind === 'health' ? { kind: 'nothing' } : located
}

const Allow = METHODS.join(', ')

/** A name, an IPv4 address or a bracketed IPv6 address, with or without a port. */
const HOST = /^(?:\[[\da-f:.]+\]|[\w.~!$&'()*+,;=%-]*)(?::\d*)?$/i

const isHost = remembering((text: string) => HOST.test(text))

/**
 * Whether a request names exactly one host. If a proxy and this server took different ones, an attacker could
 * make one answer for the other (cache poisoning).
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2
 */
function isHostClear({ rawHeaders, headers }: IncomingMessage): boolean {
  let hosts = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1
  }
  return hosts <= 1 && isHost(headers.host ?? '')
}

function secondsUntil(time: Date | null): number {
  return time === null ? Number.POSITIVE_INFINITY : (time.getTime() - Date.now()) / 1000
}

/** The path of a request target. */
export function pathOf(target = ''): string {
  return withoutQuery(target)
}

/** The query of a request target with its `?`; '' for none. */
export function queryOf(target: string): string {
  return /\?[^#]*/.exec(target)?.[0] ?? ''
}

/** Sends the state for a monitor. Messages that name files are for the operator only. */
async function sendHealth(response: Response, live: LiveShow): Promise<void> {
  const { show, since, listeners } = live.current
  const { failing, wrong } = await live.health()
  response.setHeader('Cache-Control', 'no-store')
  response.status(failing ? 503 : 200).json({
    status: failing ? 'failing' : wrong.length > 0 ? 'degraded' : 'ok',
    ...(listeners === undefined && { episodes: countEpisodes(show) }),
    since: since.toISOString(),
    wrong,
  })
}

/** The number of episodes in all shows of a site. */
export function countEpisodes(show: Show): number {
  return showsOf(show).reduce((sum, { episodes }) => sum + episodes.length, 0)
}

const basePaths = new WeakMap<Show, string>()

/** The path of the base URL, percent-decoded, with `/` at both ends. */
export function basePathOf(show: Show): string {
  const known = basePaths.get(show)
  if (known !== undefined) return known
  const { pathname } = new URL(show.baseUrl)
  const path = decodePart(pathname) ?? pathname
  basePaths.set(show, path)
  return path
}

/** Responds to every error with a plain page, and reports those that the client did not cause. */
function sendError(
  cause: unknown,
  request: IncomingMessage,
  response: ServerResponse,
  { live, tell }: { live: LiveShow; tell: ReturnType<typeof createFailureLog> },
): void {
  const error = cause instanceof HttpError ? cause : new HttpError(500)
  if (error !== cause) {
    tell(`${request.method} ${withoutToken(pathOf(request.url))} failed`, cause)
  }
  if (response.headersSent) {
    // Aborting is the only way left to show that the response is incomplete.
    response.destroy()
    return
  }
  response.getHeaderNames().forEach((name) => response.removeHeader(name))
  const privately = live.current.listeners === undefined ? {} : PRIVATE
  const page = Buffer.from(errorPage(error.status, live))
  const fields = { ...ALWAYS, ...ON_ERROR, ...privately, ...error.fields }
  response.writeHead(error.status, { ...fields, 'Content-Length': page.length })
  response.end(request.method === 'HEAD' ? undefined : page)
}

/**
 * The page for an error. It is only the status if not even the page can be rendered, and for a private show,
 * about which strangers learn nothing.
 */
function errorPage(status: number, { current, report }: LiveShow): string {
  if (current.listeners !== undefined) return bareErrorPage(status)
  try {
    return renderErrorPage(status, current.show)
  } catch (cause) {
    report(`the page for status ${status} cannot be rendered`, cause)
    return bareErrorPage(status)
  }
}

function bareErrorPage(status: number): string {
  return `<!doctype html><title>${status}</title><h1>${status}</h1>`
}
