import { SOUND } from '../../base/media-types.ts'
import { dirname } from 'node:path/posix'
import type { Values } from '../../posts/front-matter/values.ts'
import type { GeneratorName } from '../../posts/permalink-dialects.ts'
import type { BlogFacts, Complain, Look } from './blog-facts.ts'
import { textAt } from './blog-facts.ts'

/**
 * Reads the configuration of VuePress, a program that is read and not run. The address of a page follows the
 * path of its file, unless a pattern is written out.
 *
 * @see https://vuepress.vuejs.org/guide/page.html#routing
 */
export function describeVuePress(config: Values): BlogFacts {
  const first = textAt(config, 'permalink')
  // Version 1 calls it `permalink`, and makes a folder of the result
  const pattern = textAt(config, 'permalinkPattern') ?? (first === null ? '/:regular' : `${first}/`)
  return byPath('vuepress', config, pattern, '.vuepress/public')
}

/** @see https://vitepress.dev/guide/routing */
export function describeVitePress(config: Values): BlogFacts {
  const pattern = textAt(config, 'cleanUrls') === 'true' ? '/:clean_page' : '/:page'
  const facts = byPath('vitepress', config, pattern, 'public')
  const base = (textAt(config, 'srcDir') ?? '').replace(/^\.?\/|\/$/g, '')
  return { ...facts, permalinks: { ...facts.permalinks, base } }
}

/**
 * Describes an Obsidian vault. It has no addresses of its own; the `permalink` of a note is the one that
 * Obsidian Publish gives it. Embedded files are found by name, in any folder.
 *
 * @see https://help.obsidian.md/links
 */
export async function describeObsidian(
  config: Values,
  _: Complain,
  look: Look,
): Promise<BlogFacts> {
  const folders = (await look.files()).filter((file) => MEDIA.test(file)).map(dirname)
  const facts = byPath('obsidian', config, null, '.')
  return { ...facts, publicFolders: [...new Set([...folders, '.'])], lookupOnly: true }
}

const MEDIA = new RegExp(`\\.(?:${SOUND}|3gp|webm|gif|jpe?g|png|svg|webp)$`, 'i')

function byPath(
  generator: GeneratorName,
  config: Values,
  pattern: string | null,
  publicFolder: string,
): BlogFacts {
  return {
    config,
    permalinks: { generator, default: pattern, sections: {} },
    publicFolders: [publicFolder],
  }
}
