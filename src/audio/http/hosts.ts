import { isPrivateAddress } from './addresses.ts'
import { createConnections, type Connections } from './connections.ts'
import type { Whole } from './measure.ts'
import { Manners } from './manners.ts'
import { Places } from './places.ts'
import { Scans } from './scans.ts'

export interface HostsOptions {
  /** Recordings that are fetched from one host at the same time, one connection each. */
  readonly perHost?: number
  /** The same altogether. */
  readonly total?: number
  /**
   * Tells the addresses to which a public host must not redirect: otherwise a foreign server could
   * have a look into the network of whoever runs this. Those of the public internet are not among
   * them when left out.
   */
  readonly isPrivate?: (address: string) => boolean
}

/** All that recordings which are fetched in one run share: connections, turns, manners, results. */
export interface Hosts {
  readonly places: Places
  readonly manners: Manners
  readonly connections: Connections
  readonly scans: Scans<Whole>
  /** Closes the connections that are kept open; new ones may be opened later. */
  readonly close: () => void
}

/** Six connections to a host are what every browser has had for years. */
const PER_HOST = 6
const TOTAL = 12

export function createHosts(options: HostsOptions = {}): Hosts {
  const { perHost = PER_HOST, total = TOTAL, isPrivate = isPrivateAddress } = options
  const connections = createConnections(isPrivate)
  return {
    places: new Places(perHost, total),
    manners: new Manners(),
    connections,
    scans: new Scans(),
    close: connections.close,
  }
}
