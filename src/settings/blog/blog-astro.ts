import type { Values } from '../../posts/front-matter/values.ts'
import { textAt, type BlogFacts, type Complain, type Look } from './blog-facts.ts'
import { withoutComments } from './program-literals.ts'

const CONTENT_CONFIGS = ['ts', 'js', 'mjs', 'mts'].flatMap((end) => [
  `src/content.config.${end}`,
  `src/content/config.${end}`,
])

/** `src/pages/blog/[...slug].astro`: one page for each entry of a collection. */
const ROUTE = /^src\/pages\/((?:[^[\]/]+\/)*)\[(?:\.\.\.)?\w+\]\.astro$/
const COLLECTION = /getCollection\(\s*(['"`])([\w-]+)\1/g
/** `params: { slug: post.id }`, and no other part of the address. */
const BY_ID = /\bparams\s*:\s*\{\s*\w+\s*:\s*\w+\.(?:id|slug)\s*,?\s*\}/
const DEFINED = /(?:const|let)\s+([\w$]+)\s*=\s*defineCollection\(/g
const BASE = /\bbase\s*:\s*(['"`])([^'"`$]+)\1/

/**
 * Finds the addresses of the collections of an Astro site from its pages. Its programs are read and not run:
 * a collection whose page does not have the usual form has no address.
 *
 * @see https://docs.astro.build/en/guides/content-collections/ and
 *   https://docs.astro.build/en/guides/routing/
 */
export async function describeAstro(
  config: Values,
  complain: Complain,
  look: Look,
): Promise<BlogFacts> {
  const end = hasFolders(config) ? '/' : ''
  const sections = new Map<string, string | null>([['src/pages', `/:place${end}`]])
  const { folders, ownIds } = await collectionFolders(look)
  for (const [collection, paths] of await routesOf(look)) {
    const folder = folders.get(collection) ?? `src/content/${collection}`
    const [path] = paths
    const understood = paths.length === 1 && !ownIds
    if (!understood) {
      complain(
        `src/pages`,
        `the addresses of the collection "${collection}" are made by programs in a way that is not understood; write permalink: … in sidecast.yml`,
      )
    }
    sections.set(folder, understood && path !== undefined ? `/${path}:id${end}` : null)
  }
  return {
    config,
    permalinks: { generator: 'astro', default: null, sections: Object.fromEntries(sections) },
    publicFolders: null,
  }
}

/** @see https://docs.astro.build/en/reference/configuration-reference/#trailingslash */
function hasFolders(config: Values): boolean {
  const format = textAt(config, 'build.format') ?? 'directory'
  return (
    textAt(config, 'trailingSlash') === 'always' ||
    (textAt(config, 'trailingSlash') !== 'never' && format === 'directory')
  )
}

/** Collection → the paths below which each of its entries has a page. */
async function routesOf(look: Look): Promise<ReadonlyMap<string, readonly string[]>> {
  const routes = new Map<string, string[]>()
  for (const file of await look.files()) {
    const path = ROUTE.exec(file)?.[1]
    if (path === undefined) continue
    const program = withoutComments((await look.text(file)) ?? '')
    if (!BY_ID.test(program)) continue
    for (const [, , collection = ''] of program.matchAll(COLLECTION)) {
      const known = routes.get(collection) ?? []
      if (!known.includes(path)) routes.set(collection, [...known, path])
    }
  }
  return routes
}

/**
 * The folders of collections that the content configuration puts elsewhere, and whether it gives ids of its
 * own.
 */
async function collectionFolders(
  look: Look,
): Promise<{ readonly folders: ReadonlyMap<string, string>; readonly ownIds: boolean }> {
  const folders = new Map<string, string>()
  const files = new Set(await look.files())
  const file = CONTENT_CONFIGS.find((name) => files.has(name))
  const program = file === undefined ? '' : withoutComments((await look.text(file)) ?? '')
  const starts = [...program.matchAll(DEFINED)]
  for (const [index, { 1: name = '', index: start }] of starts.entries()) {
    const own = program.slice(start, starts[index + 1]?.index)
    const folder = BASE.exec(own)?.[2]
      ?.replace(/^\.?\//, '')
      .replace(/\/$/, '')
    if (folder !== undefined) folders.set(name, folder)
  }
  return { folders, ownIds: /\bgenerateId\b/.test(program) }
}
