import { describe, expect, test } from 'vitest'
import { bytesApart } from '../../src/base/memory.ts'

describe('bytes in memory of their own', () => {
  test.each(['', 'Tides', 'Příliv 🌊', 'x'.repeat(100_000)])('hold what was given: %#', (text) => {
    for (const bytes of [bytesApart(text), bytesApart(Buffer.from(text))]) {
      expect(bytes.toString()).toBe(text)
      expect(bytes.buffer.byteLength).toBe(bytes.length)
    }
  })
})
