import { openSync } from 'node:fs'
import { createProcesses } from '../../src/base/processes.ts'

/** Begins a process, tells which it is, and has it do what it is told. */
const entry = new URL('process-of-tests.ts', import.meta.url)
const { run } = createProcesses(entry, { most: 1, kept: 1 }, { milliseconds: 1e6, megabytes: 4000 })

function useUpDescriptors(): void {
  try {
    for (;;) openSync('/dev/null', 'r')
  } catch {
    // There are none left.
  }
}

if (process.argv[2] === 'use up all descriptors') {
  useUpDescriptors()
  const told = await run('answer').catch(String)
  process.stdout.write(`${String(told)}\n`)
  process.exit()
}
const pid = await run('say which it is')
const doing = run(process.argv[2])
process.stdout.write(`${String(pid)}\n`)
await doing
