import { createProcesses } from '../../src/base/processes.ts'
import { createThreads } from '../../src/base/threads.ts'

/** Has a thread and a process sleep, says so, and tells what they answered. */
const crew = { most: 1, kept: 1 }
const thread = createThreads(new URL('thread-of-tests.ts', import.meta.url), crew, {
  milliseconds: 100,
  megabytes: 50,
})
const child = createProcesses(new URL('process-of-tests.ts', import.meta.url), crew, {
  milliseconds: 400,
  megabytes: 4000,
})
await Promise.all([thread.run('answer'), child.run('answer')])
const answers = Promise.all(
  [thread, child].map(({ run }) => run('sleep for a second').catch((cause: unknown) => cause)),
)
process.stdout.write('begun\n')
process.stdout.write(`${(await answers).map(String).join(' ')}\n`)
process.exit()
