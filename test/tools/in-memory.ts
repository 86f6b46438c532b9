import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { env } from 'node:process'

/** Where Linux keeps files in memory. */
const MEMORY = '/dev/shm'
/** Bytes that the largest test needs many times over; a container may have far less there. */
const ENOUGH = 4 * 2 ** 30

/**
 * Lets all temporary folders of a run lie in memory where there is room: on a disk, tests wait for
 * it as long as they compute. Vitest calls it before a run, and what it returns after it.
 */
// oxlint-disable-next-line import/no-default-export -- How Vitest finds it
export default function keepInMemory(): (() => void) | undefined {
  if (env['TMPDIR'] !== undefined || roomIn(MEMORY) < ENOUGH) return undefined
  const folder = mkdtempSync(`${MEMORY}/sidecast-tests-`)
  // Servers that some tests begin give up the rights of root, and read as somebody else.
  chmodSync(folder, 0o755)
  env['TMPDIR'] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}

function roomIn(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return 0
  }
}
