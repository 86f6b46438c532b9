import { networkOf } from '../base/addresses.ts'
import { createConnections, type ConnectionOptions, type Connections } from './connections.ts'
import { Manners } from './manners.ts'
import { Places } from './places.ts'

/** What is left out of the connections is that of the internet. */
export interface HostsOptions extends Partial<ConnectionOptions> {
  /** Recordings that are fetched from one host at the same time, one connection each. */
  readonly perHost?: number
  /** The same altogether. */
  readonly total?: number
}

/** All that whatever is fetched in one run shares: connections, turns, manners. */
export interface Hosts {
  readonly places: Places
  readonly manners: Manners
  readonly connections: Connections
  /** Closes the connections that are kept open; new ones may be opened later. */
  readonly close: () => void
}

/** Six connections to a host are what every browser has had for years. */
const PER_HOST = 6
const TOTAL = 12

export function createHosts(options: HostsOptions = {}): Hosts {
  const { perHost = PER_HOST, total = TOTAL } = options
  const connections = createConnections({ networkOf, ...options })
  return {
    places: new Places(perHost, total),
    manners: new Manners(),
    connections,
    close: connections.close,
  }
}
