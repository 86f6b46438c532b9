import { Client } from './client.ts'
import { withoutUser, withoutUserIn } from '../base/user-info.ts'
import { createHosts, type Hosts } from './hosts.ts'
import { LIMITS, type Limits } from './cost.ts'
import { PUBLIC, type Reach } from './reach.ts'
import { FetchError, Unfetchable, Unreachable } from './unfetchable.ts'

/** How something on another machine is asked for. */
export interface FetchOptions {
  /** Where they are to be others than {@link LIMITS}. */
  readonly limits?: Partial<Limits>
  /** Ends the work early, with the signal's reason thrown. */
  readonly signal?: AbortSignal
  /** What a run shares; give the same to all of it. Without, all that give none share one. */
  readonly hosts?: Hosts
  /** Where the address may be besides the public internet; nowhere when left out. */
  readonly reach?: Reach
}

const everyone = createHosts()

/**
 * Asks another machine for something, politely, within limits and within reach.
 *
 * @throws {FetchError} If it cannot be had. The message is a sentence for the author.
 */
export async function withClient<T>(
  url: string,
  { hosts = everyone, limits, reach = PUBLIC, signal }: FetchOptions,
  work: (client: Client, start: URL) => Promise<T>,
): Promise<T> {
  const start = parseAddress(url)
  const client = new Client(start, hosts, { ...LIMITS, ...limits }, reach, signal)
  try {
    const result = await work(client, start)
    hosts.manners.noteAnswer(client.address.host)
    return result
  } catch (cause) {
    signal?.throwIfAborted()
    if (!(cause instanceof Unfetchable)) throw cause
    if (cause instanceof Unreachable) hosts.manners.noteFailure(client.address.host)
    throw new FetchError(`${subject(start, client.address)} ${cause.message}`, { cause })
  } finally {
    client.leave()
  }
}

function parseAddress(url: string): URL {
  const address = URL.canParse(url) ? new URL(url) : null
  if (address?.protocol === 'http:' || address?.protocol === 'https:') {
    address.hash = ''
    return address
  }
  throw new FetchError(
    `"${withoutUserIn(url)}" is no address on the web; expected one that begins with https:// or http://`,
  )
}

/** The beginning of a sentence about it: what its author wrote, and where that leads. */
function subject(start: URL, address: URL): string {
  const named = `"${withoutUser(start).href}"`
  if (start.href === address.href) return named
  const final = withoutUser(address)
  // What stands behind the path is often a signature.
  final.search = ''
  return `${named}, redirected to "${final.href}",`
}
