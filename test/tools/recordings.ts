import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { argv, exit } from 'node:process'
import { fileURLToPath } from 'node:url'
import { encode } from '../audio/corpus/encode.ts'
import { ENCODED_RECIPES } from '../audio/corpus/encoded-recipes.ts'
import { HAND_MADE } from '../audio/corpus/hand-made.ts'
import type { Recipe } from '../audio/corpus/recipe.ts'

/** What is known of one file of the corpus, as `truth.json` tells it. */
interface Truth {
  readonly file: string
  readonly about: string
  /** Null where the file holds nothing to be played. */
  readonly seconds: number | null
  /** Seconds by which players that are told nothing of it play more. */
  readonly added: number
}

/**
 * Writes every recording that tests measure into a folder, with the truth about them in
 * `truth.json`: for a look at one of them, or for other programs to be measured by.
 */
export async function writeRecordings(folder: string): Promise<readonly Truth[]> {
  await mkdir(folder, { recursive: true })
  const truths: Truth[] = []
  for (const recipe of Object.values(HAND_MADE).flat()) {
    truths.push(await write(recipe, truths.length, folder))
  }
  for (const recipe of ENCODED_RECIPES) {
    const encoded = await encode(recipe)
    truths.push({ ...(await write(encoded, truths.length, folder)), added: recipe.added ?? 0 })
  }
  await writeFile(join(folder, 'truth.json'), `${JSON.stringify(truths, null, 2)}\n`)
  return truths
}

async function write(
  { name, file, bytes, seconds }: Recipe,
  number: number,
  folder: string,
): Promise<Truth> {
  const unique = `${String(number).padStart(3, '0')}-${file}`
  await writeFile(join(folder, unique), bytes)
  return { file: unique, about: name, seconds, added: 0 }
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const folder = argv[2]
  if (folder === undefined) {
    console.error('Usage: node test/tools/recordings.ts FOLDER')
    exit(2)
  }
  const truths = await writeRecordings(folder)
  console.log(`${truths.length} recordings and truth.json are in ${folder}`)
}
