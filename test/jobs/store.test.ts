import { chmod, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { describe, expect, onTestFinished, test } from 'vitest'
import { isDue, type Failure, type Kind } from '../../src/jobs/job.ts'
import { openStore, type Store } from '../../src/jobs/store.ts'
import { makeFolder } from '../support/folder.ts'
import { counted, HOUR, jobOf, kindOf, LETTERS } from './tiny-kinds.ts'

const MINUTE = 60_000

/** Opens the store of a folder, and gathers what is told. */
async function open(
  folder: string,
  kinds: Parameters<typeof openStore>[1] = [LETTERS],
): Promise<{ store: Store; told: string[] }> {
  const told: string[] = []
  return { store: await openStore(folder, kinds, (sentence) => told.push(sentence)), told }
}

const failure = (more: Partial<Failure> = {}): Failure => ({
  message: 'the host does not answer',
  code: 'unreachable',
  again: HOUR + 10 * MINUTE,
  ...more,
})

/** A store in which these texts were counted, put down. */
async function filled(folder: string, ...texts: readonly string[]): Promise<Store> {
  const { store } = await open(folder)
  for (const text of texts) store.put(jobOf(LETTERS, text), counted(text), HOUR)
  await store.save()
  return store
}

describe('a result', () => {
  test('is known at the next start', async () => {
    const folder = await makeFolder()
    await filled(folder, 'the sea', 'the moon')
    const { store, told } = await open(folder)
    expect(store.of(jobOf(LETTERS, 'the moon'))).toEqual({
      result: counted('the moon'),
      last: counted('the moon'),
      failure: null,
      due: Infinity,
      since: HOUR,
    })
    expect(told).toEqual([])
  })

  test('for another input stands until there is a new one, and the job is due', async () => {
    const store = await filled(await makeFolder(), 'the sea')
    expect(store.of(jobOf(LETTERS, 'the sea', { input: 'changed' }))).toMatchObject({
      result: null,
      last: counted('the sea'),
      due: 0,
    })
  })

  test('stands while what it was made from has changed and cannot be used', async () => {
    const folder = await makeFolder()
    const store = await filled(folder, 'the sea')
    const changed = jobOf(LETTERS, 'the sea', { input: 'changed' })
    store.fail(changed, failure({ again: null }), HOUR)
    expect(store.of(changed)).toMatchObject({ result: null, last: counted('the sea') })
    expect(store.of(jobOf(LETTERS, 'the sea')).result).toEqual(counted('the sea'))
    await store.save()
    const again = (await open(folder)).store
    expect(again.of(changed)).toMatchObject({ last: counted('the sea'), due: Infinity })
  })

  test('older than it is believed is due again, and stands meanwhile', async () => {
    const store = await filled(await makeFolder(), 'the sea')
    const known = store.of(jobOf(LETTERS, 'the sea', { believed: MINUTE }))
    expect(known.result).toEqual(counted('the sea'))
    expect(isDue(known, new Date(HOUR + MINUTE - 1))).toBe(false)
    expect(isDue(known, new Date(HOUR + MINUTE))).toBe(true)
  })

  test.each([
    { what: 'believed for a minute', believed: MINUTE, due: true },
    { what: 'believed for ever', believed: Infinity, due: false },
  ])('of an hour that is still to come, $what, is due at once: $due', async ({ believed, due }) => {
    const store = await filled(await makeFolder(), 'the sea')
    const known = store.of(jobOf(LETTERS, 'the sea', { believed }))
    expect(isDue(known, new Date(HOUR - 24 * 60 * MINUTE))).toBe(due)
  })

  test('is news once, and no news when it comes out the same', async () => {
    const { store } = await open(await makeFolder())
    const job = jobOf(LETTERS, 'the sea')
    store.put(job, counted('the sea'), HOUR)
    expect(store.news()).toBe(1)
    store.put(job, counted('the sea'), HOUR + MINUTE)
    expect(store.news()).toBe(1)
    expect(store.of(job).since).toBe(HOUR + MINUTE)
    store.put(job, counted('the seas'), HOUR + MINUTE)
    expect(store.news()).toBe(2)
  })

  test('that was paid for stays where no show asks for it, and one that has files goes', async () => {
    const [bought, drawn] = [{ ...DRAWN, name: 'bought', isDear: true as const }, DRAWN]
    const { store } = await open(await makeFolder(), [bought, drawn])
    for (const kind of [bought, drawn]) store.put(jobOf(kind, 'the sea'), counted('the sea'), HOUR)
    store.keepOnly([])
    expect(store.of(jobOf(bought, 'the sea')).result).toEqual(counted('the sea'))
    expect(store.of(jobOf(drawn, 'the sea')).result).toBeNull()
  })

  test('of a kind without a schema lives in memory only', async () => {
    const folder = await makeFolder()
    const kind = { ...LETTERS, schema: null }
    const { store } = await open(folder, [kind])
    store.put(jobOf(kind, 'the sea'), counted('the sea'), HOUR)
    await store.save()
    expect(store.of(jobOf(kind, 'the sea')).result).not.toBeNull()
    expect(await readdir(folder)).toEqual([])
  })
})

/** Short texts are counted in one way, long ones in another. */
const inWays = (methods: Kind<string, ReturnType<typeof counted>>['methods']) =>
  kindOf((text) => Promise.resolve(counted(text)), {
    methods,
    methodOf: ({ letters }) =>
      methods.find((each) => each.startsWith(letters < 5 ? 'a' : 'b')) ?? '',
  })

describe('a way in which it is done', () => {
  const short = 'mpeg'
  const long = 'vorbis'
  test('with another version is done again, and nothing else is', async () => {
    const folder = await makeFolder()
    const before = inWays(['a 1', 'b 1'])
    const { store } = await open(folder, [before])
    for (const text of [short, long]) store.put(jobOf(before, text), counted(text), HOUR)
    await store.save()
    const after = inWays(['a 1', 'b 2'])
    const again = (await open(folder, [after])).store
    expect(again.of(jobOf(after, short))).toMatchObject({ result: counted(short), due: Infinity })
    expect(again.of(jobOf(after, long))).toMatchObject({ result: null, last: null, due: 0 })
  })

  test('that is new tries everything again that failed for good', async () => {
    const folder = await makeFolder()
    const before = inWays(['a 1'])
    const { store } = await open(folder, [before])
    store.fail(jobOf(before, short), failure({ again: null }), HOUR)
    await store.save()
    expect((await open(folder, [before])).store.of(jobOf(before, short)).due).toBe(Infinity)
    const after = inWays(['a 1', 'c 1'])
    expect((await open(folder, [after])).store.of(jobOf(after, short)).due).toBe(0)
  })
})

describe('a failure', () => {
  const job = jobOf(LETTERS, 'the sea', { elsewhere: true, permission: 'here' })

  test('is not tried again before its hour', async () => {
    const { store } = await open(await makeFolder())
    store.fail(job, failure(), HOUR)
    const known = store.of(job)
    expect(known.failure?.message).toBe('the host does not answer')
    expect(isDue(known, new Date(HOUR + 10 * MINUTE - 1))).toBe(false)
    expect(isDue(known, new Date(HOUR + 10 * MINUTE))).toBe(true)
  })

  test('is tried again at once under another permission, and for another input', async () => {
    const { store } = await open(await makeFolder())
    store.fail(job, failure(), HOUR)
    expect(store.of({ ...job, permission: 'anywhere' })).toMatchObject({ failure: null, due: 0 })
    expect(store.of({ ...job, input: 'changed' })).toMatchObject({ failure: null, due: 0 })
  })

  test('of an hour that is still to come is tried at once', async () => {
    const { store } = await open(await makeFolder())
    store.fail(job, failure(), HOUR)
    expect(isDue(store.of(job), new Date(HOUR - MINUTE))).toBe(true)
  })

  test('of another host is known at the next start', async () => {
    const folder = await makeFolder()
    const { store } = await open(folder)
    store.fail(job, failure(), HOUR)
    await store.save()
    expect((await open(folder)).store.of(job)).toEqual(store.of(job))
  })

  test.each([
    { what: 'may pass is tried anew', again: HOUR + MINUTE, due: 0 },
    { what: 'stands for the content is not', again: null, due: Infinity },
  ])('on this machine that $what at the next start', async ({ again, due }) => {
    const folder = await makeFolder()
    const here = jobOf(LETTERS, 'the sea')
    const { store } = await open(folder)
    store.fail(here, failure({ again }), HOUR)
    await store.save()
    expect((await open(folder)).store.of(here).due).toBe(due)
  })

  test('goes with the next result', async () => {
    const { store } = await open(await makeFolder())
    store.fail(job, failure(), HOUR)
    store.put(job, counted('the sea'), HOUR + MINUTE)
    expect(store.of(job)).toMatchObject({ failure: null, result: counted('the sea') })
    expect(store.news()).toBe(2)
  })
})

const GOOD = { input: 'the sea', method: 'count 1', at: HOUR, result: counted('the sea') }
const shelf = (entries: unknown): string => JSON.stringify({ kind: 'letters', entries })
const withDone = (done: unknown): string =>
  shelf({ 'the sea': { done: GOOD, tried: null }, moon: { done, tried: null } })
const WHOLE = 'damaged, so its results are made again'
const ONE = 'damaged in 1 of 2 entries, so their results are made again'

describe('a damaged file is told once and forgotten', () => {
  test.each<{ what: string; text: string | Buffer; told: string }>([
    { what: 'truncated', text: withDone(GOOD).slice(0, -20), told: WHOLE },
    { what: 'empty', text: '', told: WHOLE },
    { what: 'an array', text: '[]', told: WHOLE },
    { what: 'null', text: 'null', told: WHOLE },
    { what: 'without entries', text: '{"version":1}', told: WHOLE },
    { what: 'with a byte order mark', text: `\uFEFF${withDone(GOOD)}`, told: WHOLE },
    { what: 'binary', text: Buffer.from([0, 255, 254, 1, 2, 3]), told: WHOLE },
    { what: 'nested deeply', text: '['.repeat(200_000) + ']'.repeat(200_000), told: WHOLE },
  ])('$what', async ({ text, told }) => {
    const folder = await makeFolder({ '.sidecast/results/letters.json': text })
    const opened = await open(folder)
    expect(opened.told).toEqual([`.sidecast/results/letters.json is ${told}`])
    expect(opened.store.of(jobOf(LETTERS, 'the sea'))).toMatchObject({ result: null, due: 0 })
    opened.store.put(jobOf(LETTERS, 'the sea'), counted('the sea'), HOUR)
    await opened.store.save()
    const again = await open(folder)
    expect(again.told).toEqual([])
    expect(again.store.of(jobOf(LETTERS, 'the sea')).result).toEqual(counted('the sea'))
  })

  test.each<{ what: string; text: string }>([
    { what: 'is null', text: shelf({ 'the sea': { done: GOOD, tried: null }, moon: null }) },
    { what: 'is empty', text: withDone(null) },
    { what: 'has a result of another type', text: withDone({ ...GOOD, result: 'seven' }) },
    {
      what: 'has another type deep inside',
      text: withDone({ ...GOOD, result: { letters: 7, parts: [{ text: 7 }] } }),
    },
    {
      what: 'has null deep inside',
      text: withDone({ ...GOOD, result: { letters: 7, parts: [null] } }),
    },
    {
      what: 'has a number beyond all numbers',
      text: withDone({ ...GOOD, result: { letters: 'HUGE', parts: [] } }).replace(
        '"HUGE"',
        '1e999',
      ),
    },
    { what: 'is of no hour', text: withDone({ ...GOOD, at: null }) },
    {
      what: 'is of an hour beyond all',
      text: withDone({ ...GOOD, at: 'HUGE' }).replace('"HUGE"', '1e400'),
    },
    {
      what: 'failed at an hour that is a text',
      text: shelf({
        'the sea': { done: GOOD, tried: null },
        moon: {
          done: null,
          tried: {
            input: 'moon',
            methods: 'count 1',
            at: HOUR,
            failure: { message: 'no', code: 'no', again: 'soon' },
            permission: '',
            lasting: true,
          },
        },
      }),
    },
    {
      what: 'is nested deeply',
      text: withDone('DEEP').replace('"DEEP"', '['.repeat(100_000) + ']'.repeat(100_000)),
    },
  ])('of an entry that $what, and the others stay', async ({ text }) => {
    const { store, told } = await open(await makeFolder({ '.sidecast/results/letters.json': text }))
    expect(told).toEqual([`.sidecast/results/letters.json is ${ONE}`])
    expect(store.of(jobOf(LETTERS, 'the sea')).result).toEqual(counted('the sea'))
    expect(store.of(jobOf(LETTERS, 'moon', { input: 'the sea' })).result).toBeNull()
  })

  test('the later of two entries under one key is the one', async () => {
    const text = `{"entries":{"the sea":null,"the sea":${JSON.stringify({ done: GOOD, tried: null })}}}`
    const { store, told } = await open(await makeFolder({ '.sidecast/results/letters.json': text }))
    expect(told).toEqual([])
    expect(store.of(jobOf(LETTERS, 'the sea')).result).toEqual(counted('the sea'))
  })

  test('a folder in place of the file', async () => {
    const { told } = await open(await makeFolder({ '.sidecast/results/letters.json/x': '' }))
    expect(told).toEqual([`.sidecast/results/letters.json is ${WHOLE}`])
  })
})

/** A kind whose results stand on a file of their own. */
const DRAWN = kindOf((text) => Promise.resolve(counted(text)), {
  name: 'drawn',
  schema: v.object({ letters: v.number(), parts: v.array(v.object({ text: v.string() })) }),
  filesOf: ({ parts }) => parts.map(({ text }) => ({ id: text, name: 'a.txt' })),
})
const A = [{ name: 'a.txt', bytes: Buffer.from('a') }]

async function draw(store: Store, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    await store.files.put(text, A)
    store.put(jobOf(DRAWN, text), counted(text), HOUR)
  }
  await store.save()
}

/** Makes the folders of made files as old as they are on another day. */
async function age(folder: string): Promise<void> {
  const home = join(folder, '.sidecast/artwork')
  const yesterday = new Date(Date.now() - 24 * 60 * MINUTE)
  for (const name of await readdir(home)) await utimes(join(home, name), yesterday, yesterday)
}

describe('made files', () => {
  test.each([
    { what: 'folder', path: 'sea' },
    { what: 'file', path: 'sea/a.txt' },
  ])('whose $what is gone take their result with them', async ({ path }) => {
    const folder = await makeFolder()
    await draw((await open(folder, [DRAWN])).store, 'sea', 'moon')
    await rm(join(folder, '.sidecast/artwork', path), { recursive: true })
    const { store } = await open(folder, [DRAWN])
    expect(store.of(jobOf(DRAWN, 'sea'))).toMatchObject({ result: null, due: 0 })
    expect(store.of(jobOf(DRAWN, 'moon')).result).not.toBeNull()
    await draw(store, 'sea')
    expect(await readFile(store.files.pathOf('sea', 'a.txt'), 'utf8')).toBe('a')
  })

  test('that no result stands on go at the next start, and what is live stays', async () => {
    const folder = await makeFolder()
    const { store } = await open(folder, [DRAWN])
    await draw(store, 'sea', 'moon')
    store.keepOnly([jobOf(DRAWN, 'moon')])
    await store.save()
    await age(folder)
    await store.prune()
    expect(await readdir(join(folder, '.sidecast/artwork'))).toEqual(['moon', 'sea'])
    const next = (await open(folder, [DRAWN])).store
    await next.prune()
    expect(await readdir(join(folder, '.sidecast/artwork'))).toEqual(['moon'])
  })

  test('that another program makes meanwhile stay', async () => {
    const folder = await makeFolder()
    const [one, other] = [await open(folder, [DRAWN]), await open(folder, [DRAWN])]
    await draw(one.store, 'sea')
    // Not put down yet.
    await other.store.files.put('moon', A)
    await one.store.prune()
    expect(await stat(other.store.files.pathOf('moon', 'a.txt'))).toMatchObject({ size: 1 })
    // Put down long ago.
    await draw(other.store, 'moon')
    await age(folder)
    await one.store.prune()
    expect(await stat(other.store.files.pathOf('moon', 'a.txt'))).toMatchObject({ size: 1 })
    expect(one.store.of(jobOf(DRAWN, 'moon')).result).not.toBeNull()
  })

  test('put down by two programs at the same time are there for both', async () => {
    const folder = await makeFolder()
    const stores = [await open(folder, [DRAWN]), await open(folder, [DRAWN])]
    await Promise.all(stores.map(({ store }) => draw(store, 'sea')))
    for (const { store } of stores) {
      expect(await readFile(store.files.pathOf('sea', 'a.txt'), 'utf8')).toBe('a')
    }
    expect(await readdir(join(folder, '.sidecast/artwork'))).toEqual(['sea'])
  })

  test('of a folder that is there in part are put down whole', async () => {
    const folder = await makeFolder({ '.sidecast/artwork/sea/other.txt': '' })
    const { store } = await open(folder, [DRAWN])
    await draw(store, 'sea')
    expect(await readFile(store.files.pathOf('sea', 'a.txt'), 'utf8')).toBe('a')
    expect((await open(folder, [DRAWN])).store.of(jobOf(DRAWN, 'sea')).result).not.toBeNull()
  })
})

describe('saving', () => {
  test('keeps what another program has put down in the same folder', async () => {
    const folder = await makeFolder()
    const [one, other] = [(await open(folder)).store, (await open(folder)).store]
    one.put(jobOf(LETTERS, 'the sea'), counted('the sea'), HOUR)
    await one.save()
    other.put(jobOf(LETTERS, 'the moon'), counted('the moon'), HOUR)
    await other.save()
    const { store } = await open(folder)
    expect(store.of(jobOf(LETTERS, 'the sea')).result).not.toBeNull()
    expect(store.of(jobOf(LETTERS, 'the moon')).result).not.toBeNull()
  })

  test.each([
    { first: HOUR, second: HOUR + MINUTE, stays: 'that of the other program' },
    { first: HOUR + MINUTE, second: HOUR, stays: 'its own' },
    { first: HOUR, second: HOUR, stays: 'its own' },
  ])('of two results of one job leaves the later one: $stays', async ({ first, second, stays }) => {
    const folder = await makeFolder()
    const [one, other] = [(await open(folder)).store, (await open(folder)).store]
    const job = jobOf(LETTERS, 'the sea')
    one.put(job, counted('own'), first)
    other.put(job, counted('of another'), second)
    await other.save()
    await one.save()
    const kept = stays === 'its own' ? counted('own') : counted('of another')
    expect(one.of(job).result).toEqual(kept)
    expect((await open(folder)).store.of(job).result).toEqual(kept)
  })

  test('many times at once leaves the last state', async () => {
    const folder = await makeFolder()
    const { store } = await open(folder)
    const texts = Array.from({ length: 40 }, (_, index) => `text ${index}`)
    await Promise.all(
      texts.map((text) => {
        store.put(jobOf(LETTERS, text), counted(text), HOUR)
        return store.save()
      }),
    )
    const again = (await open(folder)).store
    expect(texts.filter((text) => again.of(jobOf(LETTERS, text)).result === null)).toEqual([])
    const left = await readdir(join(folder, '.sidecast'), { recursive: true })
    expect(left.toSorted()).toEqual(['.gitignore', 'results', 'results/letters.json'])
  })

  test('where it cannot be written costs the memory only, until it can be written', async () => {
    // A file where the folder belongs hinders every user, also root.
    const folder = await makeFolder({ '.sidecast': '' })
    const { store, told } = await open(folder, [LETTERS, DRAWN])
    await draw(store, 'sea')
    store.put(jobOf(LETTERS, 'the sea'), counted('the sea'), HOUR)
    await store.save()
    expect(told).toEqual([])
    expect(store.of(jobOf(LETTERS, 'the sea')).result).not.toBeNull()
    const made = store.files.pathOf('sea', 'a.txt')
    onTestFinished(() => rm(join(made, '../..'), { recursive: true }))
    expect(await readFile(made, 'utf8')).toBe('a')
    expect(store.files.homes()).toContain(join(made, '../..'))
    await rm(join(folder, '.sidecast'))
    await store.save()
    expect((await open(folder)).store.of(jobOf(LETTERS, 'the sea')).result).not.toBeNull()
  })

  test.skipIf(process.getuid?.() === 0)('in a folder that may only be read', async () => {
    const folder = await makeFolder()
    await mkdir(join(folder, '.sidecast/results'), { recursive: true })
    await writeFile(join(folder, '.sidecast/results/letters.json'), withDone(GOOD))
    await chmod(join(folder, '.sidecast/results'), 0o555)
    onTestFinished(() => chmod(join(folder, '.sidecast/results'), 0o755))
    const { store } = await open(folder)
    store.put(jobOf(LETTERS, 'new'), counted('new'), HOUR)
    await store.save()
    expect(store.of(jobOf(LETTERS, 'new')).result).not.toBeNull()
    expect(store.of(jobOf(LETTERS, 'the sea')).result).not.toBeNull()
  })
})
