import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { readConfigFile, readTextFile } from '../config-file.ts'
import type { Look } from './blog-facts.ts'

/** The most files that are listed; a folder with more is not a blog. */
const MOST_FILES = 50_000

const ELSEWHERE = /(^|\/)(node_modules|vendor|_site|resources|\.[^/]+)(\/|$)/

/**
 * Every file of a blog that is not installed, generated or hidden: relative to its root, with `/`, sorted.
 */
export async function filesIn(root: string): Promise<readonly string[]> {
  const files: string[] = []
  const open = [root]
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      const path = relative(root, join(folder, entry.name)).replaceAll(sep, '/')
      if (ELSEWHERE.test(path)) continue
      if (entry.isDirectory()) open.push(join(folder, entry.name))
      else if (entry.isFile() && files.length < MOST_FILES) files.push(path)
    }
  }
  return files.toSorted()
}

/** Gives the reader of a generator access to its blog. `seen` are the files that it has read, absolute. */
export function lookInto(root: string): Look & { readonly seen: ReadonlySet<string> } {
  const seen = new Set<string>()
  let files: Promise<readonly string[]> | null = null
  return {
    seen,
    files: () => (files ??= filesIn(root)),
    async text(file) {
      seen.add(join(root, file))
      return readTextFile(join(root, file)).catch(() => null)
    },
    async values(file) {
      seen.add(join(root, file))
      return (await readConfigFile(join(root, file)).catch(() => null))?.values ?? null
    },
  }
}
