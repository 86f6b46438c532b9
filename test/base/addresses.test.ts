import { describe, expect, test } from 'vitest'
import { isInsecure, isLoopback, networkOf, type Network } from '../../src/base/addresses.ts'

/** Network → addresses in it; the first and the last of a range where it has neighbours. */
const INSIDE: Readonly<Record<Network, string>> = {
  'this machine': `127.0.0.0 127.0.0.1 127.8.8.8 127.255.255.255 0.0.0.0 :: ::1 0:0:0:0:0:0:0:1
    ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:0.0.0.0 ::FFFF:127.0.0.1 64:ff9b::127.0.0.1
    64:ff9b::7f00:1 64:ff9b::`,
  'the local link': `169.254.0.0 169.254.169.254 169.254.255.255 fe80:: fe80::1 fe80::1%eth0
    febf:ffff::1 ::ffff:169.254.169.254 ::ffff:a9fe:a9fe 64:ff9b::a9fe:a9fe`,
  'a private network': `10.0.0.0 10.1.2.3 10.255.255.255 172.16.0.0 172.31.255.255 192.168.0.0
    192.168.1.1 192.168.255.255 fc00:: fc00::1 fd12:3456::1 fd00:ec2::254 fec0::1 feff::1
    ::ffff:10.0.0.1 ::ffff:c0a8:101 64:ff9b::10.0.0.1`,
  'a shared network': '100.64.0.0 100.100.100.200 100.127.255.255 ::ffff:100.64.0.1',
  'a reserved network': `0.0.0.1 0.255.255.255 192.0.0.1 192.0.2.1 192.88.99.1 198.18.0.1
    198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
    ::2 ::127.0.0.1 ::ffff:0:127.0.0.1 64:ff9b:1::7f00:1 64:ff9b:0:0:1::7f00:1 100::1 100:0:0:1::1
    2001::1 2001:db8::1 2002:7f00:1:: 2002:a00:1:: 3fff::1 4000::1 5f00::1 ff02::1 ff0e::1
    ::ffff:224.0.0.1 localhost 2130706433 127.1 0177.0.0.1 [::1] 1.2.3.4.5`,
}

/** Of the public internet; many are the neighbours of a range. */
const PUBLIC = `1.1.1.1 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0
  169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.0.3.0 192.88.98.255 192.88.100.0
  192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 198.51.99.255 198.51.101.0 203.0.112.255
  203.0.114.0 223.255.255.255 2000::1 2001:200::1 2001:db7::1 2001:db9::1 2003::1 2606:4700::1111
  2a00:1450:4014::1 3ffe::1 3fff:1000::1 ::ffff:8.8.8.8 ::ffff:808:808 64:ff9b::8.8.8.8 64:ff9b::808:808`

describe('networkOf', () => {
  const inside = Object.entries(INSIDE).flatMap(([network, addresses]) =>
    addresses.split(/\s+/).map((address) => ({ network, address })),
  )

  test.each(inside)('finds $network for $address', ({ network, address }) => {
    expect(networkOf(address)).toBe(network)
  })

  test.each(PUBLIC.split(/\s+/))('finds none for %s', (address) => {
    expect(networkOf(address)).toBeNull()
  })
})

describe('an address of a preview', () => {
  test.each([
    'http://localhost:4000/',
    'http://127.0.0.1/feed.xml',
    'http://127.9.9.9/',
    'http://2130706433/',
    'http://[::1]:8080/',
    'http://[::ffff:127.0.0.1]/',
    'http://0.0.0.0:4000/',
  ])('%s is seen on this machine only', (url) => {
    expect(isLoopback(url)).toBe(true)
    expect(isInsecure(url)).toBe(false)
  })

  test.each([
    'http://tides.example/',
    'http://localhost.example/',
    'http://10.0.0.1/',
    'http://[fe80::1]/',
  ])('%s is seen by others, too', (url) => {
    expect(isLoopback(url)).toBe(false)
    expect(isInsecure(url)).toBe(true)
  })
})
