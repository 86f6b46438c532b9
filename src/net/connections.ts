import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns'
import type { Agent } from 'node:http'
import type { LookupFunction } from 'node:net'
import { addressIn, type Network } from '../base/addresses.ts'
import { http, https } from '../base/lazily.ts'
import type { Reach } from './reach.ts'

/** The address of a host is out of reach. */
export class PrivateAddress extends Error {
  override readonly name = 'PrivateAddress'
  /** The address and its network, for a message. */
  readonly place: string

  constructor(address: string, network: Network) {
    const place = `${address}, an address of ${network}`
    super(`${place}, is out of reach`)
    this.place = place
  }
}

/** Like `dns.lookup`. */
type Resolve = (
  host: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void

export interface ConnectionOptions {
  /** The network of an address; null for the public internet. */
  readonly networkOf: (address: string) => Network | null
  /** That of the operating system by default. */
  readonly resolve?: Resolve
}

/** Pools of keep-alive connections. */
export interface Connections {
  readonly networkOf: (address: string) => Network | null
  /**
   * The agent for a URL; it connects only within reach. Each reach has its own connections.
   *
   * @throws {PrivateAddress} If the host of the URL is an address out of reach.
   */
  readonly agentFor: (url: URL, reach: Reach) => Agent
  readonly close: () => void
}

type Agents = Readonly<Record<'http:' | 'https:', Agent>>

/** Why an address is refused; null where it is not. */
type Refuse = (address: string) => PrivateAddress | null

/** Idle connections do not keep the process alive. */
export function createConnections({ networkOf, resolve = lookup }: ConnectionOptions): Connections {
  const pools = new Map<string, Agents>()

  function agentsFor({ open }: Reach, refuse: Refuse): Agents {
    const key = [...open].join()
    const known = pools.get(key)
    if (known) return known
    const options = { keepAlive: true, lookup: createGuard(resolve, refuse) }
    const agents = {
      'http:': new (http().Agent)(options),
      'https:': new (https().Agent)(options),
    }
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
      // Where the host is an address, there is no lookup to guard.
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
 * Resolves names without refused addresses. The connection uses the addresses that were checked, so
 * that a name cannot resolve to one address for the check and to another for the connection (DNS
 * rebinding).
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
