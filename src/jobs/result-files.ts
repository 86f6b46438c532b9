import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { codeOf } from '../base/fault.ts'
import { writeAtomically } from '../base/write-atomically.ts'
import type { Kind } from './job.ts'
import type { MadeFiles } from './made-files.ts'

/**
 * The folder in the content folder for data of one computer; git ignores it. All in it can be made
 * again, or is a copy.
 */
export const STORE_FOLDER = '.sidecast'

/** The folder in it with a file for each kind. */
const RESULTS = 'results'

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

export type AnyKind = Kind<unknown, unknown>

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
export type Entry = Readonly<v.InferOutput<typeof ENTRY>>

/** A file with the results of a kind. */
const FILE = v.object({ entries: v.record(v.string(), v.unknown()) })

/** See `TRIED`. */
export function methodsOf({ methods }: AnyKind): string {
  return methods.join(', ')
}

/** By which method a result was made. */
export function methodOf<Result>(kind: Kind<unknown, Result>, result: Result): string {
  return kind.methodOf?.(result) ?? kind.methods[0]
}

/** When something was last done or tried. */
export function timeOf({ done, tried }: Entry): number {
  return Math.max(done?.at ?? 0, tried?.at ?? 0)
}

/**
 * Reads the results of a kind, those by current methods; a damaged file has none.
 *
 * @param tell Receives a sentence about what is damaged.
 */
export async function readEntries(
  folder: string,
  kind: AnyKind,
  files: MadeFiles,
  tell: (sentence: string) => void,
): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  const { schema } = kind
  if (schema === null) return entries
  const name = nameOf(kind)
  let all: readonly (readonly [string, unknown])[]
  try {
    const read: unknown = JSON.parse(await readFile(join(folder, name), 'utf8'))
    all = Object.entries(v.parse(FILE, read).entries)
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

/** Writes the results of a kind. @returns False if the disk is not writable. */
export async function writeEntries(
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
    await writeAtomically(fileOf(folder, kind), text)
    return true
  } catch {
    // Results that cannot be written are made again at the next start.
    return false
  }
}

/** The file of a kind, from the content folder. */
/** The file of a kind. */
export function fileOf(folder: string, kind: AnyKind): string {
  return join(folder, nameOf(kind))
}

function nameOf({ name }: AnyKind): string {
  return `${STORE_FOLDER}/${RESULTS}/${name}.json`
}
