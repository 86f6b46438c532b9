import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Failure, Job, Known, Results } from './job.ts'
import { openMadeFiles, type MadeFiles } from './made-files.ts'
import {
  fileOf,
  methodOf,
  methodsOf,
  readEntries,
  STORE_FOLDER,
  timeOf,
  type AnyKind,
  type Entry,
  writeEntries,
} from './result-files.ts'
import { stampOf } from '../base/stamp.ts'

/** Milliseconds after which results are written, so that an interruption costs no more. */
const SAVE_EVERY = 2000

/** The results of a kind. */
interface Shelf {
  readonly entries: Map<string, Entry>
  changed: boolean
  /** See {@link stampOf}: of its file as last read or written. */
  stamp: string
}

/** The results and failures of jobs, including those of earlier starts. */
export class Store implements Results {
  readonly files: MadeFiles
  readonly #folder: string
  readonly #shelves: Map<AnyKind, Shelf>
  #saved = performance.now()
  #saving = Promise.resolve()
  #news = 0

  /**
   * @param folder The content folder.
   * @param shelves What its files hold.
   */
  constructor(folder: string, files: MadeFiles, shelves: Map<AnyKind, Shelf>) {
    this.#folder = folder
    this.files = files
    this.#shelves = shelves
  }

  /** Increases whenever there is something new. */
  news(): number {
    return this.#news
  }

  /** What is known of a job. */
  of<Work, Result>(job: Job<Work, Result>): Known<Result> {
    return knownOf(job, this.#entryOf(job))
  }

  /** Stores a result. */
  put<Work, Result>(job: Job<Work, Result>, result: Result, at: number): void {
    const before = this.#entryOf(job)
    const { input } = job
    this.#set(job, { done: { input, method: methodOf(job.kind, result), at, result }, tried: null })
    const isSame =
      before?.tried === null &&
      before.done?.input === input &&
      isDeepStrictEqual(before.done.result, result)
    if (!isSame) this.#news += 1
  }

  /** Stores a failure; the last result stays. */
  fail(job: Job, failure: Failure, at: number): void {
    const { done = null, tried = null } = this.#entryOf(job) ?? {}
    const { input } = job
    const permission = permissionOf(job)
    const methods = methodsOf(job.kind)
    const lasting = failure.again === null || job.elsewhere === true
    this.#set(job, { done, tried: { input, methods, at, failure, permission, lasting } })
    const isSame =
      tried?.input === input &&
      tried.permission === permission &&
      tried.failure.message === failure.message
    if (!isSame) this.#news += 1
  }

  /** Discards results that take memory or files and belong to none of these jobs. */
  keepOnly(jobs: readonly Job[]): void {
    const wanted = Map.groupBy(jobs, ({ kind }) => kind)
    for (const [kind, shelf] of this.#shelves) {
      if (kind.isDear === true) continue
      if (kind.schema !== null && kind.filesOf === undefined) continue
      const keys = new Set(wanted.get(kind)?.map(({ key }) => key))
      for (const key of [...shelf.entries.keys()].filter((each) => !keys.has(each))) {
        shelf.entries.delete(key)
        shelf.changed = true
      }
    }
  }

  /**
   * Discards the results of a kind that are older, with their files.
   *
   * @param since Milliseconds since 1970.
   */
  async letGo(kind: AnyKind, since: number): Promise<void> {
    const shelf = this.#shelfOf(kind)
    await this.#takeIn(kind, shelf)
    for (const [key, entry] of shelf.entries) {
      if (timeOf(entry) >= since) continue
      shelf.entries.delete(key)
      shelf.changed = true
      const { done } = entry
      if (done !== null) this.files.letGo(kind.filesOf?.(done.result).map(({ id }) => id) ?? [])
    }
    await this.save()
    await this.files.prune()
  }

  /** Removes the made files that no result has needed since this start. */
  async prune(): Promise<void> {
    for (const [kind, shelf] of this.#shelves) {
      if (kind.filesOf !== undefined) await this.#takeIn(kind, shelf)
    }
    await this.files.prune()
  }

  /** Writes new results, but not too often. On a read-only disk they are kept in memory. */
  async saveSometimes(): Promise<void> {
    if (performance.now() - this.#saved > SAVE_EVERY) await this.save()
  }

  /** Writes new results. One at a time: an older state must not replace a newer one. */
  save(): Promise<void> {
    this.#saving = this.#saving.then(() => this.#saveAll())
    return this.#saving
  }

  async #saveAll(): Promise<void> {
    this.#saved = performance.now()
    for (const [kind, shelf] of this.#shelves) {
      if (kind.schema === null || !shelf.changed) continue
      await this.#takeIn(kind, shelf)
      shelf.changed = false
      const isWritten = await writeEntries(this.#folder, kind, shelf.entries)
      if (isWritten) shelf.stamp = await stampOf(fileOf(this.#folder, kind))
      else shelf.changed = true
    }
  }

  /** Merges what another program has written to the same folder since. */
  async #takeIn(kind: AnyKind, shelf: Shelf): Promise<void> {
    const stamp = await stampOf(fileOf(this.#folder, kind))
    if (stamp === shelf.stamp) return
    shelf.stamp = stamp
    await this.files.look()
    const entries = await readEntries(this.#folder, kind, this.files, () => undefined)
    for (const [key, entry] of entries) {
      const own = shelf.entries.get(key)
      if (own !== undefined && timeOf(own) >= timeOf(entry)) continue
      shelf.entries.set(key, entry)
      this.#news += 1
    }
  }

  #entryOf({ kind, key }: Job): Entry | undefined {
    return this.#shelfOf(kind).entries.get(key)
  }

  #set({ kind, key }: Job, entry: Entry): void {
    const shelf = this.#shelfOf(kind)
    shelf.entries.set(key, entry)
    shelf.changed = true
  }

  #shelfOf(kind: AnyKind): Shelf {
    const shelf = this.#shelves.get(kind) ?? { entries: new Map(), changed: false, stamp: '' }
    this.#shelves.set(kind, shelf)
    return shelf
  }
}

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
  const files = await openMadeFiles(join(folder, STORE_FOLDER, 'artwork'))
  const shelves = new Map<AnyKind, Shelf>()
  for (const kind of kinds) {
    const stamp = await stampOf(fileOf(folder, kind))
    const entries = await readEntries(folder, kind, files, tell)
    shelves.set(kind, { entries, changed: false, stamp })
  }
  return new Store(folder, files, shelves)
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
