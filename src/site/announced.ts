import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { STORE_FOLDER } from '../jobs/store.ts'
import { writeAtomically } from '../base/write-atomically.ts'

/** The address of a feed → that of a service → the SHA-256 of the feed that it was last told of. */
type Announced = Readonly<Record<string, Readonly<Record<string, string>>>>

const FILE = 'announced.json'

/** Who was told of which feed. What is lost or damaged is told again, which does no harm. */
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

let last: Promise<void> = Promise.resolve()

/** Notes that a service was told. A folder that cannot be written to has it told again next time. */
export function noteAnnounced(
  folder: string,
  { feedUrl, to, hash }: { readonly feedUrl: string; readonly to: string; readonly hash: string },
): Promise<void> {
  // One after the other, since each writes the whole file.
  last = last.then(async () => {
    const known = await readAnnounced(folder)
    const next = { ...known, [feedUrl]: { ...known[feedUrl], [to]: hash } }
    const file = join(folder, STORE_FOLDER, FILE)
    await writeAtomically(file, `${JSON.stringify(next, null, 2)}\n`).catch(() => undefined)
  })
  return last
}
