import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Block, Values } from '../../posts/front-matter/values.ts'
import { emptyMap, pathOf } from '../../posts/front-matter/values.ts'
import type { GeneratorName } from '../../posts/permalink-dialects.ts'
import { mergeConfigs } from './blog-facts.ts'
import { ConfigError, readConfigFile } from '../config-file.ts'
import { jekyllFiles, type Part, recognise } from './generators.ts'

/** The configuration files of a blog. */
export interface BlogFiles {
  readonly generator: GeneratorName | null
  /** Absolute. */
  readonly root: string
  /** Configuration files, absolute, the main one first; including those that cannot be read. */
  readonly files: readonly string[]
  /** All of them merged; null if the main one cannot be read. */
  readonly config: Values | null
  /** The file and line of each value; paths in lower case. */
  readonly places: ReadonlyMap<string, ConfigPlace>
  readonly errors: readonly { readonly file: string; readonly error: ConfigError }[]
  /**
   * Configuration files of another generator beside those that were read, e.g. from before the blog moved.
   */
  readonly ignored: readonly string[]
}

/** A line of a configuration file. */
interface ConfigPlace {
  readonly file: string
  readonly line: number
}

/** The most levels above the content folder in which a blog is searched for. */
const HIGHEST = 6

/**
 * Finds the blog that a content folder belongs to: in the folder itself, otherwise in the nearest folder
 * above it. The search ends at the root of a git repository, and below the home folder.
 *
 * @param folder Absolute.
 */
export async function findBlog(folder: string): Promise<BlogFiles> {
  let level = folder
  // An Obsidian vault may be where the posts of another generator are written
  let vault: BlogFiles | null = null
  for (let height = 0; height <= HIGHEST; height += 1) {
    const names = new Set(await namesIn(level))
    const found = await readLevel(level, names)
    if (found?.generator === 'obsidian') vault ??= found
    else if (found !== null) return found
    const above = dirname(level)
    const last = [level, above].includes(homedir()) || above === dirname(above)
    if (names.has('.git') || last) break
    level = above
  }
  return vault ?? withoutConfig(folder)
}

async function readLevel(root: string, names: ReadonlySet<string>): Promise<BlogFiles | null> {
  const recognised = await recognise(root, names)
  if (recognised === null) {
    const marked = [...names].some((name) => OTHER_GENERATORS.test(name))
    return marked ? withoutConfig(root) : null
  }
  const { generator, parts } = recognised
  const ignored = generator === 'hugo' ? jekyllFiles(names).map((name) => join(root, name)) : []
  return { ...(await readParts(generator, root, parts)), ignored }
}

/**
 * Configuration files of other generators, all of them programs: they mark the root of a blog, but are not
 * read.
 */
const OTHER_GENERATORS = /^(docusaurus|gatsby|next|nuxt|svelte)[.-]config\.[cm]?[jt]s$/

function withoutConfig(root: string): BlogFiles {
  const nothing = { files: [], config: null, places: new Map(), errors: [], ignored: [] }
  return { generator: null, root, ...nothing }
}

async function readParts(
  generator: GeneratorName,
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

/** Puts the values of a part in their place; a file may include its own key or omit it. */
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

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => [])
}
