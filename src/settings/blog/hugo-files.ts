import { readdir } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { pathOf } from '../../posts/front-matter/values.ts'
import { readConfigFile } from '../config-file.ts'
import type { Part } from './generators.ts'

const HUGO_FILES = ['hugo.toml', 'hugo.yaml', 'hugo.yml', 'hugo.json']
const OLDER_HUGO_FILES = ['config.toml', 'config.yaml', 'config.yml', 'config.json']

/**
 * Hugo's configuration files: one at the root, then those of the configuration folder, which take precedence.
 *
 * @see https://gohugo.io/configuration/introduction/#configuration-directory
 */
export async function findHugoFiles(
  root: string,
  names: ReadonlySet<string>,
): Promise<readonly Part[]> {
  const main = HUGO_FILES.find((name) => names.has(name)) ?? (await olderHugoFile(root, names))
  const folders = ['_default', 'production'].map((folder) => join(root, 'config', folder))
  const inFolders = names.has('config') ? (await Promise.all(folders.map(partsIn))).flat() : []
  const parts = main === undefined ? [] : [{ file: join(root, main), path: '' }]
  return parts.length > 0 || inFolders.some(({ path }) => path === '')
    ? [...parts, ...inFolders]
    : []
}

/** Other programs have a `config.toml` as well, so it must contain keys of Hugo. */
async function olderHugoFile(
  root: string,
  names: ReadonlySet<string>,
): Promise<string | undefined> {
  for (const name of OLDER_HUGO_FILES.filter((file) => names.has(file))) {
    const block = await readConfigFile(join(root, name)).catch(() => null)
    const keys = Object.keys(block?.values ?? {}).map((key) => key.toLowerCase())
    if (block === null ? names.has('content') : keys.some((key) => HUGO_KEYS.has(key))) return name
  }
  return undefined
}

const HUGO_KEYS: ReadonlySet<string> = new Set([
  'baseurl',
  'contentdir',
  'defaultcontentlanguage',
  'disablekinds',
  'frontmatter',
  'languagecode',
  'markup',
  'params',
  'permalinks',
])

/** The parts of Hugo's configuration that affect the show; menus and the like may be large. */
const PARTS: ReadonlySet<string> = new Set([
  'config',
  'frontmatter',
  'hugo',
  'languages',
  'module',
  'params',
  'permalinks',
])

async function partsIn(folder: string): Promise<readonly Part[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const parts = names.toSorted(byName).flatMap((name) => {
    const [key = '', language] = basename(name, extname(name)).split('.')
    if (!PARTS.has(key) || !/\.(toml|ya?ml|json)$/.test(name)) return []
    const path = key === 'hugo' || key === 'config' ? '' : key
    const above = language === undefined ? '' : `languages.${language}`
    return [{ file: join(folder, name), path: path === '' ? above : pathOf(above, path) }]
  })
  return parts.toSorted((a, b) => Number(a.path !== '') - Number(b.path !== ''))
}

function byName(a: string, b: string): number {
  return a < b ? -1 : 1
}
