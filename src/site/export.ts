import { mkdir, readdir, realpath, rm, rmdir, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join, posix, resolve } from 'node:path'
import { compressForGood, isWorthwhile } from './codings.ts'
import { bytesOf, compareFile, writeResource } from './export-file.ts'
import { MANIFEST_FILE, readManifest, writeManifest } from './export-manifest.ts'
import { exportPathOf, stageOf } from './export-path.ts'
import { makeSvgInert } from './inert-svg.ts'
import { isSvg, isText } from './media-type.ts'
import { faultOf, Refusal } from '../base/fault.ts'
import { isFull, whyUnwritable } from '../base/file-errors.ts'
import { fileOfLeftover } from '../base/write-atomically.ts'
import { isWithin } from '../base/content-door.ts'
import type { Made, MadeResource, Resource, Role, Site } from './site.ts'

export interface ExportOptions {
  /** Folders with posts and recordings, over which an export must not be written. */
  readonly content: readonly string[]
  /** Texts that are written beside the site, by file. */
  readonly beside?: ReadonlyMap<string, string>
  /** Whether each text also gets its compressed forms, `.br` and `.gz`. */
  readonly compressed?: boolean
  readonly progress?: (done: number, total: number) => void
  /** Called with a message for the user. */
  readonly warn?: (message: string) => void
}

/** What an export did. */
export interface Exported {
  /** Files and bytes of the whole site. */
  readonly files: number
  readonly bytes: number
  /** How many files are new or changed; the others were not touched. */
  readonly written: number
  /** How many files of earlier exports were removed. */
  readonly removed: number
}

/**
 * Writes the whole site as files, with the same bytes as served.
 *
 * Every file is replaced atomically, and one that is up to date is not touched. What a feed or a page
 * names is written before it, and what is outdated is removed at the end, so that nobody who reads
 * meanwhile misses anything. A manifest in the
 * folder lists what was written, so that outdated files can be removed; files of others stay. Where
 * the manifest is damaged, all paths of the site are taken for ours, and nothing is removed.
 *
 * @throws {Refusal} If the folder contains the content, or a file in the way that no export wrote.
 *   Nothing is written then.
 */
export async function exportSite(
  site: Site,
  folder: string,
  options: ExportOptions,
): Promise<Exported> {
  const out = resolve(folder)
  try {
    await refuseContent(out, options.content)
    return await writeSite(await filesOf(site, options), out, options)
  } catch (cause) {
    throw toRefusal(cause, out)
  }
}

async function writeSite(
  all: ReadonlyMap<string, Resource>,
  out: string,
  { beside = new Map(), progress, warn }: ExportOptions,
): Promise<Exported> {
  const listed = await readManifest(out, (why) => warn?.(brokenManifest(out, why)))
  const others = await filesOfOthers(beside.keys(), out, listed)
  for (const file of others) warn?.(leftAlone(join(out, file)))
  const files = new Map([...all].filter(([file]) => !others.has(file)))
  const before = listed ?? new Set(files.keys())
  const changed = await changesOf(files, out, before)
  const gone = [...before].filter((file) => !files.has(file))
  await mkdir(out, { recursive: true })
  await removeLeftovers(out, new Set([...before, ...files.keys()]))
  // Written first, so that an interrupted run leaves no file that the next one does not know.
  await writeManifest(out, new Set([...before, ...changed]))
  const inTheWay = gone.filter((file) => isInTheWay(file, files))
  for (const file of inTheWay) await removeFile(out, file)
  let done = 0
  let bytes = 0
  for (const [file, resource] of files) {
    if (changed.has(file)) await writeResource(join(out, file), resource)
    bytes += (await stat(join(out, file))).size
    done += 1
    progress?.(done, files.size)
  }
  for (const file of gone) await removeFile(out, file)
  await writeManifest(out, new Set([...before, ...changed]).intersection(new Set(files.keys())))
  return { files: files.size, bytes, written: changed.size, removed: gone.length }
}

/** Files that are only written beside the site, where the author has one of that name. */
async function filesOfOthers(
  files: Iterable<string>,
  out: string,
  listed: ReadonlySet<string> | null,
): Promise<ReadonlySet<string>> {
  const others = new Set<string>()
  for (const file of files) {
    const facts = await stat(join(out, file)).catch(ignore('ENOENT', 'ENOTDIR'))
    if (facts !== undefined && listed?.has(file) !== true) others.add(file)
  }
  return others
}

function leftAlone(file: string): string {
  return `${file} was not written by Sidecast, so it was left as it is; remove it to get the one for this site`
}

function brokenManifest(out: string, why: string): string {
  return `${join(out, MANIFEST_FILE)} cannot be read (${why}), so it and all outdated files are written again; files of earlier exports that are no longer part of the site were not removed, so remove them yourself`
}

/** Removes temporary files of these files that killed runs left. */
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

/** Whether a file that goes is where a folder comes, or the other way round. */
function isInTheWay(gone: string, files: ReadonlyMap<string, Resource>): boolean {
  return [...files.keys()].some(
    (file) => file.startsWith(`${gone}/`) || gone.startsWith(`${file}/`),
  )
}

/**
 * All files in the order in which they are written. The site is rendered here: a page that cannot be
 * rendered must stop the export at the start.
 */
async function filesOf(
  site: Site,
  { beside = new Map(), compressed = false }: ExportOptions,
): Promise<ReadonlyMap<string, Resource>> {
  const files = new Map<string, Resource>()
  for (const [path, given] of site) {
    const resource = given.from === 'disk' && isSvg(given.type) ? inertImage(given) : given
    if (resource.from === 'show') await resource.make()
    const file = exportPathOf(path, resource.type)
    files.set(file, resource)
    if (!compressed || !isText(resource.type) || !isWorthwhile(await bytesOf(resource))) continue
    for (const [form, made] of formsOf(file, resource)) files.set(form, made)
  }
  for (const [file, text] of beside) {
    if (!files.has(file))
      files.set(
        file,
        textResource('data', () => Buffer.from(text)),
      )
  }
  return new Map([...files].toSorted(([, a], [, b]) => stageOf(a) - stageOf(b)))
}

/** The compressed forms of a text. */
function formsOf(file: string, text: Resource): readonly (readonly [string, Resource])[] {
  return CODINGS_BESIDE.map(([ending, coding]) => {
    const make = async () => compressForGood(await bytesOf(text), coding)
    return [`${file}.${ending}`, textResource(text.role, make, text.type)]
  })
}

const CODINGS_BESIDE = [
  ['br', 'br'],
  ['gz', 'gzip'],
] as const

/** An SVG image as it is served, which is not always as it is on disk. */
function inertImage(image: Resource): MadeResource {
  return textResource(image.role, async () => makeSvgInert(await bytesOf(image)), image.type)
}

function textResource(
  role: Role,
  bytes: () => Buffer | Promise<Buffer>,
  type = 'text/plain; charset=utf-8',
): MadeResource {
  const make = async (): Promise<Made> => ({
    bytes: await bytes(),
    hash: '',
    modified: new Date(0),
  })
  return {
    from: 'show',
    type,
    role,
    links: null,
    early: false,
    movedTo: null,
    make,
    known: () => null,
  }
}

/** @throws {Refusal} If there is a file in the way that no export wrote. */
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
        `${join(out, file)} is in the way: Sidecast did not write it; remove it, or choose another folder`,
      )
    }
    if (comparison !== 'same') changed.add(file)
  }
  return changed
}

/** Removes a file, and the folders that are empty then. */
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

/** @throws {Refusal} If the export would overwrite the content or be mixed with it. */
async function refuseContent(out: string, content: readonly string[]): Promise<void> {
  const target = await realPlace(out)
  for (const folder of content) {
    if (!isWithin(await realPlace(resolve(folder)), [target])) continue
    throw new Refusal(
      `${out} contains the content (${folder}), with which an export must not be mixed; choose another folder, e.g. --out dist`,
    )
  }
}

/** The real path of a folder that may not exist yet. */
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
