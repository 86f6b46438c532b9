import type { BigIntStats } from 'node:fs'
import { lstat, type FileHandle } from 'node:fs/promises'
import { hashBytes, hashFile, type ContentHash } from './content-hash.ts'
import { ContentError, openContent, realContent } from '../base/content-door.ts'
import { faultOf } from '../base/fault.ts'
import { isText } from './media-type.ts'
import type { FileResource } from './site.ts'

/** What a file holds right now. */
export interface Held {
  /** SHA-256, hex. */
  readonly hash: string
  readonly modified: Date
  /** Tells this state of the file from every other. */
  readonly version: string
  /** The content of a text; null for a file that is better sent from the disk. */
  readonly bytes: Buffer | null
}

/** The files of the table, each read once for each state that it is in. */
export interface DiskFiles {
  /**
   * Looks at a file. It has `changed` when it is not what the show was made from: half written, or
   * replaced a moment ago, by a link that leads elsewhere for one.
   *
   * The tag of a file is made from its content, because nothing less is a strong one; it is
   * remembered together with size, time and inode, and holds for as long as these do, and for as
   * long as the file is in the table.
   *
   * @throws {Error} If the file is there, but cannot be read.
   */
  readonly look: (resource: FileResource) => Promise<Held | 'gone' | 'changed'>
  /** Opens a file that was looked at; null when it is not in that state any more. */
  readonly open: (resource: FileResource, held: Held) => Promise<FileHandle | null>
  /** Whether a file is still in the state that was looked at. */
  readonly isStill: (resource: FileResource, held: Held) => Promise<boolean>
}

interface Content extends ContentHash {
  readonly bytes: Buffer | null
}

/** Texts up to here are kept in memory, with their compressed forms; longer ones go from the disk. */
const TEXT_BYTES = 2 ** 20

/** @param changed Told once for each new state of a file that is not what the show was made from. */
export function createDiskFiles(changed: (file: string) => void): DiskFiles {
  const remember = createMemory()
  const told = new WeakMap<FileResource, string>()

  function refuse(resource: FileResource, version: string): 'changed' {
    if (told.get(resource) !== version) changed(resource.file)
    told.set(resource, version)
    return 'changed'
  }

  return {
    async look(resource) {
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
      return { hash, bytes, version, modified: new Date(Number(facts.mtimeMs)) }
    },
    async open(resource, held) {
      const handle = await openContent(resource.file, resource.roots).catch(() => null)
      if (handle === null) return null
      if (versionOf(await handle.stat({ bigint: true })) === held.version) return handle
      await handle.close()
      return null
    },
    isStill: async (resource, held) => (await currentVersion(resource)) === held.version,
  }
}

interface Remembered {
  readonly version: string
  readonly content: Promise<Content>
}

/** Remembers the content of each file for the state that it was last in. */
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
  if (!isText(type) || size > TEXT_BYTES) return { ...(await hashFile(handle)), bytes: null }
  const bytes = await handle.readFile()
  return { ...hashBytes(bytes), bytes }
}

const GONE = new Set(['EISDIR', 'ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'])

/** The facts of a file; null when there is none, and why where it may not go out. */
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

function versionOf({ ino, size, mtimeNs }: BigIntStats): string {
  return `${ino}-${size}-${mtimeNs}`
}
