import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  type BigIntStats,
} from 'node:fs'
import { lstat, open, realpath, type FileHandle } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path'
import { codeOf } from './file-errors.ts'
import { createListings } from './listings.ts'

/**
 * What may go out: folders with all that is in them, and single files. Real paths, without a
 * symbolic link in them.
 */
export type Roots = readonly string[]

/**
 * A file that does not go out because of what it is: it leads out of all roots, leads nowhere, or is
 * no regular file. The message is a sentence for its author, and tells nothing of its content.
 */
export class ContentError extends RangeError {
  override readonly name = 'ContentError'
}

/** The real paths of what may go out, each once; what is not there is left out. */
export async function realRoots(paths: readonly string[]): Promise<Roots> {
  const { spell } = createListings()
  const spelled = await Promise.all(paths.map(async (path) => (await spell(path)) ?? path))
  const real = await Promise.all(spelled.map((path) => realpath(path).catch(() => [])))
  const all = [...new Set(real.flat())]
  return all.filter(
    (root) =>
      !isWithin(
        root,
        all.filter((other) => other !== root),
      ),
  )
}

/** Whether a real path may go out. */
export function isWithin(real: string, roots: Roots): boolean {
  return roots.some((root) => {
    const way = relative(root, real)
    return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
  })
}

/**
 * The real path of a file that may go out.
 *
 * @throws {ContentError} If it may not.
 * @throws {Error} The system's, if it is not there or cannot be looked at.
 */
export async function realContent(file: string, roots: Roots): Promise<string> {
  const real = await realpath(file).catch((cause: unknown) => broken(file, cause))
  const facts = await lstat(assertWithin(file, real, roots))
  return assertRegular(file, real, facts)
}

/**
 * Opens a file that may go out. It is the one that lies there: whoever puts a link in its place
 * meanwhile gets no other file out.
 *
 * @throws {ContentError} If it may not go out.
 * @throws {Error} The system's, if it is not there or cannot be read.
 */
export async function openContent(file: string, roots: Roots): Promise<FileHandle> {
  const handle = await open(await realContent(file, roots), SAFELY)
  try {
    // Only now it is certain that no link was put into its path before it was opened.
    const there = await lstat(await realContent(file, roots), { bigint: true })
    assertSame(file, await handle.stat({ bigint: true }), there)
    return handle
  } catch (cause) {
    await handle.close()
    throw cause
  }
}

/** Reads a file that may go out whole. @throws As {@link openContent}. */
export async function readContent(file: string, roots: Roots): Promise<Buffer> {
  await using handle = await openContent(file, roots)
  return await handle.readFile()
}

/**
 * {@link readContent} without a promise, which for thousands of small files is three times as fast.
 * It is for files that were seen to be regular ones: others are opened before they are refused.
 *
 * @param folders Folders whose real paths are known by now; what is found out is added.
 * @throws As {@link openContent}.
 */
export function readContentSync(
  file: string,
  roots: Roots,
  folders: Map<string, string> = new Map(),
): Buffer {
  const descriptor = attemptSync(file, () => openSync(file, SAFELY))
  try {
    const { real, facts } = attemptSync(file, () => lookAtSync(file, folders))
    assertRegular(file, assertWithin(file, real, roots), facts)
    assertSame(file, fstatSync(descriptor, { bigint: true }), facts)
    return readFileSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** A file as it is, by the real path of its folder, for all but the few that are links themselves. */
function lookAtSync(
  file: string,
  folders: Map<string, string>,
): { readonly real: string; readonly facts: BigIntStats } {
  const facts = lstatSync(file, { bigint: true })
  if (facts.isSymbolicLink()) {
    const real = realpathSync.native(file)
    return { real, facts: lstatSync(real, { bigint: true }) }
  }
  const folder = dirname(file)
  const real = folders.get(folder) ?? realpathSync.native(folder)
  folders.set(folder, real)
  return { real: join(real, basename(file)), facts }
}

function attemptSync<Result>(file: string, action: () => Result): Result {
  try {
    return action()
  } catch (cause) {
    return broken(file, cause)
  }
}

/** A pipe must not wait for someone to write to it. */
const SAFELY = constants.O_RDONLY | constants.O_NONBLOCK

function assertWithin(file: string, real: string, roots: Roots): string {
  if (isWithin(real, roots)) return real
  throw new ContentError(
    `"${basename(file)}" leads out of the folder, to "${real}", so it does not go out; put the file itself there, or name the folder that it lies in (outside: …, in sidecast.yml)`,
  )
}

interface Kind {
  readonly isFile: () => boolean
  readonly isDirectory: () => boolean
}

function assertRegular(file: string, real: string, facts: Kind): string {
  if (facts.isFile()) return real
  if (facts.isDirectory()) throw Object.assign(new Error(`${file} is a folder`), { code: 'EISDIR' })
  throw new ContentError(
    `"${basename(file)}" is no file but a pipe or a device; put a file in its place`,
  )
}

interface Identity {
  readonly dev: bigint
  readonly ino: bigint
}

function assertSame(file: string, opened: Identity, there: Identity): void {
  if (opened.dev === there.dev && opened.ino === there.ino) return
  throw new ContentError(
    `"${basename(file)}" was replaced while it was opened; leave it alone for a moment, then try again`,
  )
}

const BROKEN: Readonly<Record<string, string>> = {
  ENOENT: 'leads nowhere',
  ELOOP: 'leads round in a circle',
}

/** Tells a link that leads nowhere from a name that nothing has. */
function broken(file: string, cause: unknown): never {
  const where = BROKEN[codeOf(cause)]
  if (where === undefined || !isLink(file)) throw cause
  throw new ContentError(`the link "${basename(file)}" ${where}; put the file itself there`, {
    cause,
  })
}

function isLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true
}
