import { setTimeout as wait } from 'node:timers/promises'
import { withoutUser } from '../base/web-address.ts'
import { askedPause, BUSY } from '../net/answer.ts'
import { Cost, LIMITS } from '../net/cost.ts'
import { exchange } from '../net/exchange.ts'
import { describeFailure } from '../net/failures.ts'
import { createHosts, type Hosts } from '../net/hosts.ts'
import { NAMED } from '../net/reach.ts'

/** A request by which a service learns that a feed has changed. */
export interface Notice {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/**
 * The notice that makes a WebSub hub fetch a feed again. WebSub itself does not specify it: hubs support the
 * publishing request of its predecessor.
 *
 * @see https://pubsubhubbub.github.io/PubSubHubbub/pubsubhubbub-core-0.3.html#publishing
 */
export function hubNotice(hub: string, feedUrl: string): Notice {
  return {
    method: 'POST',
    url: new URL(hub),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': feedUrl }).toString(),
  }
}

/** The media that podping knows; for all others its default is sent. */
const PODPING_MEDIA = new Set([
  'mixed',
  ...['podcast', 'music', 'video', 'film', 'audiobook', 'newsletter', 'blog'].flatMap((medium) => [
    medium,
    `${medium}L`,
  ]),
])

/**
 * The notice that sends a podping through a front-end, which writes it for others.
 *
 * @param token Identifies the sender to the front-end; null if it needs none.
 * @see https://github.com/Podcastindex-org/podping.cloud
 */
export function podpingNotice(
  frontEnd: string,
  feedUrl: string,
  { medium, token }: { readonly medium: string; readonly token: string | null },
): Notice {
  const url = new URL(frontEnd)
  url.searchParams.set('url', feedUrl)
  url.searchParams.set('reason', 'update')
  if (PODPING_MEDIA.has(medium)) url.searchParams.set('medium', medium)
  return { method: 'GET', url, headers: token === null ? {} : { Authorization: token } }
}

/** How notices are sent. */
interface Sending {
  /** Milliseconds to wait after each failure; when the list ends, the notice is given up. */
  readonly pauses: readonly number[]
  /** Stops early; its reason is thrown. */
  readonly signal: AbortSignal
}

/** Sends notices over shared connections, within shared limits. */
export interface Sender {
  /**
   * Sends a notice, and repeats it if the service seems to have a temporary failure.
   *
   * @returns Null if it was accepted; otherwise why not, as the end of a sentence about the service.
   */
  readonly send: (notice: Notice) => Promise<string | null>
  readonly close: () => void
}

export function createSender({ pauses, signal }: Sending): Sender {
  const hosts = createHosts()
  return {
    async send(notice) {
      for (const pause of [...pauses, null]) {
        const { failure, again } = await sendOnce(notice, hosts, signal)
        if (failure === null) return null
        if (pause === null || again === null || again > LONGEST_PAUSE) return failure
        await wait(Math.max(pause, again), undefined, { signal })
      }
      return null
    },
    close: hosts.close,
  }
}

const LIMITS_OF_NOTICE = { ...LIMITS, totalTime: 30_000, totalBytes: 1_000_000 }

/** The longest pause that a service may ask for, in milliseconds. */
const LONGEST_PAUSE = 3_600_000

interface Sent {
  readonly failure: string | null
  /** The least number of milliseconds before another try; null if that is useless. */
  readonly again: number | null
}

async function sendOnce(
  { method, url, headers, body }: Notice,
  hosts: Hosts,
  signal: AbortSignal,
): Promise<Sent> {
  const cost = new Cost(LIMITS_OF_NOTICE)
  cost.start()
  try {
    const agent = hosts.connections.agentFor(url, NAMED)
    const named = { 'User-Agent': USER_AGENT, ...headers }
    const request = { method, url, headers: named, agent, signal, body }
    const response = await exchange(request, cost)
    const { statusCode: status = 0 } = response
    response.destroy()
    if (status >= 200 && status < 300) return { failure: null, again: null }
    const isPassing = status >= 500 || BUSY.has(status) || status === 408
    const pause = askedPause(status, response.headers) ?? 0
    return { failure: `responds with status ${status}`, again: isPassing ? pause : null }
  } catch (cause) {
    signal.throwIfAborted()
    const { message } = describeFailure(cause, withoutUser(url))
    return { failure: message.replace('cannot be fetched', 'cannot be reached'), again: 0 }
  }
}

const USER_AGENT = 'Sidecast (tells that a feed has changed)'
