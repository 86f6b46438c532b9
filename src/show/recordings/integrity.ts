import { createHash } from 'node:crypto'
import { relative } from 'node:path'
import type { Disk, FileFacts } from '../folder/disk.ts'
import { isRecord, openMachineMemory } from '../folder/machine-memory.ts'

interface Hashed extends FileFacts {
  readonly integrity: string
}

/** Tells apps by which hash they know the bytes of a local file; each file is read only once. */
export interface Integrity {
  /** @returns `sha384-…`; null for a file that cannot be read. */
  readonly of: (file: string, facts: FileFacts, disk: Disk) => Promise<string | null>
  readonly save: () => Promise<void>
}

/** @see https://www.w3.org/TR/SRI/#integrity-metadata-description */
export async function openIntegrity(folder: string): Promise<Integrity> {
  const memory = await openMachineMemory(folder, 'integrity.json', isHashed)
  let changed = false
  return {
    async of(file, { bytes, modified }, disk) {
      const key = relative(folder, file)
      const known = memory.entries.get(key)
      if (known?.bytes === bytes && known.modified === modified) return known.integrity
      const integrity = await hash(file, disk).catch(() => null)
      if (integrity === null) return null
      memory.entries.set(key, { bytes, modified, integrity })
      changed = true
      return integrity
    },
    async save() {
      if (!changed) return
      changed = false
      await memory.save()
    },
  }
}

async function hash(file: string, disk: Disk): Promise<string> {
  const sha = createHash('sha384')
  await using handle = await disk.open(file)
  for await (const chunk of handle.createReadStream()) sha.update(chunk)
  return `sha384-${sha.digest('base64')}`
}

function isHashed(value: unknown): value is Hashed {
  return (
    isRecord(value) &&
    [value['bytes'], value['modified']].every(Number.isFinite) &&
    typeof value['integrity'] === 'string'
  )
}
