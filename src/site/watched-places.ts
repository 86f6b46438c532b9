import type { Dirent, Stats } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { isWithin, type Roots } from '../base/content-door.ts'
import { codeOf } from '../base/fault.ts'
import { LEDGER_FILE } from '../show/ledger/ledger.ts'

/** Receives what has to be watched so that no change of some paths is missed. */
export interface Visitor {
  /** A folder of which every name matters; called before it is read. */
  readonly folder: (path: string) => void
  /** A name that matters in a folder, and the path that changes with it. */
  readonly name: (folder: string, name: string, path: string) => void
  /** A file in such a folder. */
  readonly file: (path: string) => void
  /** What cannot be read. */
  readonly fault: (cause: unknown) => void
}

export interface Places {
  /** Absolute folders, with all that is in them, and files; they need not exist. */
  readonly paths: ReadonlySet<string>
  /** What may be published: links to folders outside are not followed. */
  readonly roots: Roots
}

/** Goes through all places. What disappears meanwhile is passed over: who watches hears of that. */
export async function visitPlaces({ paths, roots }: Places, visitor: Visitor): Promise<void> {
  for (const path of paths) {
    const facts = await factsOf(path, visitor)
    const real = await realpath(path).catch(() => null)
    if (facts?.isDirectory() === true) await visitFolder(path, [])
    // A folder says itself when it is moved away; of a file or a link, the folder around it does.
    if (facts?.isDirectory() !== true || real !== path) await visitName(path, visitor)
    if (facts?.isFile() === true && real !== null && real !== path) visitTarget(real, path)
  }

  async function visitFolder(path: string, above: readonly string[]): Promise<void> {
    const real = await realpath(path).catch(() => null)
    if (real === null || above.includes(real)) return
    visitor.folder(path)
    for (const entry of await entriesOf(path, visitor)) {
      const inside = join(path, entry.name)
      if (isIgnored(inside, paths)) continue
      if (entry.isDirectory()) await visitFolder(inside, [...above, real])
      else if (entry.isSymbolicLink()) await visitLink(inside, [...above, real])
      else visitor.file(inside)
    }
  }

  async function visitLink(path: string, above: readonly string[]): Promise<void> {
    const real = await realpath(path).catch(() => null)
    if (real === null || !isWithin(real, roots)) return
    const facts = await factsOf(path, visitor)
    if (facts?.isDirectory() === true) return visitFolder(path, above)
    visitor.file(path)
    visitTarget(real, path)
  }

  function visitTarget(real: string, path: string): void {
    visitor.name(dirname(real), basename(real), path)
  }
}

/** A path, or the first part of it that does not exist, in the folder around it. */
async function visitName(path: string, visitor: Visitor): Promise<void> {
  for (let [at, folder] = [path, dirname(path)]; folder !== at;) {
    const facts = await factsOf(folder, visitor)
    if (facts?.isDirectory() === true) return visitor.name(folder, basename(at), at)
    ;[at, folder] = [folder, dirname(folder)]
  }
}

async function factsOf(path: string, { fault }: Visitor): Promise<Stats | null> {
  try {
    return await stat(path)
  } catch (cause) {
    if (!isGone(cause)) fault(cause)
    return null
  }
}

async function entriesOf(folder: string, { fault }: Visitor): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (cause) {
    if (!isGone(cause)) fault(cause)
    return []
  }
}

/** Whether something does not exist, or no longer. */
export function isGone(cause: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(codeOf(cause))
}

const IGNORED = new Set(['node_modules', '.git', '.sidecast'])

/**
 * Whether a path is ignored, as seen from every watched path that contains it: it is in `node_modules`,
 * `.git` or `.sidecast`, or it is the ledger or a temporary file of it, which we write ourselves.
 */
export function isIgnored(path: string, watched: ReadonlySet<string>): boolean {
  // Of thousands of paths hardly any has such a name in it.
  if (!path.split(sep).some(isIgnoredName)) return false
  const above = [...watched].filter((root) => isWithin(path, [root]))
  const isIgnoredIn = (root: string) => relative(root, path).split(sep).some(isIgnoredName)
  return above.length > 0 && above.every(isIgnoredIn)
}

function isIgnoredName(name: string): boolean {
  return IGNORED.has(name) || name === LEDGER_FILE || name.startsWith(`${LEDGER_FILE}.`)
}
