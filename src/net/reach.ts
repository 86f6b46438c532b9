import type { Network } from '../base/addresses.ts'

/**
 * Where a request may go besides the public internet. It is decided on the address that a host has
 * at the moment of connecting, anew for each connection and each redirect.
 */
export interface Reach {
  readonly open: ReadonlySet<Network>
  /** Whether the author gave the address with the command, so that what it leads to is judged by it. */
  readonly named: boolean
}

const NONE: ReadonlySet<Network> = new Set()
const ALL: ReadonlySet<Network> = new Set<Network>([
  'this machine',
  'the local link',
  'a private network',
  'a shared network',
  'a reserved network',
])

/**
 * For addresses out of content: a post, or a feed, must not make whoever runs this ask his own
 * machine and its neighbours for what is hidden there.
 */
export const PUBLIC: Reach = { open: NONE, named: false }

/** For addresses out of content that the settings trust (`audio.private_networks`). */
export const TRUSTED: Reach = { open: ALL, named: false }

/** For an address that the author gave with the command: it is asked wherever it is. */
export const NAMED: Reach = { open: ALL, named: true }

/**
 * Where an answer may lead, by a redirect or by what is in it, and where its host may be from then on.
 *
 * - A public host never leads into any other network, whatever the settings say: it is a stranger's.
 * - One that was named opens its own kind of network: a preview on this machine leads to recordings
 *   on this machine, but not to the router of the house or to 169.254.169.254.
 * - What the settings trust may go on anywhere.
 *
 * @param network Of the host that answered; null for the public internet.
 */
export function reachAfter(reach: Reach, network: Network | null): Reach {
  if (network === null) return PUBLIC
  return reach.named ? { open: new Set([network]), named: false } : reach
}
