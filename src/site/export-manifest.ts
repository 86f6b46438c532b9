import { withoutMark } from '../base/read-utf8.ts'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { faultOf } from '../base/fault.ts'
import { writeAtomically } from '../base/write-atomically.ts'

/** Where an export remembers what it wrote, so that the next one removes what is gone and nothing else. */
export const MANIFEST_FILE = '.sidecast-export.json'

/** Paths in the export's folder, relative and with `/`, sorted. */
function renderManifest(files: ReadonlySet<string>): string {
  return `${JSON.stringify({ files: [...files].toSorted() }, null, 2)}\n`
}

/** Remembers what an export wrote, whole or not at all. */
export function writeManifest(folder: string, files: ReadonlySet<string>): Promise<void> {
  return writeAtomically(join(folder, MANIFEST_FILE), renderManifest(files))
}

/**
 * What earlier exports wrote to a folder: nothing where there was none.
 *
 * @param broken Told why, where the manifest is there, but is none of ours or not whole any more.
 * @returns Null then, for nobody knows.
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

/** A manifest that was tampered with must not make us remove what lies elsewhere. */
function isExported(file: unknown): file is string {
  return (
    typeof file === 'string' && file.split(/[/\\]/).every((part) => !['', '.', '..'].includes(part))
  )
}
