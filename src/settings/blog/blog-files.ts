import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, extname, join } from 'node:path'
import type { Block, Values } from '../../posts/front-matter/values.ts'
import { emptyMap, pathOf } from '../../posts/front-matter/values.ts'
import { mergeConfigs } from './blog-facts.ts'
import { ConfigError, readConfigFile } from '../config-file.ts'

/** The config of a blog as it lies on disk. */
export interface BlogFiles {
  readonly generator: 'jekyll' | 'hugo' | null
  /** Absolute. */
  readonly root: string
  /** Config files, absolute, the main one first; also those that cannot be read. */
  readonly files: readonly string[]
  /** All of them as one; null where the main one cannot be read. */
  readonly config: Values | null
  /** Where each value stands; paths in lower case. */
  readonly places: ReadonlyMap<string, ConfigPlace>
  readonly errors: readonly { readonly file: string; readonly error: ConfigError }[]
  /** Config of another generator beside the one that was read, e.g. from before the blog moved. */
  readonly ignored: readonly string[]
}

/** A line of one of the config files. */
interface ConfigPlace {
  readonly file: string
  readonly line: number
}

/** How far above the content folder a blog is looked for. */
const HIGHEST = 6

/**
 * Finds the blog that a content folder belongs to: in the folder itself, else in the nearest one
 * above it. The search ends with the folder of a git repository, and before the home folder.
 *
 * @param folder Absolute.
 */
export async function findBlog(folder: string): Promise<BlogFiles> {
  let level = folder
  for (let height = 0; height <= HIGHEST; height += 1) {
    const names = new Set(await namesIn(level))
    const found = await readLevel(level, names)
    if (found !== null) return found
    const above = dirname(level)
    const last = [level, above].includes(homedir()) || above === dirname(above)
    if (names.has('.git') || last) break
    level = above
  }
  return withoutConfig(folder)
}

async function readLevel(root: string, names: ReadonlySet<string>): Promise<BlogFiles | null> {
  const hugo = await hugoParts(root, names)
  const jekyll = JEKYLL_FILES.filter((name) => names.has(name)).map((name) => join(root, name))
  if (hugo.length > 0) return { ...(await readParts('hugo', root, hugo)), ignored: jekyll }
  const [file] = jekyll
  if (file !== undefined) return readParts('jekyll', root, [{ file, path: '' }])
  const marked = [...names].some((name) => OTHER_GENERATORS.test(name))
  return marked ? withoutConfig(root) : null
}

const JEKYLL_FILES = ['_config.yml', '_config.yaml', '_config.toml']

/** Configs that are programs: they mark the root of a blog, but are not run. */
const OTHER_GENERATORS =
  /^(\.eleventy|(astro|docusaurus|eleventy|gatsby|next|nuxt|svelte)[.-]config)\.[cm]?[jt]s$/

function withoutConfig(root: string): BlogFiles {
  const nothing = { files: [], config: null, places: new Map(), errors: [], ignored: [] }
  return { generator: null, root, ...nothing }
}

/** A config file, and the path in the whole config at which its values belong. */
interface Part {
  readonly file: string
  readonly path: string
}

const HUGO_FILES = ['hugo.toml', 'hugo.yaml', 'hugo.yml', 'hugo.json']
const OLDER_HUGO_FILES = ['config.toml', 'config.yaml', 'config.yml', 'config.json']

/**
 * Hugo's config files: one at the root, then those of the config folder, which go before it.
 *
 * @see https://gohugo.io/configuration/introduction/#configuration-directory
 */
async function hugoParts(root: string, names: ReadonlySet<string>): Promise<readonly Part[]> {
  const main = HUGO_FILES.find((name) => names.has(name)) ?? (await olderHugoFile(root, names))
  const folders = ['_default', 'production'].map((folder) => join(root, 'config', folder))
  const inFolders = names.has('config') ? (await Promise.all(folders.map(partsIn))).flat() : []
  const parts = main === undefined ? [] : [{ file: join(root, main), path: '' }]
  return parts.length > 0 || inFolders.some(({ path }) => path === '')
    ? [...parts, ...inFolders]
    : []
}

/** Other programs have a `config.toml` too, so this one must speak Hugo's language. */
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

/** What of Hugo's config the show depends on; menus and the like may be large. */
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

async function readParts(
  generator: 'jekyll' | 'hugo',
  root: string,
  parts: readonly Part[],
): Promise<BlogFiles> {
  const errors: { file: string; error: ConfigError }[] = []
  const places = new Map<string, ConfigPlace>()
  let config: Values | null = emptyMap()
  for (const [index, { file, path }] of parts.entries()) {
    try {
      const block = await readConfigFile(file)
      if (block === null || config === null) continue
      const wrapped = wrap(block, path)
      config = mergeConfigs(config, wrapped.values)
      for (const [place, line] of wrapped.lines) places.set(place.toLowerCase(), { file, line })
    } catch (cause) {
      if (!(cause instanceof ConfigError)) throw cause
      errors.push({ file, error: cause })
      if (index === 0) config = null
    }
  }
  return {
    generator,
    root,
    files: parts.map(({ file }) => file),
    config,
    places,
    errors,
    ignored: [],
  }
}

/** Puts the values of a part where they belong; a file may name its own key or leave it out. */
function wrap(block: Block, path: string): Pick<Block, 'values' | 'lines'> {
  const keys = Object.keys(block.values)
  const own = path.slice(path.lastIndexOf('.') + 1)
  const names = path.split('.').slice(0, keys.length === 1 && keys[0] === own ? -1 : undefined)
  if (path === '' || names.length === 0) return block
  const prefix = names.join('.')
  return {
    values: names.reduceRight<Values>((values, name) => ({ [name]: values }), block.values),
    lines: new Map([...block.lines].map(([place, line]) => [pathOf(prefix, place), line])),
  }
}

function byName(a: string, b: string): number {
  return a < b ? -1 : 1
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => [])
}
