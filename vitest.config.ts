import { join } from 'node:path'
import { env } from 'node:process'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { firefoxPath } from './test/tools/install.ts'

// What Node has compiled once, no other process of the tests compiles again.
env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.compiled')

/** Begins with what waits most, so that nobody waits for it alone in the end. */
class BrowserFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isInBrowser = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/browser/')
    const sorted = await super.sort(files)
    return [...sorted.filter(isInBrowser), ...sorted.filter((file) => !isInBrowser(file))]
  }
}

/** What is tried in Firefox as well, where the system has it: all that plays, or a sample of that. */
const PLAYS = [
  'element',
  'host-read-along',
  'moving',
  'narrated',
  'offline',
  'player-more',
  'player',
  'promises',
  'read-along',
  'text-settings',
]
const SAMPLE = ['text-settings']

export default defineConfig(({ mode }) => {
  const inFirefox = firefoxPath() === null ? [] : mode === 'all' ? PLAYS : SAMPLE
  return {
    test: {
      // Node runs the sources itself, as it does for users of a clone; this takes less time, too.
      experimental: { viteModuleRunner: false, nodeLoader: false },
      globalSetup: './test/tools/in-memory.ts',
      sequence: { sequencer: BrowserFirst },
      // A busy machine is slow, and nothing is wrong with it.
      testTimeout: 180_000,
      // Among eleven thousand tests with real browsers, servers and clocks, one meets a bad moment now and
      // then. The tally names each that needed this, so that its cause is looked for and not forgotten.
      retry: 1,
      hookTimeout: 300_000,
      projects: [
        { extends: true, test: { name: 'all' } },
        {
          extends: true,
          test: {
            name: 'Firefox',
            // A message of its driver is lost now and then, where Chromium's never is.
            retry: 3,
            env: { BROWSER: 'firefox' },
            // It takes longer to begin and to open a page.
            testTimeout: 180_000,
            include: inFirefox.map((name) => `test/browser/${name}.test.ts`),
          },
        },
      ],
    },
  }
})
