import { ProbeError } from '../probe-error.ts'
import { Client } from './client.ts'
import { createHosts, type Hosts } from './hosts.ts'
import { LIMITS, type Limits } from './limits.ts'
import { Unfetchable, Unreachable } from './unfetchable.ts'

/** How something on another machine is asked for. */
export interface FetchOptions {
  /** Where they are to be others than {@link LIMITS}. */
  readonly limits?: Partial<Limits>
  /** Ends the work early, with the signal's reason thrown. */
  readonly signal?: AbortSignal
  /** What a run shares; give the same to all of it. Without, all that give none share one. */
  readonly hosts?: Hosts
}

const everyone = createHosts()

/**
 * Asks another machine for something, politely and within limits.
 *
 * Addresses of this machine and of its network are as good as any, since authors write them; but a
 * public host must not redirect to one.
 *
 * @throws {ProbeError} If it cannot be had. The message is a sentence for the author.
 */
export async function withClient<T>(
  url: string,
  { hosts = everyone, limits, signal }: FetchOptions,
  work: (client: Client, start: URL) => Promise<T>,
): Promise<T> {
  const start = parseAddress(url)
  const client = new Client(start, hosts, { ...LIMITS, ...limits }, signal)
  try {
    const result = await work(client, start)
    hosts.manners.noteAnswer(client.address.host)
    return result
  } catch (cause) {
    signal?.throwIfAborted()
    if (!(cause instanceof Unfetchable)) throw cause
    if (cause instanceof Unreachable) hosts.manners.noteFailure(client.address.host)
    throw new ProbeError(cause.refusal, `${subject(start, client.address)} ${cause.message}`, {
      cause,
    })
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
  throw new ProbeError(
    'unreadable',
    `"${url}" is no address on the web; expected one that begins with https:// or http://`,
  )
}

/** The beginning of a sentence about it: what its author wrote, and where that leads. */
function subject(start: URL, address: URL): string {
  const named = `"${withoutPassword(start).href}"`
  if (start.href === address.href) return named
  const final = withoutPassword(address)
  // What stands behind the path is often a signature.
  final.search = ''
  return `${named}, redirected to "${final.href}",`
}

function withoutPassword(url: URL): URL {
  const shown = new URL(url)
  shown.username = ''
  shown.password = ''
  return shown
}
