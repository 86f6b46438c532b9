import { existsSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

/** What is served as it is: style, player script, icons. It belongs to the program. */
export const PUBLIC_FOLDER = join(import.meta.dirname, '../../public')

const SCHEMA = 'sidecast.schema.json'

/**
 * Where an editor finds the schema of the settings, from a content folder: in the package that is
 * installed for the blog, or in the clone that the folder is part of.
 *
 * @param folder Absolute.
 * @returns A relative path with `/`; null where the program is only somewhere else on this machine.
 */
export function schemaPathFrom(folder: string): string | null {
  for (let home = folder; ; home = dirname(home)) {
    const installed = join(home, 'node_modules/sidecast/public', SCHEMA)
    const own = join(PUBLIC_FOLDER, SCHEMA)
    const schema = home === dirname(PUBLIC_FOLDER) ? own : installed
    if (existsSync(schema)) return relativePath(folder, schema)
    if (home === dirname(home)) return null
  }
}

function relativePath(folder: string, file: string): string {
  const path = relative(folder, file).replaceAll(sep, '/')
  return path.startsWith('.') ? path : `./${path}`
}
