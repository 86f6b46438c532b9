import { describe, expect, test } from 'vitest'
import { createSingleFlight, type Changes } from '../../src/site/single-flight.ts'

const paths = (changes: Changes): readonly string[] | null =>
  changes === null ? null : [...changes].toSorted()

/** A task that ends when it is let go, and remembers what it was run for. */
function createTask() {
  const runs: (readonly string[] | null)[] = []
  const gates: (() => void)[] = []
  return {
    runs,
    release: () => gates.shift()?.(),
    run: async (changes: Changes): Promise<void> => {
      runs.push(paths(changes))
      await new Promise<void>((done) => gates.push(done))
    },
  }
}

describe('a single flight', () => {
  test('runs at once for the first, and once more for all that came meanwhile', async () => {
    const task = createTask()
    const flight = createSingleFlight(task.run)
    const first = flight.run(new Set(['a']))
    const rest = [
      flight.run(new Set(['b'])),
      flight.run(new Set(['c'])),
      flight.run(new Set(['b'])),
    ]
    expect(task.runs).toEqual([['a']])
    task.release()
    await expect.poll(() => task.runs).toEqual([['a'], ['b', 'c']])
    task.release()
    await Promise.all([first, ...rest])
    expect(task.runs).toHaveLength(2)
  })

  test('is done for a call only when the run for its changes is', async () => {
    const task = createTask()
    const flight = createSingleFlight(task.run)
    void flight.run(new Set(['a']))
    let done = false
    const second = flight.run(new Set(['b'])).then(() => (done = true))
    task.release()
    await expect.poll(() => task.runs.length).toBe(2)
    expect(done).toBe(false)
    task.release()
    await second
  })

  test('takes anything for everything', async () => {
    const task = createTask()
    const flight = createSingleFlight(task.run)
    const all = [flight.run(new Set(['a'])), flight.run(new Set(['b'])), flight.run(null)]
    task.release()
    await expect.poll(() => task.runs).toEqual([['a'], null])
    task.release()
    await Promise.all(all)
  })

  test('runs again after it came to rest', async () => {
    const runs: (readonly string[] | null)[] = []
    const flight = createSingleFlight(async (changes) => {
      runs.push(paths(changes))
    })
    await flight.run(new Set(['a']))
    await flight.run(new Set(['b']))
    expect(runs).toEqual([['a'], ['b']])
  })

  test('ends what is under way when it is stopped, and begins nothing more', async () => {
    const task = createTask()
    const flight = createSingleFlight(task.run)
    void flight.run(new Set(['a']))
    void flight.run(new Set(['b']))
    const stopped = flight.stop()
    task.release()
    await stopped
    await flight.run(new Set(['c']))
    expect(task.runs).toEqual([['a']])
  })
})
