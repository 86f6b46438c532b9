import { mkdir, readdir, realpath, rm, rmdir, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join, posix, resolve } from 'node:path'
import { compareFile, writeResource } from './export-file.ts'
import { MANIFEST_FILE, readManifest, writeManifest } from './export-manifest.ts'
import { exportPathOf } from './export-path.ts'
import { faultOf } from '../base/fault.ts'
import { isFull, whyUnwritable } from '../base/file-errors.ts'
import { fileOfLeftover } from '../base/write-atomically.ts'
import { isWithin } from '../base/content-door.ts'
import { Refusal } from './refusal.ts'
import type { Resource, Site } from './site.ts'

export interface ExportOptions {
  /** Folders that an export must not be written over: the content's, and those of its recordings. */
  readonly content: readonly string[]
  readonly progress?: (done: number, total: number) => void
  /** Takes a sentence for the user. */
  readonly warn?: (message: string) => void
}

/** What an export did. */
export interface Exported {
  /** How many files the whole site has, and how many bytes. */
  readonly files: number
  readonly bytes: number
  /** How many of them are new or changed; the others were left untouched. */
  readonly written: number
  /** How many that an earlier export wrote are gone. */
  readonly removed: number
}

/**
 * Writes the whole table down as files, byte for byte what would be served.
 *
 * Every file is replaced whole or not at all, and one that is right already is not touched. A
 * manifest in the folder remembers what was written, so that what is gone from the site goes from
 * the folder too; what others put there stays. It is never written half, and where it is broken all
 * the same, every path of the site is taken for one of ours, and nothing is removed.
 *
 * @throws {Refusal} If the folder holds the content itself, or a file in the way that no export
 *   wrote. Nothing is written then.
 */
export async function exportSite(
  site: Site,
  folder: string,
  options: ExportOptions,
): Promise<Exported> {
  const out = resolve(folder)
  try {
    await refuseContent(out, options.content)
    return await writeSite(filesOf(site), out, options)
  } catch (cause) {
    throw toRefusal(cause, out)
  }
}

async function writeSite(
  files: ReadonlyMap<string, Resource>,
  out: string,
  { progress, warn }: ExportOptions,
): Promise<Exported> {
  const told = await readManifest(out, (why) => warn?.(brokenManifest(out, why)))
  const before = told ?? new Set(files.keys())
  const changed = await changesOf(files, out, before)
  const gone = [...before].filter((file) => !files.has(file))
  await mkdir(out, { recursive: true })
  await removeLeftovers(out, new Set([...before, ...files.keys()]))
  // Told before it is done: a run that breaks off leaves no file that the next one does not know.
  await writeManifest(out, new Set([...before, ...changed]))
  for (const file of gone) await removeFile(out, file)
  let done = 0
  let bytes = 0
  for (const [file, resource] of files) {
    if (changed.has(file)) await writeResource(join(out, file), resource)
    bytes += (await stat(join(out, file))).size
    done += 1
    progress?.(done, files.size)
  }
  await writeManifest(out, new Set([...before, ...changed]).intersection(new Set(files.keys())))
  return { files: files.size, bytes, written: changed.size, removed: gone.length }
}

function brokenManifest(out: string, why: string): string {
  return `${join(out, MANIFEST_FILE)} cannot be read (${why}), so it is written anew, with every file of the site that is not as it should be; files of earlier exports that the site does not have any more stay, so remove them yourself`
}

/** Removes what runs that were killed left of these files; all that others put there stays. */
async function removeLeftovers(out: string, files: ReadonlySet<string>): Promise<void> {
  for (const folder of new Set([...files].map((file) => dirname(file)))) {
    const names = await readdir(join(out, folder)).catch(() => [])
    for (const name of names) {
      const file = fileOfLeftover(name)
      if (file !== null && files.has(posix.join(folder, file))) {
        await rm(join(out, folder, name), { force: true })
      }
    }
  }
}

/** The table by file, with all texts made: a page that cannot be made stops the export before it began. */
function filesOf(site: Site): ReadonlyMap<string, Resource> {
  const files = new Map<string, Resource>()
  for (const [path, resource] of site) {
    if (resource.from === 'show') resource.make()
    files.set(exportPathOf(path, resource.type), resource)
  }
  return files
}

/** @throws {Refusal} If a file is in the way that no export wrote. */
async function changesOf(
  files: ReadonlyMap<string, Resource>,
  out: string,
  before: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const changed = new Set<string>()
  for (const [file, resource] of files) {
    const comparison = await compareFile(join(out, file), resource)
    if (comparison === 'different' && !before.has(file)) {
      throw new Refusal(
        `${join(out, file)} is in the way: it is none of the files that Sidecast wrote there; remove it, or choose another folder`,
      )
    }
    if (comparison !== 'same') changed.add(file)
  }
  return changed
}

/** Removes a file, and the folders that are empty without it. */
async function removeFile(out: string, file: string): Promise<void> {
  await unlink(join(out, file)).catch(ignore('ENOENT', 'ENOTDIR', 'EISDIR'))
  for (let folder = dirname(file); folder !== '.'; folder = dirname(folder)) {
    const full = await rmdir(join(out, folder)).then(
      () => false,
      () => true,
    )
    if (full) return
  }
}

/** @throws {Refusal} If an export would write over the content or among what it is made from. */
async function refuseContent(out: string, content: readonly string[]): Promise<void> {
  const target = await realPlace(out)
  for (const folder of content) {
    if (!isWithin(await realPlace(resolve(folder)), [target])) continue
    throw new Refusal(
      `${out} holds the content (${folder}), which an export must not be mixed with; choose another folder, e.g. --out dist`,
    )
  }
}

/** Where a folder really is or will be: with the links of all that is there already resolved. */
async function realPlace(folder: string): Promise<string> {
  const real = await realpath(folder).catch(ignore('ENOENT'))
  if (real !== undefined || dirname(folder) === folder) return real ?? folder
  return join(await realPlace(dirname(folder)), basename(folder))
}

function toRefusal(cause: unknown, out: string): unknown {
  const why = whyUnwritable(cause)
  if (why === null) return cause
  const place = isFull(cause) ? out : (faultOf(cause).path ?? out)
  return new Refusal(`${place}: ${why}, or choose another folder`, { cause })
}

function ignore(...codes: readonly string[]) {
  return (cause: NodeJS.ErrnoException): undefined => {
    if (!codes.includes(cause.code ?? '')) throw cause
  }
}
