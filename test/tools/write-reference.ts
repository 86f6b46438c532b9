import { globSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { REFERENCE_FOLDER, withReference } from './reference.ts'

/** `npm run reference`: makes the made parts of the reference anew, from the program's tables. */
const folder = join(import.meta.dirname, '../..', REFERENCE_FOLDER)
for (const name of globSync('*.md', { cwd: folder })) {
  const file = join(folder, name)
  await writeFile(file, withReference(await readFile(file, 'utf8')))
}
