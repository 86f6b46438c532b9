import pLimit from 'p-limit'
import { filesIn } from '../../settings/blog/blog-tree.ts'
import type { Settings } from '../../settings/settings.ts'
import { siteUrl } from '../recordings/recording.ts'

/** The pages that a blog is known to have. */
export interface BlogPages {
  /** Addresses of its posts, of those that are no episodes, too, and those that they had before. */
  readonly posts: readonly string[]
  /** Every file of the blog but what is installed, made or hidden, from its root. */
  readonly files: readonly string[]
}

/** A blog of which nothing is known. */
export const NO_PAGES: BlogPages = { posts: [], files: [] }

/** A post, and where the blog shows it; null where that is not known. */
export interface Linked {
  readonly link: string | null
  readonly values: Readonly<Record<string, unknown>>
}

/** The keys by which posts name addresses that lead to them: Hugo's, Jekyll's and Eleventy's. */
const FORMER = ['aliases', 'redirect_from', 'redirects']

/** Files that are read at the same time. */
const AT_ONCE = 8

/**
 * Finds out what pages a blog has.
 *
 * @param known Its episodes.
 * @param others The files of its other posts, and what reads one.
 */
export async function findBlogPages(
  { site, blog }: Settings,
  known: readonly Linked[],
  others: readonly string[],
  read: (file: string) => Promise<Linked | null>,
): Promise<BlogPages> {
  if (site === null) return NO_PAGES
  const texts = await pLimit(AT_ONCE).map([...others], read)
  const all = [...known, ...texts.filter((text) => text !== null)]
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
