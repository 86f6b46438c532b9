import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CORE_SCHEMA, load } from 'js-yaml'

/**
 * The rival of `sidecast list`: reads every post of the folder and parses its front matter with
 * js-yaml, and does nothing else. No program that understands the posts can take less.
 */
const folder = process.argv[2] ?? '.'
const entries = await readdir(folder, { recursive: true, withFileTypes: true })
const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
let heard = 0
for (let start = 0; start < files.length; start += 32) {
  const texts = await Promise.all(
    files
      .slice(start, start + 32)
      .map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')),
  )
  for (const text of texts) {
    const values = load(text.slice(4, text.indexOf('\n---', 4)), { schema: CORE_SCHEMA })
    if (Object.hasOwn(values as object, 'audio_url')) heard += 1
  }
}
process.stdout.write(`${files.length} posts, ${heard} with a recording\n`)
