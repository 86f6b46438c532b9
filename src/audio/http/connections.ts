import { lookup } from 'node:dns'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'

/** A host turned out to be at an address that must not be reached from where it was named. */
export class PrivateAddress extends Error {
  override readonly name = 'PrivateAddress'
  readonly address: string

  constructor(address: string) {
    super(`${address} is private`)
    this.address = address
  }
}

/** Connections that are kept open from one request to the next. */
export interface Connections {
  readonly isPrivate: (address: string) => boolean
  /**
   * The agent for a URL.
   *
   * @param guarded Lets it connect to public addresses only. It then has connections of its own.
   * @throws {PrivateAddress} If the URL itself names a private address.
   */
  readonly agentFor: (url: URL, guarded: boolean) => HttpAgent
  readonly close: () => void
}

/** Opens none yet; those that nobody uses do not keep the process alive. */
export function createConnections(isPrivate: (address: string) => boolean): Connections {
  const options = { keepAlive: true }
  const guard = { ...options, lookup: createGuard(isPrivate) }
  const open = { 'http:': new HttpAgent(options), 'https:': new HttpsAgent(options) }
  const guarded = { 'http:': new HttpAgent(guard), 'https:': new HttpsAgent(guard) }
  return {
    isPrivate,
    agentFor(url, isGuarded) {
      // Where the host is an address, nothing is looked up.
      const address = url.hostname.replace(/^\[|\]$/g, '')
      if (isGuarded && isIP(address) !== 0 && isPrivate(address)) throw new PrivateAddress(address)
      return (isGuarded ? guarded : open)[url.protocol === 'https:' ? 'https:' : 'http:']
    },
    close() {
      for (const agent of [...Object.values(open), ...Object.values(guarded)]) agent.destroy()
    },
  }
}

/**
 * Looks up names, and leaves out private addresses. It happens when a connection is made, so that a
 * name cannot stand for one address when it is checked and for another when it is used.
 */
function createGuard(isPrivate: (address: string) => boolean): LookupFunction {
  return (host, options, callback) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      const allowed = error ? [] : found.filter(({ address }) => !isPrivate(address))
      const [first] = allowed
      if (error) callback(error, [])
      else if (!first) callback(new PrivateAddress(found[0]?.address ?? host), [])
      else if (options.all === true) callback(null, allowed)
      else callback(null, first.address, first.family)
    })
  }
}
