import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import * as v from 'valibot'
import { codeOf } from '../base/file-errors.ts'
import { writeAtomically } from '../base/write-atomically.ts'
import type { Failure, Job, Kind, Known, Results } from './job.ts'
import { openMadeFiles, type MadeFiles } from './made-files.ts'

/** The folder in the content folder for what belongs to one machine only; git ignores it. */
const STORE_FOLDER = '.sidecast'

/** The folder in it that holds a file for each kind. */
const RESULTS = 'results'

/** Milliseconds after which what was done is put down, so that no end costs more. */
const SAVE_EVERY = 2000

/** What became of the jobs that were done, here and at earlier starts. */
export interface Store extends Results {
  readonly files: MadeFiles
  /** Counts up whenever anything is known that was not known before. */
  readonly news: () => number
  /** Takes a result. */
  readonly put: <Work, Result>(job: Job<Work, Result>, result: Result, at: number) => void
  /** Takes a failure; the last result stands. */
  readonly fail: (job: Job, failure: Failure, at: number) => void
  /**
   * Forgets what is costly to hold (what lives in memory, and what has files) and belongs to none of
   * these jobs.
   */
  readonly keepOnly: (jobs: readonly Job[]) => void
  /** Removes the made files that no result has stood on since this start. */
  readonly prune: () => Promise<void>
  /** Puts down what is new, at most once in a while. A read-only disk costs the memory, nothing else. */
  readonly saveSometimes: () => Promise<void>
  readonly save: () => Promise<void>
}

type AnyKind = Kind<unknown, unknown>

/** A job that was done. */
interface Done {
  readonly input: string
  readonly method: string
  /** In milliseconds since 1970. */
  readonly at: number
  readonly result: unknown
}

/** A job that was tried in vain. */
interface Tried {
  readonly input: string
  /** All methods that there were: with another one it may well succeed. */
  readonly methods: string
  /** In milliseconds since 1970. */
  readonly at: number
  readonly failure: Failure
  /** See `Job.permission`. */
  readonly permission: string
  /** Whether it is kept for the next start, which tries everything here anew that may have passed. */
  readonly lasting: boolean
}

/** The last result for a key, and what was tried since. */
interface Entry {
  readonly done: Done | null
  readonly tried: Tried | null
}

interface Shelf {
  readonly entries: Map<string, Entry>
  changed: boolean
  /** Tells the file as it was read or written last from one that another program has written. */
  stamp: string
}

const TIME = v.pipe(v.number(), v.safeInteger())

const DONE = v.object({ input: v.string(), method: v.string(), at: TIME, result: v.unknown() })

const TRIED = v.object({
  input: v.string(),
  methods: v.string(),
  at: TIME,
  failure: v.object({ message: v.string(), code: v.string(), again: v.nullable(TIME) }),
  permission: v.string(),
  lasting: v.boolean(),
})

const ENTRY = v.object({ done: v.nullable(DONE), tried: v.nullable(TRIED) })

const SHELF = v.object({ entries: v.record(v.string(), v.unknown()) })

/**
 * Opens the store of a content folder: one file for each kind. A file or an entry that is not as it
 * should be is forgotten, and what it held is made again.
 *
 * @param tell Takes a sentence on each file that holds something damaged.
 */
export async function openStore(
  folder: string,
  kinds: readonly AnyKind[],
  tell: (sentence: string) => void,
): Promise<Store> {
  const home = join(folder, STORE_FOLDER, RESULTS)
  const files = await openMadeFiles(join(folder, STORE_FOLDER, 'artwork'))
  const shelves = new Map<AnyKind, Shelf>()
  for (const kind of kinds) {
    const stamp = await stampOf(home, kind)
    const entries = await readEntries(home, kind, files, tell)
    shelves.set(kind, { entries, changed: false, stamp })
  }
  let saved = performance.now()
  let saving = Promise.resolve()
  let news = 0

  function shelfOf(kind: AnyKind): Shelf {
    const shelf = shelves.get(kind) ?? { entries: new Map(), changed: false, stamp: '' }
    shelves.set(kind, shelf)
    return shelf
  }

  function set({ kind, key }: Job, entry: Entry): void {
    const shelf = shelfOf(kind)
    shelf.entries.set(key, entry)
    shelf.changed = true
  }

  /** What another program has put down since in the same folder is known here, too, and stays. */
  async function takeIn(kind: AnyKind, shelf: Shelf): Promise<void> {
    const stamp = await stampOf(home, kind)
    if (stamp === shelf.stamp) return
    shelf.stamp = stamp
    await files.look()
    for (const [key, entry] of await readEntries(home, kind, files, () => undefined)) {
      const own = shelf.entries.get(key)
      if (own !== undefined && timeOf(own) >= timeOf(entry)) continue
      shelf.entries.set(key, entry)
      news += 1
    }
  }

  async function saveAll(): Promise<void> {
    saved = performance.now()
    for (const [kind, shelf] of shelves) {
      if (kind.schema === null || !shelf.changed) continue
      await takeIn(kind, shelf)
      shelf.changed = false
      if (await writeShelf(home, kind, shelf.entries)) shelf.stamp = await stampOf(home, kind)
      else shelf.changed = true
    }
  }

  /** One after the other: an older state must not replace a newer one. */
  function save(): Promise<void> {
    saving = saving.then(saveAll)
    return saving
  }

  return {
    files,
    news: () => news,
    of: (job) => knownOf(job, shelfOf(job.kind).entries.get(job.key)),
    put(job, result, at) {
      const before = shelfOf(job.kind).entries.get(job.key)
      const { input } = job
      set(job, { done: { input, method: methodOf(job.kind, result), at, result }, tried: null })
      const isSame =
        before?.tried === null &&
        before.done?.input === input &&
        isDeepStrictEqual(before.done.result, result)
      if (!isSame) news += 1
    },
    fail(job, failure, at) {
      const { done = null, tried = null } = shelfOf(job.kind).entries.get(job.key) ?? {}
      const { input } = job
      const permission = permissionOf(job)
      const methods = methodsOf(job.kind)
      const lasting = failure.again === null || job.elsewhere === true
      set(job, { done, tried: { input, methods, at, failure, permission, lasting } })
      const isSame =
        tried?.input === input &&
        tried.permission === permission &&
        tried.failure.message === failure.message
      if (!isSame) news += 1
    },
    keepOnly(jobs) {
      const wanted = Map.groupBy(jobs, ({ kind }) => kind)
      for (const [kind, shelf] of shelves) {
        if (kind.schema !== null && kind.filesOf === undefined) continue
        const keys = new Set(wanted.get(kind)?.map(({ key }) => key))
        for (const key of [...shelf.entries.keys()].filter((each) => !keys.has(each))) {
          shelf.entries.delete(key)
          shelf.changed = true
        }
      }
    },
    save,
    async prune() {
      for (const [kind, shelf] of shelves) {
        if (kind.filesOf !== undefined) await takeIn(kind, shelf)
      }
      await files.prune()
    },
    async saveSometimes() {
      if (performance.now() - saved > SAVE_EVERY) await save()
    },
  }
}

function knownOf<Work, Result>(
  job: Job<Work, Result>,
  { done, tried }: Entry = NOTHING,
): Known<Result> {
  const { from = 0, believed, input } = job
  // Every result was held against the schema of its kind when it was read, and made by it otherwise.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const last = (done?.result ?? null) as Result | null
  const result = done?.input === input ? last : null
  if (tried?.input === input) {
    // Under another permission it may well succeed.
    const failure = tried.permission === permissionOf(job) ? tried.failure : null
    if (failure === null) return { result, last, failure, due: from, since: 0 }
    const due = Math.max(from, failure.again ?? Infinity)
    return { result, last, failure, due, since: tried.at }
  }
  if (done?.input !== input) return { result, last, failure: null, due: from, since: 0 }
  const due = Math.max(from, done.at + believed)
  return { result, last, failure: null, due, since: done.at }
}

const NOTHING: Entry = { done: null, tried: null }

function permissionOf({ permission = '' }: Pick<Job, 'permission'>): string {
  return permission
}

function methodsOf({ methods }: AnyKind): string {
  return methods.join(', ')
}

function methodOf<Result>(kind: Kind<unknown, Result>, result: Result): string {
  return kind.methodOf?.(result) ?? kind.methods[0]
}

function timeOf({ done, tried }: Entry): number {
  return Math.max(done?.at ?? 0, tried?.at ?? 0)
}

/** Another one for each writing of the file of a kind; '' where there is none. */
async function stampOf(home: string, kind: AnyKind): Promise<string> {
  const facts = await stat(join(home, fileOf(kind))).catch(() => null)
  return facts === null ? '' : `${facts.ino} ${facts.size} ${facts.mtimeMs}`
}

async function readEntries(
  home: string,
  kind: AnyKind,
  files: MadeFiles,
  tell: (sentence: string) => void,
): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  const { schema } = kind
  if (schema === null) return entries
  const file = fileOf(kind)
  const name = `${STORE_FOLDER}/${RESULTS}/${file}`
  let read: unknown
  try {
    read = JSON.parse(await readFile(join(home, file), 'utf8'))
  } catch (cause) {
    const isThere = !['ENOENT', 'ENOTDIR'].includes(codeOf(cause))
    if (isThere) tell(`${name} is damaged, so what it held is made again`)
    return entries
  }
  const shelf = v.safeParse(SHELF, read)
  if (!shelf.success) {
    tell(`${name} is damaged, so what it held is made again`)
    return entries
  }
  const all = Object.entries(shelf.output.entries)
  let damaged = 0
  for (const [key, value] of all) {
    const entry = readEntry(schema, value)
    if (entry === null) damaged += 1
    else {
      const ofToday = withoutOld(kind, entry, files)
      if (!isEmpty(ofToday)) entries.set(key, ofToday)
    }
  }
  for (const { done } of entries.values()) {
    if (done !== null) files.keep(kind.filesOf?.(done.result).map(({ id }) => id) ?? [])
  }
  if (damaged > 0) {
    tell(
      `${name} is damaged in ${damaged} of ${all.length} entries, so what they held is made again`,
    )
  }
  return entries
}

function readEntry(schema: v.GenericSchema, value: unknown): Entry | null {
  const entry = v.safeParse(ENTRY, value)
  if (!entry.success) return null
  const { done, tried } = entry.output
  if (done === null) return tried === null ? null : { done, tried }
  const result = v.safeParse(schema, done.result)
  return result.success ? { done: { ...done, result: result.output }, tried } : null
}

/** What would come out the same if it was done today, and is all there. */
function withoutOld(kind: AnyKind, { done, tried }: Entry, files: MadeFiles): Entry {
  return {
    done: done !== null && isOfToday(kind, done, files) ? done : null,
    tried: tried?.methods === methodsOf(kind) ? tried : null,
  }
}

function isOfToday(kind: AnyKind, { method, result }: Done, files: MadeFiles): boolean {
  if (!kind.methods.includes(method) || method !== methodOf(kind, result)) return false
  return (kind.filesOf?.(result) ?? []).every((path) => files.has(path))
}

function isEmpty({ done, tried }: Entry): boolean {
  return done === null && tried === null
}

/** Without the failures that the next start is not to know of. */
function toKeep({ done, tried }: Entry): Entry {
  return { done, tried: tried?.lasting === true ? tried : null }
}

/** @returns False where the disk cannot be written. */
async function writeShelf(
  home: string,
  kind: AnyKind,
  entries: ReadonlyMap<string, Entry>,
): Promise<boolean> {
  const kept = [...entries]
    .map(([key, entry]) => [key, toKeep(entry)] as const)
    .filter(([, entry]) => !isEmpty(entry))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  try {
    await mkdir(home, { recursive: true })
    await writeFile(join(home, '../.gitignore'), '*\n')
    const text = JSON.stringify({ kind: kind.name, entries: Object.fromEntries(kept) })
    await writeAtomically(join(home, fileOf(kind)), text)
    return true
  } catch {
    // What cannot be kept is made again at the next start.
    return false
  }
}

function fileOf({ name }: AnyKind): string {
  return `${name}.json`
}
