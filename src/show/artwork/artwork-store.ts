import { createHash, randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Colour } from '../../artwork/colour.ts'
import type { Encoded } from '../../artwork/encode.ts'
import type { MadeArtwork } from '../../artwork/make-artwork.ts'
import type { Problem } from '../../posts/problem.ts'
import { isRecord, machineFolder, openMachineMemory } from '../folder/machine-memory.ts'

/** What is to be said of a picture, before it is known which line names it. */
export type Finding = Pick<Problem, 'severity' | 'rule' | 'message'>

/** Artwork that was made and put on disk. */
export interface StoredArtwork {
  /** Tells its content from any other; the name of its folder too. */
  readonly id: string
  /** Pixels each way; the files are called by them. */
  readonly side: number
  readonly small: readonly number[]
}

/** What stands for a show or an episode, and what it was made from. */
export interface Standing {
  /** Tells one state of the picture that was tried from another; null where there was none. */
  readonly source: string | null
  /** Tells the words that a cover was drawn from; null for one that was made from the picture. */
  readonly words: string | null
  /** Null where nothing could be made. */
  readonly art: StoredArtwork | null
  /** The author's own address of the picture, where directories take it as it is, and its type. */
  readonly kept: { readonly url: string; readonly type: string } | null
  /** Those of the picture, for what is drawn beside it. */
  readonly colours: readonly Colour[]
  readonly findings: readonly Finding[]
  /** When another host was asked last, in milliseconds since 1970, and what it said of the version. */
  readonly checked: number
  readonly etag: string | null
  readonly modified: string | null
  /** Whether it could not be asked. */
  readonly failed: boolean
}

/** What this machine has made, kept for the next start. */
export interface ArtworkStore {
  /** Owner → what stands for it; all of it is on disk. */
  readonly entries: Map<string, Standing>
  /** What keeps this machine from making any more, as the last try has shown; it is not written down. */
  hindrance: Finding | null
  readonly put: (made: MadeArtwork) => Promise<StoredArtwork>
  /** The file of one size, absolute. */
  readonly fileOf: (art: StoredArtwork, side: number) => string
  readonly save: () => Promise<void>
  /** Removes from disk what nothing stands for any more, and what is not on air since this start. */
  readonly prune: () => Promise<void>
}

/** Opens what was made before; what is not on disk any more is forgotten. */
export async function openArtworkStore(folder: string): Promise<ArtworkStore> {
  const memory = await openMachineMemory(folder, 'artwork.json', isStanding)
  const home = join(machineFolder(folder), 'artwork')
  const there = new Set(await readdir(home).catch(() => []))
  for (const [owner, { art }] of memory.entries) {
    if (art !== null && !there.has(art.id)) memory.entries.delete(owner)
  }
  const used = new Set([...memory.entries.values()].flatMap(({ art }) => art?.id ?? []))
  const elsewhere = new Map<string, string>()

  return {
    entries: memory.entries,
    hindrance: null,
    fileOf: ({ id }, side) => join(elsewhere.get(id) ?? join(home, id), `${side}.jpg`),
    save: memory.save,
    async put(made) {
      const id = createHash('sha256').update(made.large.bytes).digest('hex').slice(0, 16)
      used.add(id)
      const files = [made.large, ...made.small]
      if (!there.has(id) && !elsewhere.has(id)) {
        const isKept = await writeFolder(join(home, id), files)
        if (isKept) there.add(id)
        else elsewhere.set(id, await writeElsewhere(files))
      }
      return { id, side: made.large.side, small: made.small.map(({ side }) => side) }
    },
    async prune() {
      const names = await readdir(home).catch(() => [])
      for (const name of names.filter((each) => !used.has(each))) {
        await rm(join(home, name), { recursive: true, force: true }).catch(() => undefined)
      }
    },
  }
}

/** Whole or not at all. @returns False where the disk cannot be written. */
async function writeFolder(folder: string, files: readonly Encoded[]): Promise<boolean> {
  const temporary = `${folder}.${randomUUID()}.tmp`
  try {
    await mkdir(temporary, { recursive: true })
    await writeFiles(temporary, files)
    // Whoever else made the same has put down the same bytes.
    await rename(temporary, folder).catch(() => rm(temporary, { recursive: true, force: true }))
    return true
  } catch {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined)
    return false
  }
}

/** For as long as the program runs: it is made again at the next start. */
async function writeElsewhere(files: readonly Encoded[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sidecast-artwork-'))
  await writeFiles(folder, files)
  return folder
}

async function writeFiles(folder: string, files: readonly Encoded[]): Promise<void> {
  for (const { side, bytes } of files) await writeFile(join(folder, `${side}.jpg`), bytes)
}

function isStanding(value: unknown): value is Standing {
  if (!isRecord(value)) return false
  const { source, words, art, colours, findings, checked } = value
  return (
    [source, words].every((text) => text === null || typeof text === 'string') &&
    (art === null || isStored(art)) &&
    Array.isArray(colours) &&
    Array.isArray(findings) &&
    Number.isFinite(checked)
  )
}

function isStored(value: unknown): value is StoredArtwork {
  return (
    isRecord(value) &&
    typeof value['id'] === 'string' &&
    /^[0-9a-f]{16}$/.test(value['id']) &&
    Number.isSafeInteger(value['side']) &&
    Array.isArray(value['small']) &&
    value['small'].every(Number.isSafeInteger)
  )
}
