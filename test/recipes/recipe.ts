import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

const RECIPES = join(import.meta.dirname, '../../docs/recipes')

/** What a recipe lets its reader copy: path → text, its own README left out. */
export async function filesOf(recipe: string): Promise<Readonly<Record<string, string>>> {
  const home = join(RECIPES, recipe)
  const entries = await readdir(home, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name !== 'README.md')
    .map((entry) => relative(home, join(entry.parentPath, entry.name)))
  const files = paths.map(async (path) => [path, await readFile(join(home, path), 'utf8')] as const)
  return Object.fromEntries(await Promise.all(files))
}

/** The command lines of a recipe, in their order. */
export async function linesOf(recipe: string): Promise<readonly string[]> {
  const readme = await readFile(join(RECIPES, recipe, 'README.md'), 'utf8')
  return [...readme.matchAll(/^ *```sh\n([^]*?)^ *```$/gm)].flatMap(([, block = '']) =>
    block
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  )
}
