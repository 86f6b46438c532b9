import { hash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { version as nodeVersion } from 'node:process'
import { deserialize, serialize } from 'node:v8'
import { codeOf } from '../base/fault.ts'
import { writeAtomically } from '../base/write-atomically.ts'

/** A room of the program whose files affect the kept values. */
type Room = 'base' | 'posts' | 'show' | 'render'

/**
 * A file in which the program keeps values for its next start. Another version of the program does
 * not read it. The value is plain data.
 */
export interface KeptFile<Value> {
  /** Null if there is none; `damaged` if something else has written to it, or it cannot be read. */
  readonly read: (file: string) => Value | null | 'damaged'
  /** @throws The error of the file system. */
  readonly write: (file: string, value: Value) => Promise<void>
}

const HEAD = /^sidecast kept (\S+) (\S+)$/

/** @param rooms The rooms on whose files the kept values depend. */
export function keptFile<Value>(rooms: readonly Room[]): KeptFile<Value> {
  let stamp: string | null = null
  const program = (): string => (stamp ??= programStamp(rooms))
  return {
    read(file) {
      let bytes: Buffer
      try {
        bytes = readFileSync(file)
      } catch (cause) {
        return ['ENOENT', 'ENOTDIR'].includes(codeOf(cause)) ? null : 'damaged'
      }
      const end = bytes.indexOf('\n')
      const [, digest, writer] = HEAD.exec(bytes.toString('latin1', 0, Math.max(end, 0))) ?? []
      const rest = bytes.subarray(end + 1)
      if (digest !== hash('sha256', rest)) return 'damaged'
      // Its digest shows that it is what this program has written.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return writer === program() ? (deserialize(rest) as Value) : null
    },
    async write(file, value) {
      const bytes = serialize(value)
      const head = `sidecast kept ${hash('sha256', bytes)} ${program()}\n`
      await writeAtomically(file, Buffer.concat([Buffer.from(head), bytes]))
    },
  }
}

/** Changes with every version of these rooms, of the packages, and of Node with its time zones. */
function programStamp(rooms: readonly Room[]): string {
  const manifest = join(import.meta.dirname, '../../package.json')
  return hash(
    'sha256',
    [nodeVersion, readFileSync(manifest), ...rooms.flatMap(stampsOf)].join('\n'),
  )
}

/** Sizes and times of the program's own files in a room. */
function stampsOf(room: Room): readonly string[] {
  const home = join(import.meta.dirname, '..', room)
  const entries = readdirSync(home, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((path) => {
      const { size, mtimeMs } = statSync(path)
      return `${path.slice(home.length)} ${size} ${mtimeMs}`
    })
}
