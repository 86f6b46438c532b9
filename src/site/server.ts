import { once } from 'node:events'
import { chmod, lstat, unlink } from 'node:fs/promises'
import type { RequestListener, Server, ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { http } from '../base/lazily.ts'
import { faultOf, type Fault, Refusal } from '../base/fault.ts'
import { clientOf } from '../base/addresses.ts'
import { createTally, type IsTrusted, isThisMachine } from './clients.ts'

/** Where a server listens. */
export type Place =
  /** Port 0 takes any free port. */
  | { readonly host: string; readonly port: number }
  /** A Unix socket, for a proxy on this machine. */
  | { readonly socket: string }
  /** The descriptor of a socket that the service manager has opened. */
  | { readonly descriptor: number }

/** Limits of a server, in total and for each client. Times are in milliseconds. */
export interface Limits {
  /** Open connections at a time; more are closed. */
  readonly connections: number
  /** The same for one client that is not a trusted proxy. */
  readonly perClient: number
  /** Time within which the headers of a request must arrive. */
  readonly head: number
  /** Time within which a whole request must arrive. */
  readonly request: number
  /** Time after which a connection without any progress is closed. */
  readonly stalled: number
}

/**
 * The defaults are patient: a paused player reads nothing for minutes, and the buffers of the system hide the
 * progress of a slow one. A download that is cut off is resumed where it stopped.
 */
export const LIMITS: Limits = {
  connections: 4000,
  perClient: 200,
  head: 10_000,
  request: 20_000,
  stalled: 300_000,
}

export interface ListenOptions {
  readonly limits?: Partial<Limits>
  /** Which addresses may hold any number of connections; by default those of this machine. */
  readonly isTrusted?: IsTrusted
}

/** A server that listens. */
export interface Listening {
  /** Its URL on this machine, with a final `/`. */
  readonly url: string
  /**
   * Stops: accepts no new connections, closes idle ones, finishes responses, and cuts off those that are not
   * finished in time.
   *
   * @param grace Milliseconds; ten seconds by default.
   */
  readonly close: (grace?: number) => Promise<void>
}

const GRACE = 10_000
/** Milliseconds between two checks for idle connections while stopping. */
const SWEEP = 50

/**
 * Starts to listen.
 *
 * @throws {Refusal} If the place is not available. The message says what to do.
 */
export async function listen(
  app: RequestListener,
  place: Place,
  { limits, isTrusted = isThisMachine }: ListenOptions = {},
): Promise<Listening> {
  const { connections, perClient, head, request, stalled } = { ...LIMITS, ...limits }
  const server = http().createServer(
    {
      headersTimeout: head,
      requestTimeout: request,
      connectionsCheckingInterval: Math.min(1000, head),
    },
    app,
  )
  server.timeout = stalled
  server.maxConnections = connections
  server.on('connection', limitClients(perClient, isTrusted))
  spareUnsent(server)
  try {
    if ('socket' in place) await removeStale(place.socket)
    server.listen(toNode(place))
    await once(server, 'listening')
    // The proxy may run as another user; the permissions of the folder decide who can reach the socket.
    if ('socket' in place) await chmod(place.socket, 0o666)
  } catch (cause) {
    throw new Refusal(explain(faultOf(cause), place), { cause })
  }
  let closed: Promise<void> | null = null
  return {
    url: urlOf(server, place),
    close: (grace = GRACE) => (closed ??= close(server, grace)),
  }
}

/**
 * Keeps Node from treating a connection as idle as soon as its response was ended, and destroying it with the
 * data that is not sent yet: a download would lack the end of its recording when the server stops. A
 * connection counts as idle only after its response has been sent; until then, a kept-alive one is closed by
 * its next response.
 */
function spareUnsent(server: Server): void {
  let unsent = 0
  server.prependListener('request', (_, response: ServerResponse) => {
    if (!server.listening) response.shouldKeepAlive = false
    unsent += 1
    response.on('close', () => void (unsent -= 1))
  })
  const closeIdle = server.closeIdleConnections.bind(server)
  server.closeIdleConnections = () => {
    if (unsent === 0) closeIdle()
  }
}

/** Closes connections of a client beyond its limit. */
function limitClients(limit: number, isTrusted: IsTrusted): (socket: Socket) => void {
  const tally = createTally(limit)
  return (socket) => {
    const { remoteAddress } = socket
    if (isTrusted(remoteAddress)) return
    const client = clientOf(remoteAddress)
    if (tally.enter(client)) socket.once('close', () => tally.leave(client))
    else socket.destroy()
  }
}

function toNode(place: Place): object {
  if ('socket' in place) return { path: place.socket }
  return 'descriptor' in place ? { fd: place.descriptor } : place
}

/** Removes a socket that a killed server left; not one at which a server listens. */
async function removeStale(path: string): Promise<void> {
  const facts = await lstat(path).catch(() => null)
  if (facts?.isSocket() !== true) return
  const socket = connect(path)
  try {
    await once(socket, 'connect')
  } catch (cause) {
    if (faultOf(cause).code === 'ECONNREFUSED') await unlink(path)
  } finally {
    socket.destroy()
  }
}

function urlOf(server: Server, place: Place): string {
  const address = server.address()
  // A base URL is needed even if no browser of this machine can reach it.
  if (!(address instanceof Object)) return 'http://localhost/'
  const host = 'host' in place ? place.host : address.address
  const everywhere = host === '0.0.0.0' || host === '::'
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${address.port}/`
}

async function close(server: Server, grace: number): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  // A keep-alive connection becomes idle only after its last response.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP)
  const end = setTimeout(() => server.closeAllConnections(), grace)
  await closed
  clearInterval(sweep)
  clearTimeout(end)
}

function explain({ code, message }: Fault, place: Place): string {
  if ('descriptor' in place) {
    return `the service manager passed descriptor ${place.descriptor}, which cannot be listened on (${message}); pass a listening stream socket, e.g. ListenStream=3000`
  }
  return 'socket' in place
    ? explainSocket(code, message, place.socket)
    : explainPort(code, message, place)
}

function explainSocket(code: string, message: string, path: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `${path} is in use by another program, or is a file that is not a socket; stop that program, or choose another path`
    case 'EACCES':
    case 'ENOENT':
      return `${path} cannot be made (${code}); make its folder first, and let this program write there`
    default:
      return `cannot listen on ${path}: ${message}; choose a path of fewer than 108 bytes in a folder of this machine`
  }
}

function explainPort(
  code: string,
  message: string,
  { host, port }: Extract<Place, { port: number }>,
): string {
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} on ${host} is in use by another program; stop that program, or choose another port, e.g. --port ${port === 65_535 ? 3000 : port + 1}`
    case 'EACCES':
      return `port ${port} needs privileges that this program does not have; choose one above 1023, e.g. --port 3000, behind a proxy on port ${port}`
    case 'ERR_SOCKET_BAD_PORT':
      return `expected a port from 0 to 65535, got ${port}`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `"${host}" is not an address of this machine; use --host 127.0.0.1 for this machine only, or --host 0.0.0.0 for all interfaces`
    default:
      return `cannot listen on ${host} port ${port}: ${message}`
  }
}
