import { hash as digest } from 'node:crypto'
import { constants, readFileSync, statSync, type Stats } from 'node:fs'
import {
  chmod,
  copyFile,
  mkdir,
  open,
  stat,
  utimes,
  writeFile,
  type FileHandle,
} from 'node:fs/promises'
import { dirname } from 'node:path'
import { ContentError, openContent } from '../base/content-door.ts'
import { codeOf, faultOf, Refusal } from '../base/fault.ts'
import { Fingerprint, hashFile, type ContentHash } from '../base/fingerprint.ts'
import { replaceFile } from '../base/write-atomically.ts'
import { makeSvgInert } from './inert-svg.ts'
import { isSvg } from './media-type.ts'
import type { FileResource, Resource } from './site.ts'

/** How a file in an export compares with its resource. */
export type Comparison = 'missing' | 'same' | 'different'

/** Compares a file with what it should contain. */
export function compareWithText(file: string, bytes: Buffer): Comparison {
  const facts = lookAt(file)
  if (facts === null) return 'missing'
  const same = facts.isFile() && facts.size === bytes.length && bytes.equals(readFileSync(file))
  return same ? 'same' : 'different'
}

function lookAt(file: string): Stats | null {
  try {
    return statSync(file, { throwIfNoEntry: false }) ?? null
  } catch (cause) {
    return ignoreMissing(faultOf(cause))
  }
}

/**
 * Compares by content. A copy with the size and time of its source counts as the same, because an export may
 * have thousands of recordings. A recording that was measured and no longer exists is the same as its copy.
 */
export async function compareWithFile(file: string, resource: FileResource): Promise<Comparison> {
  const facts = lookAt(file)
  if (facts === null) return 'missing'
  if (!facts.isFile()) return 'different'
  const { file: from, measured } = resource
  if (measured !== null && facts.size === measured.bytes) {
    const isThere = (await stat(from).catch(ignoreMissing))?.size === measured.bytes
    if (!isThere && (await hashCopy(file)).fingerprint === measured.fingerprint) return 'same'
  }
  await using original = await openSource(resource)
  const source = await original.stat()
  if (facts.size !== source.size) return 'different'
  if (Math.floor(facts.mtimeMs) === Math.floor(source.mtimeMs)) return 'same'
  const [copied, held] = [await hashCopy(file), await hashFile(original)]
  return copied.hash === held.hash ? 'same' : 'different'
}

/**
 * Copies a file atomically.
 *
 * @throws {Refusal} If a recording has changed since it was measured.
 */
export async function writeCopy(file: string, resource: FileResource): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await replaceFile(file, (temporary) => copyResource(temporary, resource))
}

/** Whether a resource is a file that is published byte for byte: neither rendered nor cleaned. */
export function isCopied(resource: Resource): resource is FileResource {
  return resource.from === 'disk' && !isSvg(resource.type)
}

/**
 * The bytes of a resource as they are published.
 *
 * @throws {Refusal} If it is a file that cannot be read.
 */
export async function bytesOf(resource: Resource): Promise<Buffer> {
  if (resource.from === 'show') return resource.render()
  await using source = await openSource(resource)
  const bytes = await source.readFile()
  return isCopied(resource) ? bytes : makeSvgInert(bytes)
}

/** A hash of the content of a resource, and its size; for a measured recording, those of the measurement. */
export async function contentOf(
  resource: Resource,
): Promise<{ readonly hash: string; readonly bytes: number }> {
  if (resource.from === 'show') {
    const { bytes, hash } = await resource.make()
    return { hash, bytes: bytes.length }
  }
  if (!isCopied(resource)) {
    const bytes = await bytesOf(resource)
    return { hash: digest('sha256', bytes), bytes: bytes.length }
  }
  const { fingerprint, bytes } = resource.measured ?? { fingerprint: '', bytes: null }
  if (bytes !== null) return { hash: fingerprint, bytes }
  await using source = await openSource(resource)
  const { size } = await source.stat()
  return { hash: (await hashFile(source)).hash, bytes: size }
}

/**
 * Reads the bytes of a resource in pieces.
 *
 * @yields Pieces of one size; the last one may be smaller.
 * @throws {Refusal} If it is a file that cannot be read. After the last piece, if a recording has changed
 *   since it was measured.
 */
export async function* piecesOf(resource: Resource, size: number): AsyncGenerator<Buffer> {
  if (!isCopied(resource)) {
    const bytes = resource.from === 'show' ? (await resource.make()).bytes : await bytesOf(resource)
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

/**
 * Reads as much as fits into a buffer.
 *
 * @returns The number of bytes.
 */
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

function ignoreMissing(cause: Pick<NodeJS.ErrnoException, 'code'>): null {
  if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return null
  throw cause
}
