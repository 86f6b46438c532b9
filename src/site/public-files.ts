import { readFileSync } from 'node:fs'
import { readdir, realpath } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

/** Style sheets, scripts and icons of the pages. It belongs to the program. */
export const PUBLIC_FOLDER = join(import.meta.dirname, '../../public')

/**
 * The files of a folder that is served as it is: URL path → real path, sorted by path.
 *
 * Names that begin with a dot stay private. A folder that does not exist has no files.
 */
export async function readPublicFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const real = await realpath(folder).catch(() => folder)
  const entries = await readdir(real, { recursive: true, withFileTypes: true }).catch(ignoreMissing)
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [`/${relative(real, file).split(sep).join('/')}`, file] as const)
    .filter(([path]) => !path.includes('/.'))
  return new Map(files.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function ignoreMissing(cause: NodeJS.ErrnoException): [] {
  if (cause.code === 'ENOENT') return []
  throw cause
}

/** A doc comment, and the space that it would leave on its line. */
const DOC_COMMENT = /\/\*\*[\s\S]*?\*\/ ?/g

function linesOf(text: string): string {
  return '\n'.repeat(text.split('\n').length - 1)
}

/**
 * A script of `public/` as it is sent: without doc comments, which are a third of its compressed bytes. Line
 * numbers stay the same, so that messages of browsers lead to the source.
 */
export function readScript(file: string): string {
  return readFileSync(file, 'utf8').replaceAll(DOC_COMMENT, linesOf)
}
