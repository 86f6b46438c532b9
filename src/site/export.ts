import { statSync } from 'node:fs'
import { mkdir, readdir, realpath, rm, rmdir, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join, posix, resolve } from 'node:path'
import pLimit from 'p-limit'
import { compressForGood, isWorthwhile } from './codings.ts'
import { bytesOf, compareWithFile, isCopied, writeCopy } from './export-file.ts'
import { type Entry, openStage, type Stage, exportPathOf, FEEDS, stageOf } from './export-stage.ts'
import { MANIFEST_FILE, readManifest, writeManifest } from './export-manifest.ts'
import { isText } from './media-type.ts'
import { faultOf, Refusal, isFull, whyUnwritable } from '../base/fault.ts'
import { fileOfLeftover } from '../base/write-atomically.ts'
import { isWithin } from '../base/content-door.ts'
import type { FileResource, Resource, Site } from './site.ts'

export interface ExportOptions {
  /** Folders with posts and recordings, which an export must not overwrite. */
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
 * Every file is replaced atomically, and one that is up to date is not touched. Files are written before the
 * feeds and pages that name them, and outdated ones are removed at the end, so that readers miss nothing
 * meanwhile. A manifest in the folder lists what was written; files that it does not list are left alone. If
 * it is damaged, all paths of the site count as ours, and nothing is removed.
 *
 * @throws {Refusal} If the folder contains the content, or if a file is in the way that no export wrote.
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
    return await writeSite(site, out, options)
  } catch (cause) {
    throw toRefusal(cause, out)
  }
}

async function writeSite(site: Site, out: string, options: ExportOptions): Promise<Exported> {
  await using stage = await openStage(out)
  const all = await comparedWith(site, out, stage, options)
  const { beside = new Map(), warn, progress } = options
  const listed = await readManifest(out, (why) => warn?.(brokenManifest(out, why)))
  const others = await filesOfOthers(beside.keys(), out, listed)
  for (const file of others) warn?.(leftAlone(join(out, file)))
  const entries = all.filter(({ file }) => !others.has(file))
  const files = new Set(entries.map(({ file }) => file))
  const before = listed ?? files
  const changed = changesOf(entries, out, before)
  const gone = [...before].filter((file) => !files.has(file))
  await mkdir(out, { recursive: true })
  await removeLeftovers(out, new Set([...before, ...files]))
  // Written first, so that an interrupted run leaves no file that the next one does not know.
  await writeManifest(out, new Set([...before, ...changed]))
  const inTheWay = gone.filter((file) => isInTheWay(file, files))
  for (const file of inTheWay) await removeFile(out, file)
  let bytes = 0
  for (const [index, { file, put }] of entries.toSorted((a, b) => a.turn - b.turn).entries()) {
    if (changed.has(file)) await put()
    bytes += statSync(join(out, file)).size
    progress?.(entries.length + index + 1, 2 * entries.length)
  }
  for (const file of gone) await removeFile(out, file)
  await writeManifest(out, new Set([...before, ...changed]).intersection(files))
  return { files: files.size, bytes, written: changed.size, removed: gone.length }
}

/**
 * Renders and compares all files of the site. A file that is new or differs waits on the stage: a page that
 * cannot be rendered stops the export before anything is put into place, and putting them into place takes
 * only a moment. Only a few are in memory at a time.
 */
async function comparedWith(
  site: Site,
  out: string,
  stage: Stage,
  { beside = new Map(), compressed = false, progress }: ExportOptions,
): Promise<readonly Entry[]> {
  let done = 0
  const broken = new AbortController()
  const limit = pLimit(AT_ONCE)
  const forms = compressed ? formWriter(stage) : () => []
  // Feeds last: what they say about an article is made together with its page.
  const resources = [...site].toSorted(
    ([, a], [, b]) => Number(stageOf(a) === FEEDS) - Number(stageOf(b) === FEEDS),
  )
  const found = await Promise.allSettled(
    resources.map(([path, resource]) =>
      limit(async () => {
        broken.signal.throwIfAborted()
        const made = await entriesOf(exportPathOf(path, resource.type), resource).catch(stop)
        done += 1
        progress?.(done, 2 * resources.length)
        return made
      }),
    ),
  )
  broken.signal.throwIfAborted()
  const entries = found.flatMap((each) => (each.status === 'fulfilled' ? each.value : []))
  const files = new Set(entries.map(({ file }) => file))
  for (const [file, text] of beside) {
    if (!files.has(file)) entries.push(await stage.text(file, stageOf(BESIDE), Buffer.from(text)))
  }
  return entries

  /** Everything that is being rendered must have ended before the stage is removed. */
  function stop(cause: unknown): never {
    broken.abort(cause)
    throw cause
  }

  async function entriesOf(file: string, resource: Resource): Promise<Entry[]> {
    const turn = stageOf(resource)
    if (isCopied(resource)) {
      const copy = await fileEntry(file, turn, resource, out)
      return [copy, ...(await forms(file, resource, () => bytesOf(resource)))]
    }
    const bytes = await bytesOf(resource)
    const text = await stage.text(file, turn, bytes)
    return [text, ...(await forms(file, resource, async () => bytes))]
  }
}

/** Writes the compressed forms of a text. */
function formWriter(stage: Stage) {
  return async (
    file: string,
    resource: Resource,
    read: () => Promise<Buffer>,
  ): Promise<readonly Entry[]> => {
    const bytes = isText(resource.type) ? await read() : null
    if (bytes === null || !isWorthwhile(bytes)) return []
    const forms: Entry[] = []
    for (const [ending, coding] of CODINGS_BESIDE) {
      const form = await compressForGood(bytes, coding)
      forms.push(await stage.text(`${file}.${ending}`, stageOf(resource), form))
    }
    return forms
  }
}

async function fileEntry(
  file: string,
  turn: number,
  resource: FileResource,
  out: string,
): Promise<Entry> {
  const place = join(out, file)
  const comparison = await compareWithFile(place, resource)
  return { file, turn, comparison, put: () => writeCopy(place, resource) }
}

const BESIDE = { role: 'data', type: 'text/plain' } as const

/** Resources that are rendered at the same time. */
const AT_ONCE = 8

/** Existing files of the author that have the name of a file written beside the site. */
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

/** Removes temporary files that killed runs left beside these files. */
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

/** Whether a file to be removed is where a folder is needed, or the other way round. */
function isInTheWay(gone: string, files: ReadonlySet<string>): boolean {
  return [...files].some((file) => file.startsWith(`${gone}/`) || gone.startsWith(`${file}/`))
}

/** The compressed forms of a text, by the extension that is added. */
const CODINGS_BESIDE = [
  ['br', 'br'],
  ['gz', 'gzip'],
] as const

/** @throws {Refusal} If there is a file in the way that no export wrote. */
function changesOf(
  entries: readonly Entry[],
  out: string,
  before: ReadonlySet<string>,
): ReadonlySet<string> {
  const changed = new Set<string>()
  for (const { file, comparison } of entries) {
    if (comparison === 'different' && !before.has(file)) {
      throw new Refusal(
        `${join(out, file)} is in the way: Sidecast did not write it; remove it, or choose another folder`,
      )
    }
    if (comparison !== 'same') changed.add(file)
  }
  return changed
}

/** Removes a file, and the folders that are then empty. */
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
