import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
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
  /** Takes a failure; a result for the same input stands. */
  readonly fail: (job: Job, failure: Failure, at: number) => void
  /**
   * Forgets what is costly to hold (what lives in memory, and what has files) and belongs to none of
   * these jobs.
   */
  readonly keepOnly: (jobs: readonly Job[]) => void
  /** Puts down what is new, at most once in a while. A read-only disk costs the memory, nothing else. */
  /** Removes the made files that no result has stood on since this start. */
  readonly prune: () => Promise<void>
  readonly saveSometimes: () => Promise<void>
  readonly save: () => Promise<void>
}

type AnyKind = Kind<unknown, unknown>

interface Entry {
  readonly input: string
  readonly method: string
  /** When the job was done, or tried, last; in milliseconds since 1970. */
  readonly at: number
  readonly result: unknown
  readonly failure: Failure | null
  /** See `Job.permission`. */
  readonly permission: string
}

interface Shelf {
  readonly entries: Map<string, Entry>
  changed: boolean
}

const FAILURE = v.object({
  message: v.string(),
  code: v.string(),
  again: v.nullable(v.number()),
})

const ENTRY = v.object({
  input: v.string(),
  method: v.string(),
  at: v.number(),
  result: v.unknown(),
  failure: v.nullable(FAILURE),
  permission: v.string(),
})

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
    shelves.set(kind, { entries: await readShelf(home, kind, files, tell), changed: false })
  }
  let saved = performance.now()
  let news = 0

  function shelfOf(kind: AnyKind): Shelf {
    const shelf = shelves.get(kind) ?? { entries: new Map(), changed: false }
    shelves.set(kind, shelf)
    return shelf
  }

  async function save(): Promise<void> {
    saved = performance.now()
    for (const [kind, shelf] of shelves) {
      if (kind.schema === null || !shelf.changed) continue
      shelf.changed = false
      await writeShelf(home, kind, shelf.entries)
    }
  }

  return {
    files,
    news: () => news,
    of: (job) => knownOf(job, shelfOf(job.kind).entries.get(job.key)),
    put(job, result, at) {
      const shelf = shelfOf(job.kind)
      const before = shelf.entries.get(job.key)
      const method = methodOf(job.kind, result)
      shelf.entries.set(job.key, {
        input: job.input,
        method,
        at,
        result,
        failure: null,
        permission: permissionOf(job),
      })
      shelf.changed = true
      const isSame =
        before?.input === job.input &&
        before.failure === null &&
        JSON.stringify(before.result) === JSON.stringify(result)
      if (!isSame) news += 1
    },
    fail(job, failure, at) {
      const shelf = shelfOf(job.kind)
      const before = shelf.entries.get(job.key)
      const same = before?.input === job.input ? before : null
      shelf.entries.set(job.key, {
        input: job.input,
        method: same?.result == null ? job.kind.methods.join(', ') : same.method,
        at,
        result: same?.result ?? null,
        failure,
        permission: permissionOf(job),
      })
      shelf.changed = true
      if (same?.failure?.message !== failure.message) news += 1
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
    prune: files.prune,
    async saveSometimes() {
      if (performance.now() - saved > SAVE_EVERY) await save()
    },
  }
}

function knownOf<Work, Result>(job: Job<Work, Result>, entry: Entry | undefined): Known<Result> {
  const { from = 0, believed } = job
  if (entry === undefined) return { result: null, last: null, failure: null, due: from }
  // Every entry was held against the schema of its kind when it was read, and made by it otherwise.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const last = entry.result as Result | null
  if (entry.input !== job.input) return { result: null, last, failure: null, due: from }
  const failure = entry.permission === permissionOf(job) ? entry.failure : null
  if (failure === null && entry.failure !== null) {
    return { result: last, last, failure: null, due: from }
  }
  const again = failure === null ? entry.at + believed : (failure.again ?? Infinity)
  return { result: last, last, failure, due: Math.max(from, again) }
}

function permissionOf({ permission = '' }: Pick<Job, 'permission'>): string {
  return permission
}

function methodOf<Result>(kind: Kind<unknown, Result>, result: Result): string {
  return kind.methodOf?.(result) ?? kind.methods[0]
}

async function readShelf(
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
    if (codeOf(cause) !== 'ENOENT') tell(`${name} is damaged, so what it held is made again`)
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
    else if (isOfToday(kind, entry, files)) entries.set(key, entry)
  }
  for (const { result } of entries.values()) {
    if (result !== null) files.keep(kind.filesOf?.(result) ?? [])
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
  if (entry.output.result === null) return entry.output.failure === null ? null : entry.output
  const result = v.safeParse(schema, entry.output.result)
  return result.success ? { ...entry.output, result: result.output } : null
}

/** Whether it would come out the same if it was made today, and is all there. */
function isOfToday(kind: AnyKind, { method, result }: Entry, files: MadeFiles): boolean {
  if (result === null) return method === kind.methods.join(', ')
  if (!kind.methods.includes(method)) return false
  return (kind.filesOf?.(result) ?? []).every((id) => files.has(id))
}

async function writeShelf(
  home: string,
  kind: AnyKind,
  entries: ReadonlyMap<string, Entry>,
): Promise<void> {
  const sorted = [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1))
  try {
    await mkdir(home, { recursive: true })
    await writeFile(join(home, '../.gitignore'), '*\n')
    const text = JSON.stringify({ kind: kind.name, entries: Object.fromEntries(sorted) })
    await writeAtomically(join(home, basename(fileOf(kind))), text)
  } catch {
    // What cannot be kept is made again at the next start.
  }
}

function fileOf({ name }: AnyKind): string {
  return `${name}.json`
}
