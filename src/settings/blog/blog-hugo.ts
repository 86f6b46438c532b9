import type { Value, Values } from '../../posts/front-matter/values.ts'
import { isList, isMap } from '../../posts/front-matter/values.ts'
import type { BlogFacts, Complain } from './blog-facts.ts'
import { lookUp, mergeConfigs, pairsOf, textAt } from './blog-facts.ts'

/** Hugo puts a page without a pattern at its path below the content folder. */
const BY_PLACE = '/:sections/:slugorcontentbasename/'

/**
 * Reads the configuration of Hugo, whose files are already merged.
 *
 * @see https://gohugo.io/configuration/all/
 */
export function describeHugo(all: Values, complain: Complain): BlogFacts {
  const config = withFeedCategory(inMainLanguage(all))
  const ugly = textAt(config, 'uglyURLs') === 'true'
  const inFolder = textAt(config, 'defaultContentLanguageInSubdir') === 'true'
  const toPath = (pattern: string): string => (ugly ? pattern.replace(/\/$/, '.html') : pattern)
  const sections = permalinksOf(lookUp(config, 'permalinks'), complain)
  const dates = lookUp(config, 'frontmatter.date')
  return {
    config,
    permalinks: {
      default: toPath(sections.get(EVERYWHERE) ?? BY_PLACE),
      sections: Object.fromEntries(
        [...sections].flatMap(([name, pattern]) =>
          name === EVERYWHERE ? [] : [[name, toPath(pattern)]],
        ),
      ),
      lowerCase: textAt(config, 'disablePathToLower') !== 'true',
      defaultLanguage: (textAt(config, 'defaultContentLanguage') ?? 'en').toLowerCase(),
      ...(inFolder && { defaultLanguageInFolder: true }),
      datedNames: datedNamesOf(dates),
    },
    publicFolders: staticFolders(config),
    contentFolder: textAt(config, 'contentDir') ?? 'content',
    contentName: 'content',
    fileNameDateFirst: datedNamesOf(dates) === 'all',
  }
}

/** The configuration for the main language, whose own settings take precedence. */
function inMainLanguage(all: Values): Values {
  const languages = pairsOf(lookUp(all, 'languages'))
  const [only] = languages.length === 1 ? languages : []
  const name = textAt(all, 'defaultContentLanguage') ?? only?.[0]
  if (name === undefined) return all
  const own = lookUp(all, `languages.${name}`)
  const named = { ...all, defaultContentLanguage: name }
  return isMap(own) ? mergeConfigs(named, own) : named
}

/**
 * The theme castanet has two keys for the category of the feed.
 *
 * @see https://github.com/mattstratton/castanet/blob/main/REFERENCE.md
 */
function withFeedCategory(config: Values): Values {
  for (const directory of ['apple_podcasts', 'itunes']) {
    const main = textAt(config, `params.feed.${directory}_top_category`)
    const sub = textAt(config, `params.feed.${directory}_first_sub_category`)
    if (main === null) continue
    const category = sub === null ? main : `${main} > ${sub}`
    return mergeConfigs(config, { params: { feed: { category } } })
  }
  return config
}

const EVERYWHERE = '*'

/**
 * Patterns by section, without those for lists, terms and taxonomies.
 *
 * @see https://gohugo.io/configuration/permalinks/
 */
function permalinksOf(value: Value | undefined, complain: Complain): ReadonlyMap<string, string> {
  const patterns = new Map<string, string>()
  if (isList(value)) {
    for (const [index, rule] of value.entries()) readRule(rule, index, patterns, complain)
    return patterns
  }
  for (const [section, pattern] of [...pairsOf(value), ...pairsOf(lookUp(value, 'page'))]) {
    if (typeof pattern === 'string') patterns.set(section.replace(/^\/|\/$/g, ''), pattern)
  }
  return patterns
}

/** Reads the newer form, a list of targets and patterns; the first that matches applies. */
function readRule(
  rule: Value,
  index: number,
  patterns: Map<string, string>,
  complain: Complain,
): void {
  const pattern = textAt(rule, 'pattern')
  const kind = textAt(rule, 'target.kind') ?? 'page'
  if (pattern === null || kind.toLowerCase() !== 'page') return
  const path = textAt(rule, 'target.path') ?? '/**'
  const section = /^\/(?:\*\*|([^/*?{}[\]]+)(?:\/\*\*?)?)$/.exec(path)
  if (section === null) {
    complain(
      `permalinks[${index}].target.path`,
      `the permalink of "${path}" is not understood; give its posts a url of their own`,
    )
    return
  }
  const name = section[1] ?? EVERYWHERE
  if (!patterns.has(name) && !patterns.has(EVERYWHERE)) patterns.set(name, pattern)
}

/** @see https://gohugo.io/configuration/module/#mounts for folders that are mounted as static */
function staticFolders(config: Values): readonly string[] {
  const names = ['staticDir', ...Array.from({ length: 11 }, (_, index) => `staticDir${index}`)]
  const named = names.flatMap((name) => textsOf(lookUp(config, name)))
  const mounts = lookUp(config, 'module.mounts')
  const mounted = (isList(mounts) ? mounts : []).flatMap((mount) =>
    textAt(mount, 'target') === 'static' ? textsOf(lookUp(mount, 'source')) : [],
  )
  const folders = [...new Set([...named, ...mounted])]
  return folders.length === 0 ? ['static'] : folders
}

/** @see https://gohugo.io/configuration/front-matter/#dates */
function datedNamesOf(value: Value | undefined): 'all' | 'undated' | 'none' {
  const order = textsOf(value).map((name) => name.toLowerCase())
  const fileName = order.indexOf(':filename')
  const before = order.slice(0, Math.max(fileName, 0))
  if (fileName === -1) return 'none'
  return before.some((name) => FRONT_MATTER_DATES.has(name)) ? 'undated' : 'all'
}

const FRONT_MATTER_DATES: ReadonlySet<string> = new Set([
  ':default',
  'date',
  'publishdate',
  'pubdate',
  'published',
])

function textsOf(value: Value | undefined): readonly string[] {
  const items = isList(value) ? value : [value]
  return items.filter((item) => typeof item === 'string').filter((item) => item !== '')
}
