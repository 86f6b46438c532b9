import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import * as v from 'valibot'
import { codeOf } from '../base/fault.ts'
import { writeAtomically } from '../base/write-atomically.ts'
import type { Failure, Job, Kind, Known, Results } from './job.ts'
import { openMadeFiles, type MadeFiles } from './made-files.ts'

/**
 * The folder in the content folder for data of one computer; git ignores it. All in it can be made
 * again, or is a copy.
 */
export const STORE_FOLDER = '.sidecast'

/** The folder in it with a file for each kind. */
const RESULTS = 'results'

/** Milliseconds after which results are written, so that an interruption costs no more. */
const SAVE_EVERY = 2000

/** Makes a folder in it. @throws The error of the file system if the content folder is not writable. */
export async function makeStoreFolder(folder: string, name: string): Promise<void> {
  // One after the other: where the content folder is away, it must not come back empty.
  for (const path of [join(folder, STORE_FOLDER), join(folder, STORE_FOLDER, name)]) {
    await mkdir(path).catch((cause: unknown) => {
      if (codeOf(cause) !== 'EEXIST') throw cause
    })
  }
  await writeFile(join(folder, STORE_FOLDER, '.gitignore'), '*\n')
}

/** The results and failures of jobs, including those of earlier starts. */
export interface Store extends Results {
  readonly files: MadeFiles
  /** Increases whenever there is something new. */
  readonly news: () => number
  /** Stores a result. */
  readonly put: <Work, Result>(job: Job<Work, Result>, result: Result, at: number) => void
  /** Stores a failure; the last result stays. */
  readonly fail: (job: Job, failure: Failure, at: number) => void
  /**
   * Discards results that take memory or files and belong to none of these jobs.
   */
  readonly keepOnly: (jobs: readonly Job[]) => void
  /**
   * Discards the results of a kind that are older, with their files.
   *
   * @param since Milliseconds since 1970.
   */
  readonly letGo: (kind: Kind<unknown, unknown>, since: number) => Promise<void>
  /** Removes the made files that no result has needed since this start. */
  readonly prune: () => Promise<void>
  /** Writes new results, but not too often. On a read-only disk they are kept in memory. */
  readonly saveSometimes: () => Promise<void>
  readonly save: () => Promise<void>
}

type AnyKind = Kind<unknown, unknown>

/** In milliseconds since 1970. */
const TIME = v.pipe(v.number(), v.safeInteger())

/** A job that was done. */
const DONE = v.object({ input: v.string(), method: v.string(), at: TIME, result: v.unknown() })

/** A job that failed. */
const TRIED = v.object({
  input: v.string(),
  /** All methods that there were: the job may succeed with another one. */
  methods: v.string(),
  at: TIME,
  failure: v.object({ message: v.string(), code: v.string(), again: v.nullable(TIME) }),
  /** See `Job.permission`. */
  permission: v.string(),
  /** Whether it is kept for the next start, which repeats jobs with temporary failures. */
  lasting: v.boolean(),
})

const ENTRY = v.object({ done: v.nullable(DONE), tried: v.nullable(TRIED) })

type Done = v.InferOutput<typeof DONE>

/** The last result for a key, and the last failure since. */
type Entry = Readonly<v.InferOutput<typeof ENTRY>>

interface Shelf {
  readonly entries: Map<string, Entry>
  changed: boolean
  /** Distinguishes the file as last read or written from one that another program has written. */
  stamp: string
}

const SHELF = v.object({ entries: v.record(v.string(), v.unknown()) })

/**
 * Opens the store of a content folder: one file for each kind. A damaged file or entry is discarded, and
 * its results are made again.
 *
 * @param tell Receives a sentence about each damaged file.
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

  /** Merges what another program has written to the same folder since. */
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
      if (await writeShelf(folder, kind, shelf.entries)) shelf.stamp = await stampOf(home, kind)
      else shelf.changed = true
    }
  }

  /** One at a time: an older state must not replace a newer one. */
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
        if (kind.isDear === true) continue
        if (kind.schema !== null && kind.filesOf === undefined) continue
        const keys = new Set(wanted.get(kind)?.map(({ key }) => key))
        for (const key of [...shelf.entries.keys()].filter((each) => !keys.has(each))) {
          shelf.entries.delete(key)
          shelf.changed = true
        }
      }
    },
    save,
    async letGo(kind, since) {
      const shelf = shelfOf(kind)
      await takeIn(kind, shelf)
      for (const [key, entry] of shelf.entries) {
        if (timeOf(entry) >= since) continue
        shelf.entries.delete(key)
        shelf.changed = true
        const { done } = entry
        if (done !== null) files.letGo(kind.filesOf?.(done.result).map(({ id }) => id) ?? [])
      }
      await save()
      await files.prune()
    },
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
  // Every result was checked with the schema of its kind when it was read, or made by its kind.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const last = (done?.result ?? null) as Result | null
  const result = done?.input === input ? last : null
  if (tried?.input === input) {
    // With another permission it may succeed.
    const failure = tried.permission === permissionOf(job) ? tried.failure : null
    if (failure === null) return { result, last, failure, due: from, since: 0 }
    const due = Math.max(from, failure.again ?? Infinity)
    return { result, last, failure, due, since: tried.at }
  }
  if (done?.input !== input) {
    const { given } = job
    if (given !== undefined) return { result: given, last, failure: null, due: Infinity, since: 0 }
    return { result, last, failure: null, due: from, since: 0 }
  }
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

/** Differs after each write of the file of a kind; '' if there is none. */
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
  let all: readonly (readonly [string, unknown])[]
  try {
    const read: unknown = JSON.parse(await readFile(join(home, file), 'utf8'))
    all = Object.entries(v.parse(SHELF, read).entries)
  } catch (cause) {
    const isThere = !['ENOENT', 'ENOTDIR'].includes(codeOf(cause))
    if (isThere) tell(`${name} is damaged, so its results are made again`)
    return entries
  }
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
      `${name} is damaged in ${damaged} of ${all.length} entries, so their results are made again`,
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

/** The parts of an entry that are by current methods and complete. */
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

/** An entry without failures that the next start should try again. */
function toKeep({ done, tried }: Entry): Entry {
  return { done, tried: tried?.lasting === true ? tried : null }
}

/** @returns False if the disk is not writable. */
async function writeShelf(
  folder: string,
  kind: AnyKind,
  entries: ReadonlyMap<string, Entry>,
): Promise<boolean> {
  const kept = [...entries]
    .map(([key, entry]) => [key, toKeep(entry)] as const)
    .filter(([, entry]) => !isEmpty(entry))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  try {
    await makeStoreFolder(folder, RESULTS)
    const text = JSON.stringify({ kind: kind.name, entries: Object.fromEntries(kept) })
    await writeAtomically(join(folder, STORE_FOLDER, RESULTS, fileOf(kind)), text)
    return true
  } catch {
    // Results that cannot be written are made again at the next start.
    return false
  }
}

function fileOf({ name }: AnyKind): string {
  return `${name}.json`
}
