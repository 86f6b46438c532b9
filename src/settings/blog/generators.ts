import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Values } from '../../posts/front-matter/values.ts'
import type { GeneratorName } from '../../posts/permalink-dialects.ts'
import { readConfigFile } from '../config-file.ts'
import { describeAstro } from './blog-astro.ts'
import { describeEleventy } from './blog-eleventy.ts'
import type { BlogFacts, Complain, Look } from './blog-facts.ts'
import { describeHexo } from './blog-hexo.ts'
import { describeHugo } from './blog-hugo.ts'
import { describeJekyll } from './blog-jekyll.ts'
import { describeObsidian, describeVitePress, describeVuePress } from './blog-by-path.ts'
import { describeNikola, describePelican } from './blog-python.ts'
import { describeZola } from './blog-zola.ts'
import { findHugoFiles } from './hugo-files.ts'

/** A configuration file, and the path at which its values belong in the whole configuration. */
export interface Part {
  readonly file: string
  readonly path: string
}

/** A site generator. */
interface Generator {
  /** The name, as its makers write it. */
  readonly title: string
  /**
   * Its configuration files in a folder, the main one first; empty if the folder is not the root of its blog.
   */
  readonly find: (root: string, names: ReadonlySet<string>) => Promise<readonly Part[]>
  /** Reads what its configuration says about the blog. */
  readonly describe: (
    config: Values,
    complain: Complain,
    look: Look,
  ) => BlogFacts | Promise<BlogFacts>
  /** Files and folders at the root of its blogs that are not content. */
  readonly around: readonly string[]
  /** The folder at the root that it writes the blog to, unless it is told another; null if it writes none. */
  readonly output: string | null
}

const JEKYLL_FILES = ['_config.yml', '_config.yaml', '_config.toml']
const PROGRAMS = ['js', 'cjs', 'mjs', 'ts', 'cts', 'mts']

/** Every supported generator. If a folder has the configuration of two, the first in this order is used. */
export const GENERATORS: Readonly<Record<GeneratorName, Generator>> = {
  hugo: {
    title: 'Hugo',
    find: findHugoFiles,
    describe: describeHugo,
    around: ['_vendor', 'archetypes', 'layouts', 'public', 'resources', 'themes'],
    output: 'public',
  },
  hexo: {
    title: 'Hexo',
    find: oneOf(JEKYLL_FILES, ['source_dir', 'new_post_name', 'skip_render', 'post_asset_folder']),
    describe: describeHexo,
    around: ['public', 'scaffolds', 'themes'],
    output: 'public',
  },
  jekyll: {
    title: 'Jekyll',
    find: oneOf(JEKYLL_FILES),
    describe: describeJekyll,
    around: ['_includes', '_layouts', 'vendor'],
    output: '_site',
  },
  zola: {
    title: 'Zola',
    find: oneOf(['zola.toml', 'config.toml'], ['base_url']),
    describe: describeZola,
    around: ['public', 'templates', 'themes'],
    output: 'public',
  },
  pelican: {
    title: 'Pelican',
    find: async (root, names) =>
      names.has('pelicanconf.py') ? partsOf(root, names, ['pelicanconf.py', 'publishconf.py']) : [],
    describe: describePelican,
    around: ['output', 'themes', 'theme'],
    output: 'output',
  },
  nikola: {
    title: 'Nikola',
    find: oneOf(['conf.py'], ['BLOG_TITLE', 'BLOG_AUTHOR']),
    describe: describeNikola,
    around: ['cache', 'output', 'themes'],
    output: 'output',
  },
  eleventy: {
    title: 'Eleventy',
    find: oneOf([
      '.eleventy.js',
      ...PROGRAMS.flatMap((end) => [`eleventy.config.${end}`, `.eleventy.${end}`]),
    ]),
    describe: describeEleventy,
    around: ['vendor', '_includes', '_layouts'],
    output: '_site',
  },
  astro: {
    title: 'Astro',
    find: oneOf(PROGRAMS.flatMap((end) => [`astro.config.${end}`, `astro-config.${end}`])),
    describe: describeAstro,
    around: ['vendor', 'dist'],
    output: 'dist',
  },
  vuepress: {
    title: 'VuePress',
    find: inFolder('.vuepress'),
    describe: describeVuePress,
    around: ['vendor'],
    output: '.vuepress/dist',
  },
  vitepress: {
    title: 'VitePress',
    find: inFolder('.vitepress'),
    describe: describeVitePress,
    around: ['vendor', 'public'],
    output: '.vitepress/dist',
  },
  obsidian: {
    title: 'Obsidian',
    find: async (root, names) =>
      names.has('.obsidian') ? [{ file: join(root, '.obsidian/app.json'), path: '' }] : [],
    describe: describeObsidian,
    around: [],
    output: null,
  },
}

/** The generator whose configuration is in a folder, and its files; null for none. */
export async function recognise(
  root: string,
  names: ReadonlySet<string>,
): Promise<{ readonly generator: GeneratorName; readonly parts: readonly Part[] } | null> {
  for (const generator of GENERATOR_NAMES) {
    const parts = await GENERATORS[generator].find(root, names)
    if (parts.length > 0) return { generator, parts }
  }
  return null
}

const GENERATOR_NAMES: readonly GeneratorName[] = Object.keys(GENERATORS).filter(isGenerator)

function isGenerator(name: string): name is GeneratorName {
  return Object.hasOwn(GENERATORS, name)
}

/** Jekyll's configuration files, if that of another generator is read. */
export function jekyllFiles(names: ReadonlySet<string>): readonly string[] {
  return JEKYLL_FILES.filter((name) => names.has(name))
}

/** The first of these files that exists and, if keys are given, has one of them. */
function oneOf(files: readonly string[], keys: readonly string[] = []): Generator['find'] {
  return async (root, names) => {
    for (const name of files.filter((each) => names.has(each))) {
      if (keys.length === 0) return partsOf(root, names, [name])
      const block = await readConfigFile(join(root, name)).catch(() => null)
      if (keys.some((key) => Object.hasOwn(block?.values ?? {}, key))) {
        return partsOf(root, names, [name])
      }
    }
    return []
  }
}

function partsOf(
  root: string,
  names: ReadonlySet<string>,
  files: readonly string[],
): readonly Part[] {
  return files
    .filter((name) => names.has(name))
    .map((name) => ({ file: join(root, name), path: '' }))
}

/** A configuration file in a folder of the generator. */
function inFolder(folder: string): Generator['find'] {
  return async (root, names) => {
    if (!names.has(folder)) return []
    const inside = new Set(await readdir(join(root, folder)).catch(() => []))
    const name = PROGRAMS.map((end) => `config.${end}`).find((each) => inside.has(each))
    return [{ file: join(root, folder, name ?? 'config.js'), path: '' }]
  }
}
