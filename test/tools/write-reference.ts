import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withReference } from './reference.ts'

/** `npm run reference`: writes commands and settings into the README from the program's tables. */
const file = join(import.meta.dirname, '../../README.md')
await writeFile(file, withReference(await readFile(file, 'utf8')))
