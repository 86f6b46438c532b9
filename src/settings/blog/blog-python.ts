import type { Value, Values } from '../../posts/front-matter/values.ts'
import { isList } from '../../posts/front-matter/values.ts'
import type { BlogFacts, Complain } from './blog-facts.ts'
import { lookUp, textAt } from './blog-facts.ts'

/**
 * Reads the literal values in `pelicanconf.py` and `publishconf.py`; neither is run.
 *
 * @see https://docs.getpelican.com/en/stable/settings.html
 */
export function describePelican(config: Values, complain: Complain): BlogFacts {
  const folder = (textAt(config, 'PATH') ?? 'content').replace(/^\.\/|\/$/g, '')
  return {
    config,
    permalinks: {
      generator: 'pelican',
      base: folder === '.' ? '' : folder,
      default: articlePattern(config, 'ARTICLE_URL', '{slug}.html', complain),
      translated: articlePattern(config, 'ARTICLE_LANG_URL', '{slug}-{lang}.html', complain),
      defaultLanguage: (textAt(config, 'DEFAULT_LANG') ?? 'en').toLowerCase(),
      sections: {},
    },
    publicFolders: null,
  }
}

/** Pelican's placeholders → ours. */
function articlePattern(
  config: Values,
  setting: string,
  usual: string,
  complain: Complain,
): string | null {
  const url = textAt(config, setting) ?? usual
  const byFile = textAt(config, 'SLUGIFY_SOURCE') === 'basename'
  const language = textAt(config, 'DEFAULT_LANG') ?? 'en'
  const known: Readonly<Record<string, string>> = {
    slug: byFile ? ':slug_of_file' : ':slug',
    lang: `{lang|${language}}`,
    ...(hasUsualCategories(config) && { category: ':category' }),
  }
  const pattern = url.replaceAll(/\{(\w+)\}/g, (field, name: string) => known[name] ?? field)
  const [unknown] =
    pattern.replaceAll(/\{(?:date:[^{}]*|lang\|[^{}]*)\}/g, '').match(/\{[^{}]*\}?/) ?? []
  if (unknown === undefined) return pattern.replace(/^(?!\/)/, '/')
  complain(
    setting,
    `the placeholder "${unknown}" of "${url}" is not understood, so articles have no address; write permalink: … in sidecast.yml`,
  )
  return null
}

function hasUsualCategories(config: Values): boolean {
  const usual = textAt(config, 'DEFAULT_CATEGORY') ?? 'misc'
  return usual === 'misc' && textAt(config, 'USE_FOLDER_AS_CATEGORY') !== 'false'
}

/**
 * Reads the literal values in Nikola's `conf.py`, which is not run.
 *
 * @see https://getnikola.com/handbook.html
 */
export function describeNikola(config: Values): BlogFacts {
  const pretty = textAt(config, 'PRETTY_URLS') !== 'false'
  const sections = postFolders(lookUp(config, 'POSTS')).map(([folder, target]) => {
    const start = target === '' ? '' : `/${target}`
    return [folder, `${start}/:folders/:slug${pretty ? '/' : '.html'}`] as const
  })
  return {
    config,
    permalinks: {
      generator: 'nikola',
      default: null,
      sections: Object.fromEntries(sections),
    },
    publicFolders: ['files'],
  }
}

const USUAL_POSTS: readonly (readonly [string, string])[] = [['posts', 'posts']]

/**
 * Folders of posts and the paths at which they are published, from `("posts/*.md", "posts", "post.tmpl")`.
 */
function postFolders(value: Value | undefined): readonly (readonly [string, string])[] {
  if (!isList(value)) return USUAL_POSTS
  // A single tuple in parentheses without a trailing comma is just that tuple
  const rows = typeof value[0] === 'string' ? [value] : value
  return rows.flatMap((row) => {
    const [glob, target] = isList(row) ? row : []
    if (typeof glob !== 'string' || typeof target !== 'string') return []
    return [[glob.replace(/\/?[^/]*$/, ''), target.replace(/^\/|\/$/g, '')] as const]
  })
}
