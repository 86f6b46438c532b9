import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createThreads } from '../../src/base/threads.ts'
import { createWorkers, LimitError } from '../../src/base/workers.ts'

const THREAD = new URL('thread-of-tests.ts', import.meta.url)
const LIMITS = { milliseconds: 300, megabytes: 50 }

describe('threads', () => {
  test('answer, in the order of their work', async () => {
    const { run } = createThreads(THREAD, { most: 1, kept: 1 }, LIMITS)
    expect(await Promise.all([run('answer'), run('answer'), run('nothing')])).toEqual([
      42,
      42,
      undefined,
    ])
  })

  test('are begun only when the others are busy', async () => {
    const { run } = createThreads(THREAD, { most: 2, kept: 2 }, LIMITS)
    const first = await run('say which it is')
    expect(await run('say which it is')).toBe(first)
    const [one, other] = await Promise.all([run('say which it is'), run('say which it is')])
    expect(one).not.toBe(other)
  })

  test('that cannot be begun fail their work alone', async () => {
    const begins = [new Error('no memory left'), new Error('no thread left')]
    const { run } = createWorkers(
      () => {
        const refused = begins.shift()
        if (refused !== undefined) throw refused
        return {
          perform: ({ work }) => Promise.resolve({ result: work }),
          end: () => Promise.resolve(),
          hasEnded: () => false,
        }
      },
      { most: 1, kept: 1 },
    )
    const all = await Promise.allSettled([run(1), run(2), run(3)])
    expect(
      all.map((each) => (each.status === 'fulfilled' ? each.value : each.reason.message)),
    ).toEqual(['no memory left', 'no thread left', 3])
  })

  test('hand on what was thrown, and go on', async () => {
    const { run } = createThreads(THREAD, { most: 1, kept: 1 }, LIMITS)
    await expect(run('fail')).rejects.toThrow(new RangeError('expected another word'))
    expect(await run('answer')).toBe(42)
  })

  test.each([
    { deed: 'run for ever', limit: 'milliseconds', milliseconds: 300 },
    { deed: 'match for ever', limit: 'milliseconds', milliseconds: 300 },
    { deed: 'take all memory', limit: 'megabytes', milliseconds: 20_000 },
  ])('end work that would $deed, and do the next', async ({ deed, limit, milliseconds }) => {
    const { run } = createThreads(THREAD, { most: 1, kept: 1 }, { ...LIMITS, milliseconds })
    const [ended, next] = await Promise.all([
      run(deed).catch((cause: unknown) => cause),
      run('answer'),
    ])
    expect(ended).toBeInstanceOf(LimitError)
    expect(ended).toMatchObject({ limit })
    expect(next).toBe(42)
  })

  test('say so when one ends by itself, and do the next', async () => {
    const { run } = createThreads(THREAD, { most: 1, kept: 1 }, LIMITS)
    await expect(run('end')).rejects.toThrow('the thread has ended')
    expect(await run('answer')).toBe(42)
  })

  test('may take their time to get ready', async () => {
    const slow = new URL('slow-thread-of-tests.ts', import.meta.url)
    const { run } = createThreads(slow, { most: 1, kept: 1 }, { ...LIMITS, milliseconds: 100 })
    expect(await run('answer')).toBe(42)
    await expect(run('run for ever')).rejects.toThrow(LimitError)
  })

  test('that rest are begun again for new work', async () => {
    const { run, rest } = createThreads(THREAD, { most: 1, kept: 1 }, LIMITS)
    const first = await run('say which it is')
    await rest()
    expect(await run('say which it is')).not.toBe(first)
  })

  test('are ended when there is no work for a while, except for those that are kept', async () => {
    const { run, rest } = createThreads(THREAD, { most: 3, kept: 1, patience: 50 }, LIMITS)
    onTestFinished(rest)
    const all = () => Promise.all([1, 2, 3].map(() => run('say which it is')))
    const before = await all()
    const threads = new Set(before)
    await vi.waitFor(
      async () => {
        const after = await all()
        expect(after.filter((thread) => threads.has(thread))).toHaveLength(1)
      },
      { interval: 500 },
    )
  })

  test('leave the asking thread free', async () => {
    const { run } = createThreads(THREAD, { most: 1, kept: 1 }, LIMITS)
    let turns = 0
    const timer = setInterval(() => (turns += 1), 10)
    await run('run for ever').catch(() => undefined)
    clearInterval(timer)
    expect(turns).toBeGreaterThan(5)
  })
})
