import { Client } from './client.ts'
import { withoutUser, withoutUserIn } from '../base/web-address.ts'
import { createHosts, type Hosts } from './hosts.ts'
import { LIMITS, type Limits } from './cost.ts'
import { PUBLIC, type Reach } from './reach.ts'
import { FetchError, Unfetchable, Unreachable } from './failures.ts'

/** Options of a request. */
export interface FetchOptions {
  /** Where they differ from {@link LIMITS}. */
  readonly limits?: Partial<Limits>
  /** Stops early and throws the reason of the signal. */
  readonly signal?: AbortSignal
  /** Shared by all requests of a run; by default, by all requests without it. */
  readonly hosts?: Hosts
  /** Where the address may be besides the public internet; nowhere by default. */
  readonly reach?: Reach
}

const shared = createHosts()

/**
 * Fetches from another machine, within limits and within reach.
 *
 * @throws {FetchError} If that fails. The message is a sentence for the author.
 */
export async function withClient<T>(
  url: string,
  { hosts = shared, limits, reach = PUBLIC, signal }: FetchOptions,
  work: (client: Client, start: URL) => Promise<T>,
): Promise<T> {
  const start = parseAddress(url)
  const client = new Client(start, hosts, { ...LIMITS, ...limits }, reach, signal)
  try {
    const result = await work(client, start)
    hosts.backoff.noteAnswer(client.address.host)
    return result
  } catch (cause) {
    signal?.throwIfAborted()
    if (!(cause instanceof Unfetchable)) throw cause
    if (cause instanceof Unreachable) hosts.backoff.noteFailure(client.address.host, cause)
    throw new FetchError(`${subject(start, client.address)} ${cause.message}`, { cause })
  } finally {
    client.leave()
  }
}

function parseAddress(url: string): URL {
  const address = URL.parse(url)
  if (address?.protocol === 'http:' || address?.protocol === 'https:') {
    address.hash = ''
    return address
  }
  throw new FetchError(
    `"${withoutUserIn(url)}" is not a web address; expected one that begins with https:// or http://`,
  )
}

/** The start of a message: the address that the author wrote, and its final address. */
function subject(start: URL, address: URL): string {
  const named = `"${withoutUser(start).href}"`
  if (start.href === address.href) return named
  const final = withoutUser(address)
  // The query is often a signature.
  final.search = ''
  return `${named}, redirected to "${final.href}",`
}
