import { randomUUID } from 'node:crypto'
import { readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { codeOf } from './fault.ts'

/** Replaces a file atomically, so that no reader, crash or power failure finds half of it. */
export async function writeAtomically(file: string, content: string | Uint8Array): Promise<void> {
  const write = (temporary: string) => writeFile(temporary, content, { flush: true })
  await removeLeftovers(file)
  try {
    await replaceFile(file, write)
  } catch (cause) {
    // Another process may have removed our temporary file as a leftover.
    if (codeOf(cause) !== 'ENOENT') throw cause
    await replaceFile(file, write)
  }
}

/** The temporary files of this process, which are not leftovers. */
const underWay = new Set<string>()

/**
 * Replaces a file atomically by one that is made under a temporary name beside it.
 *
 * A process that is killed leaves the temporary file; {@link fileOfLeftover} recognises it.
 */
export async function replaceFile(
  file: string,
  make: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`
  underWay.add(temporary)
  try {
    await make(temporary)
    await rename(temporary, file)
  } catch (cause) {
    await rm(temporary, { force: true })
    throw cause
  } finally {
    underWay.delete(temporary)
  }
}

const LEFTOVER = /^(.+)\.[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.tmp$/s

/** The name of the file for which {@link replaceFile} made this temporary one; null for any other. */
export function fileOfLeftover(name: string): string | null {
  return LEFTOVER.exec(name)?.[1] ?? null
}

/** Removes temporary files that killed processes left beside a file, where that is permitted. */
export async function removeLeftovers(file: string): Promise<void> {
  const names = await readdir(dirname(file)).catch(() => [])
  const left = names
    .filter((name) => name.startsWith(`${basename(file)}.`) && name.endsWith('.tmp'))
    .map((name) => join(dirname(file), name))
  for (const path of left.filter((each) => !underWay.has(each))) {
    await rm(path, { force: true }).catch(() => undefined)
  }
}
