import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const PROGRAM = fileURLToPath(new URL('stopped-of-tests.ts', import.meta.url))

test('work is not late because the program was stopped for a while', async () => {
  const program = spawn(process.execPath, [PROGRAM], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface(program.stdout)[Symbol.asyncIterator]()
  expect((await lines.next()).value).toBe('begun')
  program.kill('SIGSTOP')
  // More than both have patience for.
  await wait(4000)
  program.kill('SIGCONT')
  expect((await lines.next()).value).toBe('42 42')
  await once(program, 'exit')
})
