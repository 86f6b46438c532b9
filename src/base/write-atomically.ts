import { randomUUID } from 'node:crypto'
import { readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { codeOf } from './file-errors.ts'

/** Replaces a file whole or not at all, so that a reader or a power cut never sees half of it. */
export async function writeAtomically(file: string, content: string | Uint8Array): Promise<void> {
  const write = (temporary: string) => writeFile(temporary, content, { flush: true })
  await removeLeftovers(file)
  try {
    await replaceFile(file, write)
  } catch (cause) {
    // Another run that removes left-overs may have taken ours for one.
    if (codeOf(cause) !== 'ENOENT') throw cause
    await replaceFile(file, write)
  }
}

/** Those of this run, which are no left-overs. */
const underWay = new Set<string>()

/**
 * Replaces a file whole or not at all by one that is made under another name beside it.
 *
 * A run that is killed leaves that one behind; {@link fileOfLeftover} knows it again.
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

/** What the file was to become that {@link replaceFile} left under this name; null for any other. */
export function fileOfLeftover(name: string): string | null {
  return LEFTOVER.exec(name)?.[1] ?? null
}

/** Removes what killed runs left beside a file that bears a name of ours; where that may not be, it stays. */
export async function removeLeftovers(file: string): Promise<void> {
  const names = await readdir(dirname(file)).catch(() => [])
  const left = names
    .filter((name) => name.startsWith(`${basename(file)}.`) && name.endsWith('.tmp'))
    .map((name) => join(dirname(file), name))
  for (const path of left.filter((each) => !underWay.has(each))) {
    await rm(path, { force: true }).catch(() => undefined)
  }
}
