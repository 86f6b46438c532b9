import type { Value, Values } from '../../posts/front-matter/values.ts'
import { isList } from '../../posts/front-matter/values.ts'
import type { BlogFacts, Complain } from './blog-facts.ts'
import { lookUp, pairsOf, textAt } from './blog-facts.ts'

/**
 * Reads the configuration of Jekyll (`_config.yml`).
 *
 * @see https://jekyllrb.com/docs/configuration/ and https://jekyllrb.com/docs/permalinks/
 */
export function describeJekyll(config: Values, complain: Complain): BlogFacts {
  const style = textAt(config, 'permalink') ?? 'date'
  const scoped = scopedPermalinks(config, complain)
  const collections = new Map(collectionsOf(lookUp(config, 'collections')))
  const source = textAt(config, 'source') ?? '.'
  const patternOf = (name: string): string | null =>
    scoped.get(name) ?? scoped.get(EVERYTHING) ?? textAt(collections.get(name), 'permalink')
  const sections = [...collections.keys()]
    .filter((name) => name !== 'posts')
    .map((name) => [name, patternOf(name) ?? `/:collection/:path${endingOf(style)}`] as const)
  return {
    config: { ...config, url: siteOf(config) },
    permalinks: {
      default: patternOf('posts') ?? style,
      sections: Object.fromEntries(sections),
    },
    publicFolders: [source],
    contentFolder: source,
  }
}

function siteOf(config: Values): string | null {
  const url = textAt(config, 'url')
  return url === null ? null : `${url}/${textAt(config, 'baseurl') ?? ''}`
}

/** Collections are a map from name to options, or only a list of names. */
function collectionsOf(value: Value | undefined): readonly (readonly [string, Value])[] {
  if (!isList(value)) return pairsOf(value)
  return value.flatMap((name) => (typeof name === 'string' ? [[name, null] as const] : []))
}

/** The end of the addresses of collections, which follows that of posts. */
function endingOf(style: string): string {
  if (style === 'pretty' || style.endsWith('/')) return '/'
  const extension = /^(date|ordinal|weekdate|none)$|:output_ext$/.test(style)
  return extension ? ':output_ext' : ''
}

const EVERYTHING = ''

/**
 * Front-matter defaults that give whole collections their permalink, by name of the collection.
 *
 * @see https://jekyllrb.com/docs/configuration/front-matter-defaults/
 */
function scopedPermalinks(config: Values, complain: Complain): ReadonlyMap<string, string> {
  const defaults = lookUp(config, 'defaults')
  const found = new Map<string, string>()
  for (const [index, item] of (isList(defaults) ? defaults : []).entries()) {
    const pattern = textAt(item, 'values.permalink')
    if (pattern === null) continue
    const path = (textAt(item, 'scope.path') ?? '').replace(/^\.?\/|\/$/g, '')
    const type = textAt(item, 'scope.type') ?? EVERYTHING
    if (path === '' || path === '.' || path === `_${type}`) {
      found.set(type, pattern)
    } else if (type === EVERYTHING && /^_[\w-]+$/.test(path)) {
      found.set(path.slice(1), pattern)
    } else {
      complain(
        `defaults[${index}].values.permalink`,
        `the permalink of one folder (${path}) is not understood; give its posts a permalink of their own`,
      )
    }
  }
  return found
}
