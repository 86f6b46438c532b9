import { describe, expect, test } from 'vitest'
import { JobFailure, type Kind } from '../../src/jobs/job.ts'
import { createRunner, type Runner } from '../../src/jobs/runner.ts'
import { openStore, type Store } from '../../src/jobs/store.ts'
import { makeFolder } from '../support/folder.ts'
import { until } from '../support/program.ts'
import { counted, HOSTS, HOUR, jobOf, kindOf, runOptions, type Counted } from './tiny-kinds.ts'

/** Work that ends when the test says so. */
interface Slow {
  readonly kind: Kind<string, Counted>
  /** What was begun, in its order. */
  readonly begun: readonly string[]
  readonly most: () => number
  /** Ends the first one that was begun under this name and has not ended; waits until there is one. */
  readonly end: (text: string, failure?: Error) => Promise<void>
}

function slowKind(name = 'slow', atOnce = 2): Slow {
  const begun: string[] = []
  const under = new Map<string, PromiseWithResolvers<Counted>>()
  let most = 0
  const run = (text: string): Promise<Counted> => {
    begun.push(text)
    const work = Promise.withResolvers<Counted>()
    under.set(text, work)
    most = Math.max(most, under.size)
    return work.promise.finally(() => under.delete(text))
  }
  return {
    kind: kindOf(run, { name, counted: `${name} done`, atOnce }),
    begun,
    most: () => most,
    async end(text, failure) {
      await until(
        () => Promise.resolve(under.has(text)),
        (is) => is,
      )
      if (failure === undefined) under.get(text)?.resolve(counted(text))
      else under.get(text)?.reject(failure)
    },
  }
}

async function start(
  ...kinds: readonly Kind<string, Counted>[]
): Promise<{ store: Store; runner: Runner; folder: string }> {
  const folder = await makeFolder()
  const store = await openStore(folder, kinds, () => undefined)
  return { store, runner: createRunner(store, undefined, HOSTS), folder }
}

/** Lets everything happen that needs no time. */
async function soon(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

describe('a run', () => {
  test('does a few jobs of each kind at the same time, in their order', async () => {
    const [two, one] = [slowKind('two', 2), slowKind('one', 1)]
    const { runner, store } = await start(two.kind, one.kind)
    const texts = ['a', 'b', 'c', 'd', 'e']
    const jobs = texts.flatMap((text) => [jobOf(two.kind, text), jobOf(one.kind, text)])
    const done = runner.run(jobs, runOptions())
    for (const text of texts) {
      await two.end(text)
      await one.end(text)
    }
    await done
    expect([two.begun, one.begun]).toEqual([texts, texts])
    expect([two.most(), one.most()]).toEqual([2, 1])
    expect(jobs.map((job) => store.of(job).result)).not.toContain(null)
  })

  test('does a job once that it is given twice', async () => {
    const { kind, begun, end } = slowKind()
    const { runner } = await start(kind)
    const done = runner.run([jobOf(kind, 'a'), jobOf(kind, 'a')], runOptions())
    await end('a')
    await done
    expect(begun).toEqual(['a'])
  })

  test('joins what another run is doing, and leaves what another has done meanwhile', async () => {
    const { kind, begun, end } = slowKind()
    const { runner } = await start(kind)
    const jobs = ['a', 'b', 'c', 'd'].map((text) => jobOf(kind, text))
    const runs = Promise.all([runner.run(jobs, runOptions()), runner.run(jobs, runOptions())])
    for (const text of ['a', 'b', 'c', 'd']) await end(text)
    await runs
    expect(begun).toEqual(['a', 'b', 'c', 'd'])
  })

  test('joins without taking a turn from another job', async () => {
    const { kind, begun, end } = slowKind()
    const { runner } = await start(kind)
    const first = runner.run([jobOf(kind, 'a')], runOptions())
    await soon()
    const second = runner.run([jobOf(kind, 'a'), jobOf(kind, 'b')], runOptions())
    await soon()
    expect(begun).toEqual(['a', 'b'])
    await end('b')
    await end('a')
    await Promise.all([first, second])
  })

  test('comes back when one has ended after its time, and the next one goes on', async () => {
    const { kind, begun, end } = slowKind()
    const { runner, store } = await start(kind)
    const jobs = ['a', 'b', 'c', 'd'].map((text) => jobOf(kind, text))
    const first = runner.run(jobs, runOptions({ batch: 0 }))
    await end('a')
    await first
    expect(store.of(jobOf(kind, 'a')).result).toEqual(counted('a'))
    const left = jobs.filter((job) => store.of(job).result === null)
    expect(left.map(({ key }) => key)).toEqual(['b', 'c', 'd'])
    const next = runner.run(left, runOptions())
    for (const text of ['b', 'c', 'd']) await end(text)
    await next
    expect(begun).toEqual(['a', 'b', 'c', 'd'])
  })

  test('of which nothing more is wanted begins nothing more', async () => {
    const { kind, begun, end } = slowKind('slow', 1)
    const { runner } = await start(kind)
    const first = runner.run(
      [jobOf(kind, 'a'), jobOf(kind, 'b'), jobOf(kind, 'c')],
      runOptions({ batch: 0 }),
    )
    await end('a')
    await first
    // It may have been begun before the run came back.
    if (begun.includes('b')) await end('b')
    const next = runner.run([jobOf(kind, 'd')], runOptions())
    await end('d')
    await next
    expect(begun).not.toContain('c')
  })

  test('comes back also while another run waits', async () => {
    const { kind, begun, end } = slowKind()
    const { runner } = await start(kind)
    const first = runner.run([jobOf(kind, 'a'), jobOf(kind, 'b')], runOptions({ batch: 0 }))
    await soon()
    const second = runner.run([jobOf(kind, 'a'), jobOf(kind, 'b')], runOptions({ batch: 0 }))
    await soon()
    await end('a')
    await Promise.all([first, second])
    expect(begun).toEqual(['a', 'b'])
    const last = runner.run([jobOf(kind, 'b')], runOptions())
    await end('b')
    await last
  })

  test('that is to end keeps what was done, and tries the rest at the next start', async () => {
    const { kind, begun, end } = slowKind('slow', 1)
    const { runner, store, folder } = await start(kind)
    const stop = new AbortController()
    const jobs = ['a', 'b', 'c'].map((text) => jobOf(kind, text))
    const done = runner.run(jobs, runOptions({ signal: stop.signal }))
    const ended = done.catch((cause: unknown) => cause)
    await end('a')
    await soon()
    stop.abort(new Error('Ctrl+C'))
    await end('b', new Error('broken off'))
    expect(await ended).toEqual(new Error('Ctrl+C'))
    expect(begun).toEqual(['a', 'b'])
    expect(store.of(jobOf(kind, 'b'))).toMatchObject({ failure: null, due: 0 })
    const again = await openStore(folder, [kind], () => undefined)
    expect(jobs.map((job) => again.of(job).result)).toEqual([counted('a'), null, null])
  })

  test('tells how many of a kind are done, failures too', async () => {
    const { kind, end } = slowKind()
    const { runner } = await start(kind)
    const told: unknown[] = []
    const jobs = ['a', 'b', 'c'].map((text) => jobOf(kind, text))
    const done = runner.run(jobs, runOptions({ progress: (...line) => told.push(line) }))
    await end('a')
    await end('b', new JobFailure('no', 'no', null))
    await end('c')
    await done
    expect(told).toEqual([1, 2, 3].map((count) => ['slow done', count, 3]))
  })

  test('leaves what is not due', async () => {
    const { kind, begun } = slowKind()
    const { runner, store } = await start(kind)
    store.put(jobOf(kind, 'a'), counted('a'), HOUR)
    await runner.run([jobOf(kind, 'a'), jobOf(kind, 'b', { from: HOUR + 1 })], runOptions())
    expect(begun).toEqual([])
  })
})

describe('a failure', () => {
  test.each([
    {
      what: 'that knows when it may pass',
      cause: new JobFailure('no', 'x', 500),
      again: HOUR + 500,
    },
    { what: 'for good', cause: new JobFailure('no', 'x', null), again: null },
    { what: 'that nobody knows', cause: new Error('no'), again: HOUR + 600_000 },
  ])('$what is kept, and the others are done', async ({ cause, again }) => {
    const { kind, end } = slowKind()
    const { runner, store } = await start(kind)
    const done = runner.run([jobOf(kind, 'a'), jobOf(kind, 'b')], runOptions())
    await end('a', cause)
    await end('b')
    await done
    expect(store.of(jobOf(kind, 'a')).failure).toMatchObject({ message: 'no', again })
    expect(store.of(jobOf(kind, 'b')).result).toEqual(counted('b'))
  })

  test.each([
    { what: 'itself', of: (cause: Error) => cause },
    { what: 'as the cause', of: (cause: Error) => new JobFailure('no', 'x', 500, { cause }) },
  ])('of a full disk ($what) ends the run, and keeps what was done', async ({ of }) => {
    const { kind, begun, end } = slowKind('slow', 1)
    const { runner, folder } = await start(kind)
    const done = runner.run(
      ['a', 'b', 'c', 'd'].map((text) => jobOf(kind, text)),
      runOptions(),
    )
    const ended = done.catch((cause: unknown) => cause)
    await end('a')
    await end('b', of(Object.assign(new Error('no space'), { code: 'ENOSPC' })))
    expect(await ended).toMatchObject({ code: 'ENOSPC' })
    // At most the one whose turn had come.
    if (begun.includes('c')) await end('c')
    await soon()
    expect(begun).not.toContain('d')
    const again = await openStore(folder, [kind], () => undefined)
    expect(again.of(jobOf(kind, 'a')).result).toEqual(counted('a'))
    // There may be room at the next start.
    expect(again.of(jobOf(kind, 'b'))).toMatchObject({ failure: null, due: 0 })
  })
})

test('a job is given its last result for the same input', async () => {
  const before: unknown[] = []
  const kind = kindOf((text, task) => {
    before.push(task.before)
    return Promise.resolve(counted(text))
  })
  const { runner } = await start(kind)
  const jobAt = (input: string) => jobOf(kind, 'a', { input, believed: 1000 })
  const later = runOptions({ now: () => new Date(HOUR + 2000) })
  await runner.run([jobAt('one')], runOptions())
  await runner.run([jobAt('one')], later)
  await runner.run([jobAt('two')], later)
  expect(before).toEqual([null, counted('a'), null])
})
