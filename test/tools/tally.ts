import type { Reporter, TestModule } from 'vitest/node'

/**
 * Ends the report of a run with the tests that passed at a later attempt only, for which somebody must
 * find out why, and with a line that machines read: `N passed, N failed`.
 */
class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = modules.map((module) => {
      const passed = [...module.children.allTests('passed')].length
      const failed = [...module.children.allTests('failed')].length
      // What stops a file before its tests counts as one of them.
      return { passed, failed: failed === 0 && !module.ok() ? 1 : failed }
    })
    const doubtful = modules
      .flatMap((module) => [...module.children.allTests('passed')])
      .filter((test) => test.diagnostic()?.flaky ?? false)
    for (const test of doubtful) {
      console.log(
        `passed at a later attempt only: ${test.module.relativeModuleId} > ${test.fullName}`,
      )
    }
    const passed = counts.reduce((total, count) => total + count.passed, 0)
    const failed = counts.reduce((total, count) => total + count.failed, errors.length)
    console.log(`${passed} passed, ${failed} failed`)
  }
}

// oxlint-disable-next-line import/no-default-export -- How Vitest finds it
export default Tally
