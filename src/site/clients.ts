import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { remembering } from '../base/memory.ts'
import { networkOf, parseNetwork } from '../base/addresses.ts'

/**
 * Whether an address is that of a proxy whose `X-Forwarded-For` is believed. Undefined is the other end of a
 * Unix socket.
 */
export type IsTrusted = (address: string | undefined) => boolean

/** The default: proxies on the same machine. */
export const isThisMachine: IsTrusted = remembering(
  (address) => address === undefined || networkOf(address) === 'this machine',
)

/**
 * Reads `--trust-proxy`.
 *
 * @throws {RangeError} If a part is not an address, a range or one of the words for ranges.
 */
export function parseTrusted(text: string): IsTrusted {
  const parts = text.split(',').map((part) => part.trim())
  const tests = parts.filter((part) => part !== '').map(parseNetwork)
  return remembering((address) => address === undefined || tests.some((test) => test(address)))
}

/**
 * The address of a client: the last one in the chain of proxies that is not a trusted proxy. Undefined is the
 * other end of a Unix socket.
 */
export function addressOf(request: IncomingMessage, isTrusted: IsTrusted): string | undefined {
  const { remoteAddress } = request.socket
  if (!isTrusted(remoteAddress)) return remoteAddress
  const { 'x-forwarded-for': forwarded } = request.headers
  if (forwarded === undefined) return remoteAddress
  const chain = String(forwarded)
    .split(',')
    .map((part) => part.trim())
  let address = remoteAddress
  for (const before of chain.toReversed()) {
    if (isIP(before) === 0) break
    address = before
    if (!isTrusted(address)) break
  }
  return address
}

/** Counts something for each client, up to a limit. */
export interface Tally {
  /** Counts one more; returns false without counting if the client has reached the limit. */
  readonly enter: (client: string) => boolean
  readonly leave: (client: string) => void
}

export function createTally(limit: number): Tally {
  const counts = new Map<string, number>()
  return {
    enter(client) {
      const count = counts.get(client) ?? 0
      if (count < limit) counts.set(client, count + 1)
      return count < limit
    },
    leave(client) {
      const count = (counts.get(client) ?? 0) - 1
      if (count > 0) counts.set(client, count)
      else counts.delete(client)
    },
  }
}
