import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { STORE_FOLDER } from '../jobs/result-files.ts'
import { writeAtomically } from '../base/write-atomically.ts'

/** Address of a feed → address of a service → the SHA-256 of the feed with which it was last notified. */
type Announced = Readonly<Record<string, Readonly<Record<string, string>>>>

const FILE = 'announced.json'

/** Reads which feeds were announced to which services. A feed whose entry is lost or damaged is announced again, which does no harm. */
export async function readAnnounced(folder: string): Promise<Announced> {
  try {
    return parse(JSON.parse(await readFile(join(folder, STORE_FOLDER, FILE), 'utf8')))
  } catch {
    return {}
  }
}

function parse(value: unknown): Announced {
  const entries = Object.entries(Object(value)).map(
    ([feed, told]) => [feed, { ...Object(told) }] as const,
  )
  return Object.fromEntries(entries)
}

/** A service that was notified of a feed. */
interface Noted {
  readonly feedUrl: string
  readonly to: string
  /** SHA-256 of the feed. */
  readonly hash: string
}

/** One after the other, since each writes the whole file. */
const inTurn = pLimit(1)

/** Keeps that a service was notified. If the folder is not writable, the service is notified again next time. */
export function noteAnnounced(folder: string, noted: Noted): Promise<void> {
  return inTurn(write, folder, noted)
}

async function write(folder: string, { feedUrl, to, hash }: Noted): Promise<void> {
  const known = await readAnnounced(folder)
  const next = { ...known, [feedUrl]: { ...known[feedUrl], [to]: hash } }
  const file = join(folder, STORE_FOLDER, FILE)
  try {
    await writeAtomically(file, `${JSON.stringify(next, null, 2)}\n`)
  } catch {
    // Told again, it does no harm.
  }
}
