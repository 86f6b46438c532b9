import type { BigIntStats } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { hashBytes, hashFile, type ContentHash } from './content-hash.ts'
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
   * replaced a moment ago.
   *
   * The tag of a file is made from its content, because nothing less is a strong one; it is
   * remembered together with size, time and inode, and holds for as long as these do.
   *
   * @throws {Error} If the file is there, but cannot be read.
   */
  readonly look: (resource: FileResource) => Promise<Held | 'gone' | 'changed'>
  /** Whether a file is still in the state that was looked at. */
  readonly isStill: (file: string, held: Held) => Promise<boolean>
}

interface Content extends ContentHash {
  readonly bytes: Buffer | null
}

/** Texts up to here are kept in memory, with their compressed forms; longer ones go from the disk. */
const TEXT_BYTES = 2 ** 20

/** @param changed Told once for each new state of a file that is not what the show was made from. */
export function createDiskFiles(changed: (file: string) => void): DiskFiles {
  const remember = createMemory()
  const told = new Map<string, string>()

  function refuse(file: string, version: string): 'changed' {
    if (told.get(file) !== version) changed(file)
    told.set(file, version)
    return 'changed'
  }

  return {
    async look(resource) {
      const { file, measured } = resource
      const facts = await factsOf(file)
      if (facts === null) return 'gone'
      const version = versionOf(facts)
      if (measured?.bytes != null && BigInt(measured.bytes) !== facts.size) {
        return refuse(file, version)
      }
      const content = await remember(file, version, () => readContent(resource, facts))
      if (measured !== null && measured.fingerprint !== content.fingerprint) {
        return refuse(file, version)
      }
      if ((await currentVersion(file)) !== version) return 'changed'
      const { hash, bytes } = content
      return { hash, bytes, version, modified: new Date(Number(facts.mtimeMs)) }
    },
    isStill: async (file, held) => (await currentVersion(file)) === held.version,
  }
}

/** Remembers the content of each file for the state that it was last in. */
function createMemory() {
  const memory = new Map<string, { readonly version: string; readonly content: Promise<Content> }>()
  return async (file: string, version: string, read: () => Promise<Content>): Promise<Content> => {
    const known = memory.get(file)
    if (known?.version === version) return known.content
    const content = read()
    memory.set(file, { version, content })
    try {
      return await content
    } catch (cause) {
      memory.delete(file)
      throw cause
    }
  }
}

async function readContent({ file, type }: FileResource, facts: BigIntStats): Promise<Content> {
  if (!isText(type) || facts.size > TEXT_BYTES) return { ...(await hashFile(file)), bytes: null }
  const bytes = await readFile(file)
  return { ...hashBytes(bytes), bytes }
}

const GONE = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'])

/** The facts of a regular file; null when there is none. */
async function factsOf(file: string): Promise<BigIntStats | null> {
  try {
    const facts = await stat(file, { bigint: true })
    return facts.isFile() ? facts : null
  } catch (cause) {
    if (GONE.has(faultOf(cause).code)) return null
    throw cause
  }
}

async function currentVersion(file: string): Promise<string | null> {
  const facts = await factsOf(file)
  return facts === null ? null : versionOf(facts)
}

function versionOf({ ino, size, mtimeNs }: BigIntStats): string {
  return `${ino}-${size}-${mtimeNs}`
}
