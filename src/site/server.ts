import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { faultOf, type Fault, Refusal } from '../base/fault.ts'

export interface ListenOptions {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
}

/** A server that listens. */
export interface Listening {
  /** Its URL on this machine, with a final `/`. */
  readonly url: string
  /**
   * Stops: accepts no new connections, closes idle ones, finishes responses, and cuts off those that
   * are not finished in time.
   *
   * @param grace Milliseconds; ten seconds by default.
   */
  readonly close: (grace?: number) => Promise<void>
}

const GRACE = 10_000

/** @throws {Refusal} If the port or the host is not available; the message says what to do. */
export async function listen(
  app: RequestListener,
  { host, port }: ListenOptions,
): Promise<Listening> {
  const server = createServer((request, response) => {
    // A keep-alive connection becomes idle only after its last response.
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
