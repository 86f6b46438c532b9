import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createProcesses, EndedError } from '../../src/base/processes.ts'
import { LimitError, type Workers } from '../../src/base/workers.ts'
import { isRunning, untilEnded, untilReaped } from '../support/processes.ts'

const PROCESS = new URL('process-of-tests.ts', import.meta.url)
const LIMITS = { milliseconds: 60_000, megabytes: 4000 }

function openProcesses(most = 1, limits: Partial<typeof LIMITS> = {}): Workers {
  const workers = createProcesses(PROCESS, { most, kept: most }, { ...LIMITS, ...limits })
  onTestFinished(workers.rest)
  return workers
}

describe('processes', () => {
  test('answer, in the order of their work, and hand on bytes as they are', async () => {
    const { run } = openProcesses()
    const bytes = Buffer.from([0, 1, 255])
    const answers = await Promise.all([run('answer'), run('nothing'), run(bytes)])
    expect(answers).toEqual([42, undefined, bytes])
  })

  test('hand on what was thrown, and go on', async () => {
    const { run } = openProcesses()
    const first = await run('say which it is')
    await expect(run('fail')).rejects.toThrow(new RangeError('expected another word'))
    expect(await run('say which it is')).toBe(first)
  })

  test('are begun only when the others are busy, and for work after a rest', async () => {
    const { run, rest } = openProcesses(2)
    const first = Number(await run('say which it is'))
    expect(await run('say which it is')).toBe(first)
    const [one, other] = await Promise.all([run('say which it is'), run('say which it is')])
    expect(one).not.toBe(other)
    await rest()
    expect([one, other].map(Number).filter(isRunning)).toEqual([])
    expect(await run('answer')).toBe(42)
  })

  test.each([
    { deed: 'compute for ever', limits: { milliseconds: 300 }, limit: 'milliseconds' },
    { deed: 'run for ever', limits: { milliseconds: 300 }, limit: 'milliseconds' },
    { deed: 'wait', limits: { milliseconds: 300 }, limit: 'milliseconds' },
    { deed: 'take all memory', limits: { megabytes: 300 }, limit: 'megabytes' },
  ])('end work that would $deed, and do the next', async ({ deed, limits, limit }) => {
    const { run } = openProcesses(1, limits)
    const [ended, next] = await Promise.all([
      run(deed).catch((cause: unknown) => cause),
      run('answer'),
    ])
    expect(ended).toBeInstanceOf(LimitError)
    expect(ended).toMatchObject({ limit })
    expect(next).toBe(42)
  })

  test.each([
    { deed: 'end', how: 'exit code 3' },
    { deed: 'crash', how: 'SIGSEGV' },
  ])('say how one ended that would $deed, and do the next', async ({ deed, how }) => {
    const { run } = openProcesses()
    await expect(run(deed)).rejects.toThrow(new EndedError(how))
    expect(await run('answer')).toBe(42)
  })

  test('say that none can be started without descriptors', async () => {
    const script = fileURLToPath(new URL('beginner-of-tests.ts', import.meta.url))
    const command = 'ulimit -n 40; exec "$0" "$1" "use up all descriptors"'
    const beginner = spawn('sh', ['-c', command, process.execPath, script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [told] = (await once(beginner.stdout, 'data')) as [Buffer]
    expect(String(told)).toBe('EndedError: its process has ended (EMFILE)\n')
  })

  test('say that one cannot be begun', async () => {
    const { run } = createProcesses(
      new URL('no-such-module.ts', PROCESS),
      { most: 1, kept: 1 },
      LIMITS,
    )
    await expect(run('answer')).rejects.toThrow(new EndedError('exit code 1'))
  })

  test('are not asked after they were killed while they had nothing to do', async () => {
    const { run } = openProcesses()
    const first = Number(await run('say which it is'))
    process.kill(first, 'SIGKILL')
    await untilReaped(first)
    expect(await run('answer')).toBe(42)
  })

  test('end work that is not wanted any more, with the reason', async () => {
    const { run } = openProcesses()
    const pid = Number(await run('say which it is'))
    const stop = new AbortController()
    const waiting = run('wait', stop.signal)
    stop.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow(new Error('enough'))
    await untilEnded(pid)
    await expect(run('answer', stop.signal)).rejects.toThrow(new Error('enough'))
    expect(await run('answer')).toBe(42)
  })

  test('are not ended by the signals that a terminal or a service manager sends to all', async () => {
    const { run } = openProcesses()
    const pid = Number(await run('say which it is'))
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.kill(pid, signal)
    expect(await run('say which it is')).toBe(pid)
  })

  test('are told no secrets', async () => {
    const { run } = openProcesses()
    expect(await run('say what it knows')).toContain('PATH')
    const known = (await run('say what it knows')) as string[]
    expect(Object.keys(process.env).some((name) => /vitest/i.test(name))).toBe(true)
    expect(known.filter((name) => /vitest|sidecast|aws/i.test(name))).toEqual([])
  })

  test.each(['wait', 'compute for ever'])(
    'end with who began them, though killed while they %s',
    async (deed) => {
      const script = fileURLToPath(new URL('beginner-of-tests.ts', import.meta.url))
      const beginner = spawn(process.execPath, [script, deed], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      onTestFinished(() => void beginner.kill('SIGKILL'))
      const [told] = (await once(beginner.stdout, 'data')) as [Buffer]
      const pid = Number(told)
      expect(isRunning(pid)).toBe(true)
      beginner.kill('SIGKILL')
      await untilEnded(pid)
    },
  )

  test('do not keep the program from ending', async () => {
    const script = fileURLToPath(new URL('beginner-of-tests.ts', import.meta.url))
    const beginner = spawn(process.execPath, [script, 'answer'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [told] = (await once(beginner.stdout, 'data')) as [Buffer]
    expect(await once(beginner, 'exit')).toEqual([0, null])
    await untilEnded(Number(told))
  })
})
