import type { BigIntStats } from 'node:fs'
import { lstat, type FileHandle } from 'node:fs/promises'
import { hashContent, hashFile, type ContentHash } from '../base/fingerprint.ts'
import { ContentError, openContent, realContent } from '../base/content-door.ts'
import { faultOf } from '../base/fault.ts'
import { makeSvgInert } from './inert-svg.ts'
import { isSvg, isText } from './media-type.ts'
import type { FileResource } from './site.ts'

/** The state of a file. */
export interface Held {
  /** SHA-256, hex. */
  readonly hash: string
  readonly modified: Date
  /** Identifies this state of the file. */
  readonly version: string
  readonly size: number
  /** The content of a text; null for a file that is streamed from disk. */
  readonly bytes: Buffer | null
}

/** The files of a site. Each is hashed once for each state. */
export interface DiskFiles {
  /**
   * Examines a file. It is `changed` if it is not what the show was made from: half written, or just
   * replaced, for instance by a link to another place.
   *
   * The entity tag is a hash of the content, because nothing else gives a strong one. It is kept for as long
   * as size, time and inode stay the same and the file is in the site.
   *
   * @throws {Error} If the file exists but cannot be read.
   */
  readonly look: (resource: FileResource) => Promise<Held | 'gone' | 'changed'>
  /** Opens a file; null if it is no longer in the given state. The caller must release it. */
  readonly open: (resource: FileResource, held: Held) => Promise<OpenFile | null>
}

/** An open file, shared by all responses that read it at the same time. */
export interface OpenFile {
  /**
   * Reads into a buffer from a position.
   *
   * @returns The number of bytes; 0 at the end.
   */
  readonly read: (buffer: Buffer, position: number) => Promise<number>
  /** Whether everything read so far belongs to the state in which it was opened. */
  readonly isStill: () => Promise<boolean>
  readonly release: () => void
}

interface Content extends ContentHash {
  readonly bytes: Buffer | null
}

/** Texts up to this size are kept in memory with their compressed forms; longer ones are streamed. */
const TEXT_BYTES = 2 ** 20

/** @param changed Called once for each state of a file that is not what the show was made from. */
export function createDiskFiles(changed: (file: string) => void): DiskFiles {
  const remember = createMemory()
  const reported = new WeakMap<FileResource, string>()

  function refuse(resource: FileResource, version: string): 'changed' {
    if (reported.get(resource) !== version) changed(resource.file)
    reported.set(resource, version)
    return 'changed'
  }

  async function lookClosely(resource: FileResource): Promise<Held | 'gone' | 'changed'> {
    const { measured } = resource
    const facts = await factsOf(resource)
    if (facts === null) return 'gone'
    if (facts instanceof ContentError) return refuse(resource, facts.message)
    const version = versionOf(facts)
    if (measured?.bytes != null && BigInt(measured.bytes) !== facts.size) {
      return refuse(resource, version)
    }
    const content = await remember(resource, version, () => readContent(resource, facts))
    if (measured !== null && measured.fingerprint !== content.fingerprint) {
      return refuse(resource, version)
    }
    if ((await currentVersion(resource)) !== version) return 'changed'
    const { hash, bytes } = content
    const modified = new Date(Number(facts.mtimeMs))
    return { hash, bytes, version, modified, size: Number(facts.size) }
  }

  const approved = new WeakMap<FileResource, Held>()
  const versionNow = together(currentVersion)
  return {
    async look(resource) {
      const before = approved.get(resource)
      if (before !== undefined && (await versionNow(resource)) === before.version) return before
      const held = await lookClosely(resource)
      if (typeof held === 'string') approved.delete(resource)
      else approved.set(resource, held)
      return held
    },
    open: createOpenFiles(),
  }
}

/** Shares one pending result among all callers that ask for the same key. */
function together<Key extends object, Answer>(find: (key: Key) => Promise<Answer>) {
  const underWay = new WeakMap<Key, Promise<Answer>>()
  return (key: Key): Promise<Answer> => {
    const known = underWay.get(key)
    if (known !== undefined) return known
    const answer = find(key).finally(() => underWay.delete(key))
    underWay.set(key, answer)
    return answer
  }
}

/** Milliseconds for which a file stays open after a read, because players request many ranges. */
const LINGER = 2000

interface Shared {
  readonly version: string
  readonly handle: FileHandle
  readers: number
  closing: NodeJS.Timeout | undefined
}

/** Opens each file once for all responses that read it at the same time. */
function createOpenFiles(): DiskFiles['open'] {
  const shared = new WeakMap<FileResource, Shared>()
  const openOnce = together(async (resource: FileResource): Promise<Shared | null> => {
    const handle = await openContent(resource.file, resource.roots).catch(refuseOnly)
    if (handle === null) return null
    const version = versionOf(await handle.stat({ bigint: true }))
    const file: Shared = { version, handle, readers: 0, closing: undefined }
    shared.set(resource, file)
    return file
  })

  function release(resource: FileResource, file: Shared): void {
    file.readers -= 1
    if (file.readers > 0) return
    file.closing = setTimeout(() => {
      if (shared.get(resource) === file) shared.delete(resource)
      void file.handle.close()
    }, LINGER).unref()
  }

  return async (resource, { version }) => {
    const known = shared.get(resource)
    const file = known?.version === version ? known : await openOnce(resource)
    if (file === null) return null
    clearTimeout(file.closing)
    file.readers += 1
    if (file.version !== version) {
      release(resource, file)
      return null
    }
    return {
      read: async (buffer, position) =>
        (await file.handle.read(buffer, 0, buffer.length, position)).bytesRead,
      isStill: async () => versionOf(await file.handle.stat({ bigint: true })) === version,
      release: () => release(resource, file),
    }
  }
}

/** Rethrows an error about descriptors, which says nothing about the file. */
function refuseOnly(cause: unknown): null {
  if (['EMFILE', 'ENFILE'].includes(faultOf(cause).code)) throw cause
  return null
}

interface Remembered {
  readonly version: string
  readonly content: Promise<Content>
}

/** Caches the content of each file for its last state. */
function createMemory() {
  const memory = new WeakMap<FileResource, Remembered>()
  return async (
    resource: FileResource,
    version: string,
    read: () => Promise<Content>,
  ): Promise<Content> => {
    const known = memory.get(resource)
    if (known?.version === version) return known.content
    const content = read()
    memory.set(resource, { version, content })
    try {
      return await content
    } catch (cause) {
      memory.delete(resource)
      throw cause
    }
  }
}

async function readContent(
  { file, roots, type }: FileResource,
  { size }: BigIntStats,
): Promise<Content> {
  await using handle = await openContent(file, roots)
  if (isSvg(type)) {
    const image = makeSvgInert(await handle.readFile())
    return { ...(await hashContent([image])), bytes: image }
  }
  if (!isText(type) || size > TEXT_BYTES) return { ...(await hashFile(handle)), bytes: null }
  const bytes = await handle.readFile()
  return { ...(await hashContent([bytes])), bytes }
}

const GONE = new Set(['EISDIR', 'ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'])

/** The facts of a file; null if it does not exist, and the reason if it must not be published. */
async function factsOf({ file, roots }: FileResource): Promise<BigIntStats | ContentError | null> {
  try {
    return await lstat(await realContent(file, roots), { bigint: true })
  } catch (cause) {
    if (cause instanceof ContentError) return cause
    if (GONE.has(faultOf(cause).code)) return null
    throw cause
  }
}

async function currentVersion(resource: FileResource): Promise<string | null> {
  const facts = await factsOf(resource)
  return facts === null || facts instanceof ContentError ? null : versionOf(facts)
}

function versionOf({ dev, ino, size, mtimeNs }: BigIntStats): string {
  return `${dev}-${ino}-${size}-${mtimeNs}`
}
