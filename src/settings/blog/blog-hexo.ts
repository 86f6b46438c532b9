import type { Values } from '../../posts/front-matter/values.ts'
import { isList } from '../../posts/front-matter/values.ts'
import { variableOf } from '../../posts/permalink-dialects.ts'
import type { BlogFacts } from './blog-facts.ts'
import { lookUp, textAt } from './blog-facts.ts'

/**
 * Reads the configuration of Hexo (`_config.yml`).
 *
 * @see https://hexo.io/docs/configuration and https://hexo.io/docs/permalinks
 */
export function describeHexo(config: Values): BlogFacts {
  const source = (textAt(config, 'source_dir') ?? 'source').replace(/^\.\/|\/$/g, '')
  const names = textAt(config, 'new_post_name') ?? ':title.md'
  const languages = lookUp(config, 'language')
  return {
    config: isList(languages) ? { ...config, language: languages[0] ?? null } : config,
    permalinks: {
      generator: 'hexo',
      base: `${source}/_posts`,
      default: patternOf(config),
      sections: {},
      datedNames: /^:year-:i?_?month-:i?_?day-:title/.test(names) ? 'all' : 'none',
    },
    publicFolders: [source],
  }
}

/** Hexo treats unknown variables as keys of the front matter. */
function patternOf(config: Values): string {
  const pattern = textAt(config, 'permalink') ?? ':year/:month/:day/:title/'
  return pattern
    .replaceAll(/:(\w+)/g, (variable, name: string) => {
      if (name === 'category') return `:category`
      if (variableOf(name, 'hexo') !== undefined && name !== 'id') return variable
      const otherwise = textAt(config, `permalink_defaults.${name}`)
      return otherwise === null ? `{${name}}` : `{${name}|${otherwise}}`
    })
    .replace(/^(?!\/)/, '/')
}
