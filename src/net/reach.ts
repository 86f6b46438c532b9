import type { Network } from '../base/addresses.ts'

/**
 * Where a request may go besides the public internet. The address that a host has when connecting
 * decides, for each connection and each redirect.
 */
export interface Reach {
  readonly open: ReadonlySet<Network>
  /** Whether the user gave the address on the command line, so that it decides what it may lead to. */
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
 * For addresses in content: a post or a feed must not make this machine send requests to itself or
 * its local network (SSRF).
 */
export const PUBLIC: Reach = { open: NONE, named: false }

/** For addresses in content that the settings trust (`audio.private_networks`). */
export const TRUSTED: Reach = { open: ALL, named: false }

/** For an address that the user gave on the command line, which may be anywhere. */
export const NAMED: Reach = { open: ALL, named: true }

/**
 * The reach of redirects and links of a response, and of its host from then on.
 *
 * - A public host never leads into another network, whatever the settings say, since others run it.
 * - A host from the command line opens its own kind of network: a preview on this machine leads to
 *   recordings on this machine, but not to the router or to 169.254.169.254.
 * - What the settings trust may lead anywhere.
 *
 * @param network Of the host that responded; null for the public internet.
 */
export function reachAfter(reach: Reach, network: Network | null): Reach {
  if (network === null) return PUBLIC
  return reach.named ? { open: new Set([network]), named: false } : reach
}
