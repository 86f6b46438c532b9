import { hash as digest } from 'node:crypto'
import type { PermalinkParts, Variable, Variables } from './permalink-variables.ts'
import { HUGO, JEKYLL, variableIn } from './permalink-variables.ts'
import { githubSlug, hexoSlug, pythonSlug, zolaSlug } from './permalink-slugs.ts'

/** A date at the start of a name, which generators remove. */
const DATE = /^\d{4}-\d{1,2}-\d{1,2}[-_]/
/** The form of it that Zola removes, which may include a time of day. */
const ZOLA_DATE = /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-][\d:]+))?\s?[-_](?=.)/

/** @see https://www.11ty.dev/docs/data-eleventy-supplied/#page-variable */
const ELEVENTY: Variables = {
  file_path_stem: ({ path }) => [...foldersOf(path), undated(nameOf(path))].join('/'),
  file_slug: ({ path }) => {
    const name = undated(nameOf(path))
    return name === 'index' ? undated(foldersOf(path).at(-1) ?? '') : name
  },
  // An index, and a page with the name of its folder, are the page of the folder
  place: ({ path }) => {
    const [folders, name] = [foldersOf(path), undated(nameOf(path))]
    return (name === 'index' || name === folders.at(-1) ? folders : [...folders, name]).join('/')
  },
}

/** @see https://docs.astro.build/en/guides/content-collections/#defining-custom-ids */
const ASTRO: Variables = {
  id: ({ slug, below }) => slug ?? below.split('/').map(githubSlug).join('/').replace(INDEX, ''),
  place: ({ below }) => below.replace(INDEX, ''),
}

const INDEX = /(?:^|\/)index$/

/** @see https://www.getzola.org/documentation/content/page/ */
const ZOLA: Variables = {
  slug: (parts) => zolaSlug(zolaName(parts)),
  safe_slug: (parts) =>
    zolaName(parts)
      .replaceAll(/[<>:"/|?*#()[\]\n\\]/g, '')
      .replaceAll(' ', '_')
      .replace(/\.+$/, ''),
  raw_slug: zolaName,
}

function zolaName({ slug, fileName, datedName }: PermalinkParts): string {
  return slug ?? (datedName === false ? fileName.stem : fileName.stem.replace(ZOLA_DATE, ''))
}

/** @see https://hexo.io/docs/permalinks */
const HEXO: Variables = {
  title: hexoTitle,
  name: (parts) => nameOf(hexoTitle(parts)),
  post_title: ({ title }) => hexoSlug(title).toLowerCase(),
  category: ({ categories }) => categories.map(hexoSlug).join('/') || 'uncategorized',
  hash: (parts) =>
    digest('sha1', `${hexoTitle(parts)}${Math.floor(parts.published.getTime() / 1000)}`).slice(
      0,
      12,
    ),
  i_day: (parts) => JEKYLL['i_day']?.(parts) ?? '',
}

/** Without a date, if the blog's `new_post_name` begins with one. */
function hexoTitle({ path, datedName }: PermalinkParts): string {
  return datedName === false ? path : path.replace(DATE, '')
}

/** @see https://vuepress.vuejs.org/reference/frontmatter.html#permalinkpattern */
const VUEPRESS: Variables = {
  slug: ({ path }) => undated(nameOf(path)),
  raw: vuePlace,
  regular: vuePlace,
}

function vuePlace({ path }: PermalinkParts): string {
  return /(?:^|\/)(?:readme|index)$/i.test(path) ? `${foldersOf(path).join('/')}/` : `${path}.html`
}

/** @see https://vitepress.dev/guide/routing */
const VITEPRESS: Variables = {
  page: ({ path }) => vitePlace(path, '.html'),
  clean_page: ({ path }) => vitePlace(path, ''),
}

function vitePlace(path: string, ending: string): string {
  return INDEX.test(path) ? path.replace(INDEX, '/') : `${path}${ending}`
}

/** @see https://docs.getpelican.com/en/stable/settings.html#url-settings */
const PELICAN: Variables = {
  slug: ({ slug, title }) => pythonSlug(slug ?? title),
  slug_of_file: ({ slug, path }) => pythonSlug(slug ?? nameOf(path)),
  category: ({ categories, path }) => pythonSlug(categories[0] ?? foldersOf(path)[0] ?? 'misc'),
}

/** @see https://getnikola.com/handbook.html#the-destination */
const NIKOLA: Variables = {
  folders: ({ below }) => foldersOf(below).join('/'),
  slug: ({ slug, below }) => slug ?? pythonSlug(nameOf(below)),
}

/** The address syntax of a generator. */
interface Dialect {
  /** Tables of variables; the first that has a variable counts. */
  readonly tables: readonly Variables[]
  /** The key under which a post gives its whole address, besides `permalink`. */
  readonly ownKey?: string
  /** Whether a page is a folder with an index, unless its address ends in `.html`. */
  readonly inFolders?: true
  /** How a post's own permalink is read. If it names a file, an index means its folder. */
  readonly own: 'pattern' | 'file' | 'text'
  /** Whether the path of a translation begins with its language. */
  readonly languages?: true
}

/** The syntax of every supported generator. Authors may use the variables of Jekyll and Hugo with each. */
const DIALECTS = {
  jekyll: { tables: [JEKYLL, HUGO], own: 'pattern' },
  hugo: { tables: [HUGO, JEKYLL], own: 'pattern', inFolders: true, languages: true },
  zola: {
    tables: [ZOLA, HUGO, JEKYLL],
    own: 'text',
    ownKey: 'path',
    inFolders: true,
    languages: true,
  },
  hexo: { tables: [HEXO, JEKYLL], own: 'text' },
  eleventy: { tables: [ELEVENTY, JEKYLL], own: 'file' },
  astro: { tables: [ASTRO, JEKYLL], own: 'text' },
  vuepress: { tables: [VUEPRESS, JEKYLL], own: 'pattern' },
  vitepress: { tables: [VITEPRESS, JEKYLL], own: 'text' },
  pelican: { tables: [PELICAN, JEKYLL], own: 'text' },
  nikola: { tables: [NIKOLA, JEKYLL], own: 'text' },
  obsidian: { tables: [JEKYLL, HUGO], own: 'text' },
} as const satisfies Readonly<Record<string, Dialect>>

export type GeneratorName = keyof typeof DIALECTS

/** The keys under which posts of any generator give their whole address, besides `permalink`. */
export const OWN_KEYS: readonly string[] = Object.values<Dialect>(DIALECTS).flatMap(
  ({ ownKey }) => ownKey ?? [],
)

/** The address syntax of a generator. */
export function dialectOf(generator: GeneratorName): Dialect {
  return DIALECTS[generator]
}

/** The variable of this name, as the generator means it; undefined if no generator has it. */
export function variableOf(name: string, generator: GeneratorName): Variable | undefined {
  return variableIn(name, DIALECTS[generator].tables)
}

function foldersOf(path: string): readonly string[] {
  return path.split('/').slice(0, -1)
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Eleventy and VuePress remove only a complete date. */
function undated(name: string): string {
  return name.replace(/^\d{4}-\d\d-\d\d-/, '')
}
