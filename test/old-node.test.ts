import { describe, expect, test } from 'vitest'
import { complainOfNode } from '../src/old-node.ts'

describe('complainOfNode', () => {
  test.each(['22.20.0', '22.21.1', '23.0.0', '24.0.0', '100.1.0'])('lets %s be', (version) => {
    expect(complainOfNode(version, '>=22.20')).toBeNull()
  })

  test.each(['22.19.9', '20.20.2', '9.99.9'])('complains of %s', (version) => {
    expect(complainOfNode(version, '>=22.20')).toBe(
      `sidecast: needs Node 22.20 or newer, but this is ${version}; install it from https://nodejs.org`,
    )
  })
})
