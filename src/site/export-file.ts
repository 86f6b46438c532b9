import { constants } from 'node:fs'
import {
  chmod,
  copyFile,
  mkdir,
  open,
  readFile,
  stat,
  utimes,
  writeFile,
  type FileHandle,
} from 'node:fs/promises'
import { dirname } from 'node:path'
import { ContentError, openContent } from '../base/content-door.ts'
import { codeOf } from '../base/file-errors.ts'
import { Fingerprint } from '../base/fingerprint.ts'
import { replaceFile } from '../base/write-atomically.ts'
import { hashFile, type ContentHash } from './content-hash.ts'
import { Refusal } from '../base/fault.ts'
import type { FileResource, Resource } from './site.ts'

/** How a file in an export compares with its resource. */
export type Comparison = 'missing' | 'same' | 'different'

/**
 * Compares by content. A copy with the size and time of its source is taken for the same, since an
 * export may have thousands of recordings.
 */
export async function compareFile(file: string, resource: Resource): Promise<Comparison> {
  const facts = await stat(file).catch(ignoreMissing)
  if (facts === null) return 'missing'
  if (!facts.isFile()) return 'different'
  if (resource.from === 'show') {
    const { bytes } = await resource.make()
    const same = facts.size === bytes.length && bytes.equals(await readFile(file))
    return same ? 'same' : 'different'
  }
  await using original = await openSource(resource)
  const source = await original.stat()
  if (facts.size !== source.size) return 'different'
  if (Math.floor(facts.mtimeMs) === Math.floor(source.mtimeMs)) return 'same'
  const [copied, held] = [await hashCopy(file), await hashFile(original)]
  return copied.hash === held.hash ? 'same' : 'different'
}

/**
 * Writes a resource atomically.
 *
 * @throws {Refusal} If a recording has changed since it was measured.
 */
export async function writeResource(file: string, resource: Resource): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await replaceFile(file, async (temporary) =>
    resource.from === 'show'
      ? writeFile(temporary, (await resource.make()).bytes)
      : copyResource(temporary, resource),
  )
}

/** The bytes of a resource. @throws {Refusal} If it is a file that cannot be read. */
export async function bytesOf(resource: Resource): Promise<Buffer> {
  if (resource.from === 'show') return (await resource.make()).bytes
  await using source = await openSource(resource)
  return await source.readFile()
}

/** What a resource is made of, and how much: of a measured recording as it was measured. */
export async function contentOf(
  resource: Resource,
): Promise<{ readonly hash: string; readonly bytes: number }> {
  if (resource.from === 'show') {
    const { bytes, hash } = await resource.make()
    return { hash, bytes: bytes.length }
  }
  const { fingerprint, bytes } = resource.measured ?? { fingerprint: '', bytes: null }
  if (bytes !== null) return { hash: fingerprint, bytes }
  await using source = await openSource(resource)
  const { size } = await source.stat()
  return { hash: (await hashFile(source)).hash, bytes: size }
}

/**
 * The bytes of a resource in pieces.
 *
 * @yields Pieces of one size; the last one may be smaller.
 * @throws {Refusal} If it is a file that cannot be read. After the last piece, if a recording has
 *   changed since it was measured.
 */
export async function* piecesOf(resource: Resource, size: number): AsyncGenerator<Buffer> {
  if (resource.from === 'show') {
    const { bytes } = await resource.make()
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
    return
  }
  await using source = await openSource(resource)
  const fingerprint = new Fingerprint()
  for (let filled = size; filled === size;) {
    const piece = Buffer.allocUnsafe(size)
    filled = await fill(source, piece)
    fingerprint.update(piece.subarray(0, filled))
    if (filled > 0) yield piece.subarray(0, filled)
  }
  const { measured, file } = resource
  if (measured !== null && fingerprint.digest() !== measured.fingerprint) throw changed(file)
}

/** Reads as much as there is room for. @returns How many bytes. */
async function fill(source: FileHandle, piece: Buffer): Promise<number> {
  for (let at = 0; ;) {
    const { bytesRead } = await source.read(piece, at, piece.length - at)
    at += bytesRead
    if (bytesRead === 0 || at === piece.length) return at
  }
}

function changed(file: string): Refusal {
  return new Refusal(
    `${file} changed since it was measured; wait until it is complete, then run this again`,
  )
}

async function copyResource(copy: string, resource: FileResource): Promise<void> {
  const { file, measured } = resource
  await using source = await openSource(resource)
  const { atime, mtime } = await source.stat()
  // Where the file system can clone blocks, copying by name is free; the fingerprint shows whether it
  // is still the same file.
  await (measured === null
    ? writeFile(copy, source.createReadStream())
    : copyFile(file, copy, constants.COPYFILE_FICLONE))
  if (measured !== null && (await hashCopy(copy)).fingerprint !== measured.fingerprint) {
    throw changed(file)
  }
  // A web server must be able to read a file that only its author could read.
  await chmod(copy, 0o644)
  await utimes(copy, atime, mtime)
}

async function hashCopy(copy: string): Promise<ContentHash> {
  await using handle = await open(copy)
  return await hashFile(handle)
}

async function openSource({ file, roots }: FileResource): Promise<FileHandle> {
  try {
    return await openContent(file, roots)
  } catch (cause) {
    if (cause instanceof ContentError) throw new Refusal(`${file}: ${cause.message}`, { cause })
    if (!['ENOENT', 'ENOTDIR'].includes(codeOf(cause))) throw cause
    throw new Refusal(`${file} no longer exists; restore it, or run this again without it`, {
      cause,
    })
  }
}

function ignoreMissing(cause: NodeJS.ErrnoException): null {
  if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return null
  throw cause
}
