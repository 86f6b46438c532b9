import { setImmediate } from 'node:timers/promises'
import { filesIn } from '../../settings/blog/blog-tree.ts'
import type { Settings } from '../../settings/settings.ts'
import { siteUrl } from '../../base/web-address.ts'

/** The pages that a blog is known to have. */
export interface BlogPages {
  /** Addresses of its posts, including those that are not episodes, and their former addresses. */
  readonly posts: readonly string[]
  /** Every file of the blog, from its root, except installed, generated and hidden ones. */
  readonly files: readonly string[]
}

/** A blog of which nothing is known. */
export const NO_PAGES: BlogPages = { posts: [], files: [] }

/** A post, and the address at which the blog shows it; null if that is unknown. */
export interface Linked {
  readonly link: string | null
  readonly values: Readonly<Record<string, unknown>>
}

/** The keys by which posts name addresses that lead to them: Hugo's, Jekyll's and Eleventy's. */
const FORMER = ['aliases', 'redirect_from', 'redirects']

/** Files that are read in one go, before a server answers other requests. */
const AT_ONCE = 50

/**
 * Finds out what pages a blog has.
 *
 * @param known Its episodes.
 * @param others The files of its other posts, and a function that reads one.
 */
export async function findBlogPages(
  { site, blog }: Settings,
  known: readonly Linked[],
  others: readonly string[],
  read: (file: string) => Linked | null,
): Promise<BlogPages> {
  if (site === null) return NO_PAGES
  const all = [...known]
  for (const [index, file] of others.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await setImmediate()
    const page = read(file)
    if (page !== null) all.push(page)
  }
  return {
    posts: all.flatMap(({ link, values }) => [
      ...(link === null ? [] : [link]),
      ...formerOf(values).map((path) => siteUrl(path, site)),
    ]),
    files: await filesIn(blog.root),
  }
}

function formerOf(values: Linked['values']): readonly string[] {
  const named = FORMER.flatMap((key) => values[key] ?? [])
  return named.filter((path): path is string => typeof path === 'string' && path.startsWith('/'))
}
