import { networkOf } from '../base/addresses.ts'
import { createConnections, type ConnectionOptions, type Connections } from './connections.ts'
import { Backoff } from './backoff.ts'
import { Slots } from './slots.ts'

/** Options of {@link createHosts}. */
export interface HostsOptions extends Partial<ConnectionOptions> {
  /** Files fetched from one host at the same time, each on one connection. */
  readonly perHost?: number
  /** The same for all hosts. */
  readonly total?: number
}

/** All that whatever is fetched in one run shares: connections, turns, backoff. */
export interface Hosts {
  readonly slots: Slots
  readonly backoff: Backoff
  readonly connections: Connections
  /** Closes idle connections; new ones may be opened later. */
  readonly close: () => void
}

/** Browsers have used six connections per host for years; several slow hosts leave some for others. */
const PER_HOST = 6
const TOTAL = 48

export function createHosts(options: HostsOptions = {}): Hosts {
  const { perHost = PER_HOST, total = TOTAL } = options
  const connections = createConnections({ networkOf, ...options })
  return {
    slots: new Slots(perHost, total),
    backoff: new Backoff(),
    connections,
    close: connections.close,
  }
}
