import { BlockList, isIPv6 } from 'node:net'

/**
 * Networks that are not the internet: this machine, private and shared ones, links, tests,
 * multicast and what is reserved.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const PRIVATE_NETWORKS = {
  ipv4: `
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
    192.0.2.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4`,
  // 64:ff9b:: leads to IPv4 addresses; 2002:: and 2001:: did.
  ipv6: `
    ::/127 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 fc00::/7 fe80::/10
    fec0::/10 ff00::/8`,
} as const

const privateNetworks = new BlockList()
for (const family of ['ipv4', 'ipv6'] as const) {
  for (const network of PRIVATE_NETWORKS[family].trim().split(/\s+/)) {
    const [address = '', prefix] = network.split('/')
    privateNetworks.addSubnet(address, Number(prefix), family)
  }
}

/**
 * Whether an IP address is not of the public internet. IPv4 addresses in IPv6 notation are judged
 * like those that they stand for.
 */
export function isPrivateAddress(address: string): boolean {
  const [bare = ''] = address.split('%')
  return privateNetworks.check(bare, isIPv6(bare) ? 'ipv6' : 'ipv4')
}
