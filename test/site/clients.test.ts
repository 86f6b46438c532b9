import { describe, expect, test } from 'vitest'
import { clientOf } from '../../src/base/addresses.ts'
import { createTally, parseTrusted } from '../../src/site/clients.ts'

describe('parseTrusted', () => {
  test.each([
    {
      text: 'loopback',
      trusted: ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'],
      not: ['10.0.0.1', '8.8.8.8'],
    },
    {
      text: 'private',
      trusted: ['10.1.2.3', '192.168.0.9', 'fd00::1'],
      not: ['127.0.0.1', '8.8.8.8', 'fe80::1'],
    },
    { text: '192.0.2.7', trusted: ['192.0.2.7', '::ffff:192.0.2.7'], not: ['192.0.2.8', '::1'] },
    { text: '10.0.0.0/8', trusted: ['10.255.0.1'], not: ['11.0.0.1'] },
    { text: '2001:db8::/32', trusted: ['2001:db8:ffff::1'], not: ['2001:db9::1', '1.2.3.4'] },
    { text: '::1/128', trusted: ['::1'], not: ['::2'] },
    { text: ' loopback , 10.0.0.1 ', trusted: ['::1', '10.0.0.1'], not: ['10.0.0.2'] },
    { text: '', trusted: [], not: ['127.0.0.1', '10.0.0.1', 'fe80::1%eth0', 'no address'] },
  ])('reads "$text"', ({ text, trusted, not }) => {
    const isTrusted = parseTrusted(text)
    expect([...trusted, ...not].filter(isTrusted)).toEqual(trusted)
    // The other end of a Unix socket
    expect(isTrusted(undefined)).toBe(true)
  })

  test.each([
    'localhost',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/8/8',
    '10.0.0.0/',
    '10.0.0',
    '*',
    'true',
  ])('refuses "%s"', (text) => {
    expect(() => parseTrusted(text)).toThrow(
      `expected an address, a range such as 10.0.0.0/8, loopback or private, got "${text}"`,
    )
  })
})

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::9', '2001:db8:1:2'],
  ['2001:0DB8:1:2::', '2001:db8:1:2'],
  ['2001:db8::9', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  [undefined, ''],
])('the client of %s is %s', (address, client) => {
  expect(clientOf(address)).toBe(client)
})

test('a tally counts each client by itself, and lets nobody beyond the limit', () => {
  const tally = createTally(2)
  expect(['a', 'a', 'a', 'b'].map((client) => tally.enter(client))).toEqual([
    true,
    true,
    false,
    true,
  ])
  tally.leave('a')
  expect([tally.enter('a'), tally.enter('a')]).toEqual([true, false])
})
