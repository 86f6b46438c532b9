import { withoutMark } from '../base/disk.ts'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { faultOf } from '../base/fault.ts'
import { writeAtomically } from '../base/write-atomically.ts'

/** Lists what an export wrote, so that the next one removes outdated files and nothing else. */
export const MANIFEST_FILE = '.sidecast-export.json'

/** @param files Paths relative to the folder of the export, with `/`. */
export function writeManifest(folder: string, files: ReadonlySet<string>): Promise<void> {
  const manifest = JSON.stringify({ files: [...files].toSorted() }, null, 2)
  return writeAtomically(join(folder, MANIFEST_FILE), `${manifest}\n`)
}

/**
 * The files that earlier exports wrote to a folder; none where there was no export.
 *
 * @param broken Called with the reason where the manifest exists but cannot be used.
 * @returns Null in that case.
 */
export async function readManifest(
  folder: string,
  broken: (why: string) => void,
): Promise<ReadonlySet<string> | null> {
  const text = await readFile(join(folder, MANIFEST_FILE), 'utf8').catch(ignoreMissing)
  if (text === null) return new Set()
  try {
    return parseManifest(text)
  } catch (cause) {
    broken(faultOf(cause).message)
    return null
  }
}

function ignoreMissing(cause: unknown): null {
  if (faultOf(cause).code === 'ENOENT') return null
  throw cause
}

function parseManifest(text: string): ReadonlySet<string> {
  const manifest: unknown = JSON.parse(withoutMark(text))
  const files = manifest instanceof Object && 'files' in manifest ? manifest.files : null
  if (!Array.isArray(files) || !files.every(isExported)) {
    throw new RangeError('expected a list of exported files')
  }
  return new Set(files)
}

/** A manifest that was tampered with must not make us remove files outside the folder. */
export function isExported(file: unknown): file is string {
  return (
    typeof file === 'string' && file.split(/[/\\]/).every((part) => !['', '.', '..'].includes(part))
  )
}
