import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { remembering } from '../base/memory.ts'
import { networkOf, parseNetwork } from '../base/addresses.ts'

/**
 * Whether an address is of a proxy that tells the truth about its clients (`X-Forwarded-For`).
 * Undefined is the other end of a Unix socket.
 */
export type IsTrusted = (address: string | undefined) => boolean

/** What is trusted unless the operator says otherwise: a proxy on the same machine. */
export const isThisMachine: IsTrusted = remembering(
  (address) => address === undefined || networkOf(address) === 'this machine',
)

/** Reads `--trust-proxy`. @throws {RangeError} If a part is neither a network nor the word for one. */
export function parseTrusted(text: string): IsTrusted {
  const parts = text.split(',').map((part) => part.trim())
  const tests = parts.filter((part) => part !== '').map(parseNetwork)
  return remembering((address) => address === undefined || tests.some((test) => test(address)))
}

/**
 * The address of a client: of the last in the chain whom no trusted proxy vouches for. Undefined is
 * the other end of a Unix socket.
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

/** How many of something each client has at a time. */
export interface Tally {
  /** Counts one more; false, without counting it, where the client has as many as it may have. */
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
