/**
 * Begins to count how long this thread computes, which other work on the machine does not lengthen.
 *
 * @returns Tells the milliseconds so far.
 */
export function countEffort(): () => number {
  const before = process.threadCpuUsage()
  return () => {
    const { user, system } = process.threadCpuUsage(before)
    return (user + system) / 1000
  }
}
