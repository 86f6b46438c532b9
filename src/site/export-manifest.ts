import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { faultOf } from '../base/fault.ts'
import { Refusal } from './refusal.ts'

/** Where an export remembers what it wrote, so that the next one removes what is gone and nothing else. */
export const MANIFEST_FILE = '.sidecast-export.json'

/** Paths in the export's folder, relative and with `/`, sorted. */
export function renderManifest(files: ReadonlySet<string>): string {
  return `${JSON.stringify({ files: [...files].toSorted() }, null, 2)}\n`
}

/**
 * What earlier exports wrote to a folder; null when there was none.
 *
 * @throws {Refusal} If the manifest is there, but is not one of ours.
 */
export async function readManifest(folder: string): Promise<ReadonlySet<string> | null> {
  const file = join(folder, MANIFEST_FILE)
  const text = await readFile(file, 'utf8').catch(ignoreMissing)
  if (text === null) return null
  try {
    return parseManifest(text)
  } catch (cause) {
    throw new Refusal(
      `${file}: ${faultOf(cause).message}; remove this file and the exported ones, or choose another folder`,
      { cause },
    )
  }
}

function ignoreMissing(cause: unknown): null {
  if (faultOf(cause).code === 'ENOENT') return null
  throw cause
}

function parseManifest(text: string): ReadonlySet<string> {
  const manifest: unknown = JSON.parse(text)
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
