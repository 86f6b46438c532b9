import { mkdir, realpath, rmdir, stat, unlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { compareFile, writeResource } from './export-file.ts'
import { MANIFEST_FILE, readManifest, renderManifest } from './export-manifest.ts'
import { exportPathOf } from './export-path.ts'
import { faultOf } from '../base/fault.ts'
import { isInside } from './inside.ts'
import { Refusal } from './refusal.ts'
import type { Resource, Site } from './site.ts'

export interface ExportOptions {
  /** Folders that an export must not be written over: the content's, and those of its recordings. */
  readonly content: readonly string[]
  readonly progress?: (done: number, total: number) => void
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
 * the folder too; what others put there stays.
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
  { progress }: ExportOptions,
): Promise<Exported> {
  const before = (await readManifest(out)) ?? new Set<string>()
  const changed = await changesOf(files, out, before)
  const gone = [...before].filter((file) => !files.has(file))
  await mkdir(out, { recursive: true })
  // Told before it is done: a run that breaks off leaves no file that the next one does not know.
  await remember(out, new Set([...before, ...changed]))
  for (const file of gone) await removeFile(out, file)
  let done = 0
  let bytes = 0
  for (const [file, resource] of files) {
    if (changed.has(file)) await writeResource(join(out, file), resource)
    bytes += (await stat(join(out, file))).size
    done += 1
    progress?.(done, files.size)
  }
  await remember(out, new Set([...before, ...changed]).intersection(new Set(files.keys())))
  return { files: files.size, bytes, written: changed.size, removed: gone.length }
}

function remember(out: string, files: ReadonlySet<string>): Promise<void> {
  return writeFile(join(out, MANIFEST_FILE), renderManifest(files))
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
    if (!isInside(target, await realPlace(resolve(folder)))) continue
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

const WAYS_OUT: Readonly<Record<string, string>> = {
  EACCES: 'it may not be written to; change its permissions, or choose another folder',
  EPERM: 'it may not be written to; change its permissions, or choose another folder',
  EROFS: 'its disk may only be read; choose another folder',
  ENOSPC: 'its disk is full; make room, then run this again',
  EEXIST: 'a file is where a folder is needed; remove it, or choose another folder',
  ENOTDIR: 'a file is where a folder is needed; remove it, or choose another folder',
}

function toRefusal(cause: unknown, out: string): unknown {
  const { code, path } = faultOf(cause)
  const way = WAYS_OUT[code]
  return way === undefined ? cause : new Refusal(`${path ?? out}: ${way}`, { cause })
}

function ignore(...codes: readonly string[]) {
  return (cause: NodeJS.ErrnoException): undefined => {
    if (!codes.includes(cause.code ?? '')) throw cause
  }
}
