import { BlockList, isIP, isIPv6 } from 'node:net'

/** A network that is not the public internet, as the end of "an address of …". */
export type Network =
  | 'this machine'
  | 'the local link'
  | 'a private network'
  | 'a shared network'
  | 'a reserved network'

/**
 * The networks that are not the public internet. An address belongs to the first one that contains it.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 * @see https://www.rfc-editor.org/rfc/rfc6890
 */
const NETWORKS: readonly (readonly [network: Network, ipv4: string, ipv6: string])[] = [
  // The unspecified address leads to this machine.
  ['this machine', '0.0.0.0/32 127.0.0.0/8', '::/128 ::1/128'],
  // Cloud providers serve credentials of a machine at 169.254.169.254.
  ['the local link', '169.254.0.0/16', 'fe80::/10'],
  // fec0:: is the predecessor of fc00::.
  ['a private network', '10.0.0.0/8 172.16.0.0/12 192.168.0.0/16', 'fc00::/7 fec0::/10'],
  ['a shared network', '100.64.0.0/10', ''],
  [
    'a reserved network',
    `0.0.0.0/8 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24
     203.0.113.0/24 224.0.0.0/4 240.0.0.0/4`,
    // Including tunnels (2001::, 2002::), whose other end is unknown.
    '2001::/23 2001:db8::/32 2002::/16 3fff::/20',
  ],
]

/** What is assigned to hosts on the internet; everything else is reserved. */
const ROUTED = ['0.0.0.0/0', '2000::/3 64:ff9b::/96'] as const

/** The prefix with which NAT64 maps IPv4 addresses to IPv6. RFC 6052 section 2.1. */
const NAT64 = '64:ff9b::'
const NAT64_BITS = 96

const networks = NETWORKS.map(([network, ...ranges]) => ({ network, list: listOf(...ranges) }))
const routed = listOf(...ROUTED)

/**
 * The network of an IP address; null for the public internet. IPv4 addresses that are mapped to IPv6,
 * or behind NAT64, count as IPv4.
 */
export function networkOf(address: string): Network | null {
  const [bare = ''] = address.split('%')
  if (isIP(bare) === 0) return 'a reserved network'
  const family = isIP(bare) === 6 ? 'ipv6' : 'ipv4'
  const known = networks.find(({ list }) => list.check(bare, family))
  return known?.network ?? (routed.check(bare, family) ? null : 'a reserved network')
}

function listOf(ipv4: string, ipv6: string): BlockList {
  const list = new BlockList()
  for (const [address, bits] of rangesIn(ipv4)) {
    list.addSubnet(address, bits, 'ipv4')
    list.addSubnet(NAT64 + address, NAT64_BITS + bits, 'ipv6')
  }
  for (const [address, bits] of rangesIn(ipv6)) list.addSubnet(address, bits, 'ipv6')
  return list
}

function rangesIn(text: string): readonly (readonly [address: string, bits: number])[] {
  return text.split(/\s+/).flatMap((range) => {
    const [address = '', bits] = range.split('/')
    return address === '' ? [] : [[address, Number(bits)] as const]
  })
}

/**
 * A test for the addresses of one network.
 *
 * @param text An address, a range such as `10.0.0.0/8`, `loopback` for this machine, or `private` for
 *   private networks.
 * @throws {RangeError} If it is none of these.
 */
export function parseNetwork(text: string): (address: string) => boolean {
  if (text === 'loopback') return (address) => networkOf(address) === 'this machine'
  if (text === 'private') return (address) => networkOf(address) === 'a private network'
  const [address = '', bits, more] = text.split('/')
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  const most = family === 'ipv6' ? 128 : 32
  const prefix = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : most + 1
  if (isIP(address) === 0 || prefix > most || more !== undefined) {
    throw new RangeError(
      `expected an address, a range such as 10.0.0.0/8, loopback or private, got "${text}"`,
    )
  }
  const list = new BlockList()
  list.addSubnet(address, prefix, family)
  return (other) => {
    const [bare = ''] = other.split('%')
    return isIP(bare) !== 0 && list.check(bare, isIP(bare) === 6 ? 'ipv6' : 'ipv4')
  }
}

/** Whether the host of a URL is this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url)
  const address = addressIn(hostname)
  return hostname === 'localhost' || (address !== null && networkOf(address) === 'this machine')
}

/** Whether a web address leads to this machine or to a network that is not the internet. */
export function isAtHome(url: string): boolean {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return false
  const address = addressIn(new URL(url).hostname)
  return isLoopback(url) || (address !== null && networkOf(address) !== null)
}

/** Whether a URL is fetched without encryption, except from this machine. */
export function isInsecure(url: string): boolean {
  return /^http:/i.test(url) && URL.canParse(url) && !isLoopback(url)
}

/** The host of a URL as an IP address, without brackets; null for a name. */
export function addressIn(hostname: string): string | null {
  const address = hostname.replace(/^\[|\]$/g, '')
  return isIP(address) === 0 ? null : address
}

/**
 * The part of an address that identifies a client: of IPv6 the first 64 bits, because one household has all
 * the others.
 */
export function clientOf(address = ''): string {
  const [bare = ''] = address.split('%')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1]
  if (mapped !== undefined || !isIPv6(bare)) return mapped ?? bare
  const [left = '', right] = bare.split('::')
  const head = left === '' ? [] : left.split(':')
  const tail = right === undefined || right === '' ? [] : right.split(':')
  const zeros = right === undefined ? 0 : 8 - head.length - tail.length
  const groups = [...head, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...tail]
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
