import { join } from 'node:path'
import { env } from 'node:process'
import { defineConfig } from 'vitest/config'

// What Node has compiled once, no other process of the tests compiles again.
env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.compiled')

export default defineConfig({
  test: {
    // Node runs the sources itself, as it does for users of a clone; this takes less time, too.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // A busy machine is slow, and nothing is wrong with it.
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
})
