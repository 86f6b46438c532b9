import type { Values } from '../../posts/front-matter/values.ts'
import type { BlogFacts } from './blog-facts.ts'
import { textAt } from './blog-facts.ts'

/** `slugify.paths` → how Zola makes a part of an address from the name of a page. */
const SLUGS: Readonly<Record<string, string>> = {
  on: ':slug',
  true: ':slug',
  safe: ':safe_slug',
  off: ':raw_slug',
  false: ':raw_slug',
}

/**
 * Reads the configuration of Zola (`config.toml`, `zola.toml`).
 *
 * @see https://www.getzola.org/documentation/getting-started/configuration/ and
 *   https://www.getzola.org/documentation/content/page/
 */
export function describeZola(config: Values): BlogFacts {
  const slug = SLUGS[textAt(config, 'slugify.paths') ?? 'on'] ?? ':slug'
  return {
    config,
    permalinks: {
      generator: 'zola',
      base: 'content',
      default: `/:sections/${slug}/`,
      sections: {},
      defaultLanguage: (textAt(config, 'default_language') ?? 'en').toLowerCase(),
      datedNames: textAt(config, 'slugify.paths_keep_dates') === 'true' ? 'none' : 'all',
    },
    publicFolders: ['static'],
  }
}
