import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { withoutQuery, withoutUserIn } from '../base/web-address.ts'
import { addressOf, type IsTrusted } from './clients.ts'
import { withoutToken } from './listener-sites.ts'

/** A request whose response has ended, or was broken off, as an operator may see it: no secrets. */
export interface Answered {
  readonly method: string
  /** Percent-encoded as in the request; without the query, and without the token of a listener. */
  readonly path: string
  readonly status: number
  /** Bytes of the body that were passed to the system; fewer than asked for if it was broken off. */
  readonly bytes: number
  /** Bytes of the whole resource, of which a range is a part; undefined if that is unknown. */
  readonly size: number | undefined
  /** As sent; undefined without the field. */
  readonly range: string | undefined
  readonly agent: string | undefined
  readonly referrer: string | undefined
  /** The address of the client; undefined for a Unix socket. */
  readonly client: string | undefined
  readonly milliseconds: number
}

/** Sees every request that a server gets. */
export interface RequestWatch {
  /** Hears of each request when its response has ended. */
  readonly hears: (hear: (answered: Answered) => void) => void
  /** How many responses are under way. */
  readonly underWay: () => number
  /** Passes requests on to a handler, and watches them. */
  readonly over: (handler: RequestListener) => RequestListener
}

export function watchRequests(isTrusted: IsTrusted): RequestWatch {
  const all: ((answered: Answered) => void)[] = []
  let open = 0
  return {
    hears: (hear) => void all.push(hear),
    underWay: () => open,
    over: (handler) => (request, response) => {
      const began = performance.now()
      open += 1
      response.on('close', () => {
        open -= 1
        if (all.length === 0) return
        const milliseconds = performance.now() - began
        const answered = describe(request, response, milliseconds, addressOf(request, isTrusted))
        for (const hear of all) hear(answered)
      })
      handler(request, response)
    },
  }
}

function describe(
  request: IncomingMessage,
  response: ServerResponse,
  milliseconds: number,
  client: string | undefined,
): Answered {
  const { method = '', headers, url = '' } = request
  const { [SENT]: noted }: Noting = response
  const { 'user-agent': agent, referer, range } = headers
  return {
    method,
    path: withoutToken(withoutQuery(url)),
    status: response.statusCode,
    bytes: noted?.bytes ?? bytesOf(request, response),
    size: noted?.size,
    range,
    agent,
    referrer: referer === undefined ? undefined : cleanReferrer(referer),
    client,
    milliseconds,
  }
}

/** What was sent of a body, and what it is a part of. */
export interface Sent {
  /** Bytes that were passed to the system. */
  readonly bytes: number
  /** Bytes of the whole. */
  readonly size: number
}

const SENT = Symbol('sent')
type Noting = ServerResponse & { [SENT]?: Sent }

/** Notes what a response sends, repeatedly while it lasts. */
export function noteSent(response: Noting, what: Sent): void {
  response[SENT] = what
}

/** Of other responses, such as error pages, which are short. */
function bytesOf({ method }: IncomingMessage, response: ServerResponse): number {
  const isSent = response.writableFinished && method !== 'HEAD'
  return isSent ? Number(response.getHeader('content-length') ?? 0) : 0
}

/** The page from which a request came, without its query, which may be private. */
function cleanReferrer(text: string): string {
  return withoutToken(withoutUserIn(withoutQuery(text)))
}
