import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { LookupFunction } from 'node:net'
import { addressIn, type Network } from '../base/addresses.ts'
import type { Reach } from './reach.ts'

/** A host turned out to be at an address that must not be reached from where it was named. */
export class PrivateAddress extends Error {
  override readonly name = 'PrivateAddress'
  /** The address and its network, as a part of a sentence. */
  readonly place: string

  constructor(address: string, network: Network) {
    const place = `${address}, an address of ${network}`
    super(`${place}, is out of reach`)
    this.place = place
  }
}

/** Finds all addresses of a host, as `dns.lookup` does. */
type Resolve = (
  host: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void

export interface ConnectionOptions {
  /** Tells the network of an address; null for the public internet. */
  readonly networkOf: (address: string) => Network | null
  /** That of the operating system when left out. */
  readonly resolve?: Resolve
}

/** Connections that are kept open from one request to the next. */
export interface Connections {
  readonly networkOf: (address: string) => Network | null
  /**
   * The agent for a URL; it connects only to what is in reach. Each reach has connections of its own.
   *
   * @throws {PrivateAddress} If the URL itself names an address that is out of reach.
   */
  readonly agentFor: (url: URL, reach: Reach) => HttpAgent
  readonly close: () => void
}

type Agents = Readonly<Record<'http:' | 'https:', HttpAgent>>

/** Why an address must not be connected to; null where it may. */
type Refuse = (address: string) => PrivateAddress | null

/** Opens none yet; those that nobody uses do not keep the process alive. */
export function createConnections({ networkOf, resolve = lookup }: ConnectionOptions): Connections {
  const pools = new Map<string, Agents>()

  function agentsFor({ open }: Reach, refuse: Refuse): Agents {
    const key = [...open].join()
    const known = pools.get(key)
    if (known) return known
    const options = { keepAlive: true, lookup: createGuard(resolve, refuse) }
    const agents = { 'http:': new HttpAgent(options), 'https:': new HttpsAgent(options) }
    pools.set(key, agents)
    return agents
  }

  return {
    networkOf,
    agentFor(url, reach) {
      const refuse: Refuse = (address) => {
        const network = networkOf(address)
        const isAllowed = network === null || reach.open.has(network)
        return isAllowed ? null : new PrivateAddress(address, network)
      }
      // Where the host is an address, nothing is looked up.
      const address = addressIn(url.hostname)
      const refusal = address === null ? null : refuse(address)
      if (refusal) throw refusal
      return agentsFor(reach, refuse)[url.protocol === 'https:' ? 'https:' : 'http:']
    },
    close() {
      for (const agents of pools.values()) {
        for (const agent of Object.values(agents)) agent.destroy()
      }
    },
  }
}

/**
 * Looks up names, and leaves out refused addresses. It happens when a connection is made, and what is
 * found is what is connected to, so that a name cannot stand for one address when it is checked and
 * for another when it is used.
 */
function createGuard(resolve: Resolve, refuse: Refuse): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, found) => {
      const allowed = error ? [] : found.filter(({ address }) => refuse(address) === null)
      const [first] = allowed
      if (error) callback(error, [])
      else if (!first) callback(refuse(found[0]?.address ?? host), [])
      else if (options.all === true) callback(null, allowed)
      else callback(null, first.address, first.family)
    })
  }
}
