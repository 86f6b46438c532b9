import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { faultOf, type Fault } from '../base/fault.ts'
import { Refusal } from './refusal.ts'

export interface ListenOptions {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
}

/** A server that listens. */
export interface Listening {
  /** Where it is reached from this machine, with a final `/`. */
  readonly url: string
  /**
   * Stops: no new connections; idle ones end at once, answers under way are finished, and what is
   * not finished after the grace is cut off.
   *
   * @param grace Milliseconds; ten seconds when left out.
   */
  readonly close: (grace?: number) => Promise<void>
}

const GRACE = 10_000

/** @throws {Refusal} If the port or the host cannot be had; the message says what to do. */
export async function listen(
  app: RequestListener,
  { host, port }: ListenOptions,
): Promise<Listening> {
  const server = createServer((request, response) => {
    // A connection that is kept alive becomes idle only when its last answer is out.
    response.once('close', () => server.listening || server.closeIdleConnections())
    app(request, response)
  })
  try {
    server.listen({ host, port })
    await once(server, 'listening')
  } catch (cause) {
    throw new Refusal(explain(faultOf(cause), host, port), { cause })
  }
  let closed: Promise<void> | null = null
  return {
    url: urlOf(server, host),
    close: (grace = GRACE) => (closed ??= close(server, grace)),
  }
}

function urlOf(server: Server, host: string): string {
  const address = server.address()
  const port = address instanceof Object ? address.port : 0
  const everywhere = host === '0.0.0.0' || host === '::'
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}/`
}

async function close(server: Server, grace: number): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  const end = setTimeout(() => server.closeAllConnections(), grace)
  await closed
  clearTimeout(end)
}

function explain({ code, message }: Fault, host: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} is taken by another program on ${host}; end that program, or choose another port, e.g. --port ${port === 65_535 ? 3000 : port + 1}`
    case 'EACCES':
      return `port ${port} needs more rights than this program has; choose one above 1023, e.g. --port 3000, and let a proxy in front of it have port ${port}`
    case 'ERR_SOCKET_BAD_PORT':
      return `expected a port from 0 to 65535, got ${port}`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `"${host}" is no address of this machine; choose --host 127.0.0.1 for this machine alone, or --host 0.0.0.0 for everyone who can reach it`
    default:
      return `cannot listen on ${host} port ${port}: ${message}`
  }
}
