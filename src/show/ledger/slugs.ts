import { dirname } from 'node:path/posix'
import type { Post } from '../../posts/post.ts'
import type { Problem } from '../../base/problem.ts'
import { problem, withFix } from '../../base/problem.ts'
import { toSlug } from '../../posts/slug.ts'
import type { Ledger } from './ledger.ts'
import { LEDGER_DATES, pairEpisodes } from './same-episode.ts'
import { NO_TRAITS, traitsOf } from './traits.ts'

/** A post whose page needs an address. */
type Sluggable = Pick<Post, 'file' | 'slug' | 'language' | 'published' | 'lines'>

/**
 * Gives every post the slug of its page: ASCII, unique, and kept once an episode is in the ledger.
 *
 * Where two posts want one slug it stays with the one in the ledger, else with the older. The other
 * takes its language before it (a translation) or its folder (a blog of several shows), and a
 * warning says so; when that is taken too, it gets none and an error.
 *
 * @param known Post file → slug of the ledger's episodes.
 */
export function assignSlugs(
  posts: readonly Sluggable[],
  known: ReadonlyMap<string, string>,
  showLanguage: string,
): { slugs: ReadonlyMap<string, string>; problems: readonly Problem[] } {
  const owners = new Map<string, string>()
  const slugs = new Map<string, string>()
  const problems: Problem[] = []
  for (const post of posts.toSorted((a, b) => rank(a, b, known))) {
    const wanted = toSlug(post.slug)
    const slug = [known.get(post.file) ?? wanted, ...alternatives(post, wanted, showLanguage)].find(
      (choice) => !owners.has(choice),
    )
    const owner = owners.get(wanted)
    if (slug !== undefined) {
      owners.set(slug, post.file)
      slugs.set(post.file, slug)
    }
    if (owner !== undefined && (slug === undefined || slug !== known.get(post.file))) {
      problems.push(taken(post, wanted, owner, slug))
    }
  }
  return { slugs, problems }
}

/**
 * The slugs that pages have already, by post file: those of the episodes that the posts are. What is
 * known of a recording here is only how its post names it.
 *
 * @param linkOf The article's address in the blog; null where the blog's rule is not known.
 */
export function knownSlugs<
  Known extends Pick<Post, 'file' | 'slug' | 'title' | 'published' | 'audio'>,
>(
  posts: readonly Known[],
  { entries }: Ledger,
  linkOf: (post: Known) => string | null,
): ReadonlyMap<string, string> {
  if (entries.length === 0) return new Map()
  const own = posts.map((post) => {
    const { file, title, published, audio } = post
    const enclosure = audio[0].value
    const traits = {
      file,
      title,
      published,
      enclosure,
      link: linkOf(post),
      slug: toSlug(post.slug),
    }
    return { ...NO_TRAITS, ...traits, file }
  })
  const pairs = pairEpisodes(own, entries.map(traitsOf), LEDGER_DATES)
  return new Map([...pairs].map(([{ file }, { entry }]) => [file, entry.slug]))
}

function alternatives(post: Sluggable, slug: string, showLanguage: string): readonly string[] {
  const language = post.language?.split('-')[0]
  const folder = dirname(post.file).split('/').at(-1) ?? ''
  return [
    ...(language !== undefined && language !== showLanguage.split('-')[0]
      ? [`${language}-${slug}`]
      : []),
    ...(folder === '.' || folder === '' ? [] : [`${toSlug(folder)}-${slug}`]),
  ]
}

function rank(a: Sluggable, b: Sluggable, known: ReadonlyMap<string, string>): number {
  return (
    Number(known.has(b.file)) - Number(known.has(a.file)) ||
    a.published.getTime() - b.published.getTime() ||
    (a.file < b.file ? -1 : 1)
  )
}

function taken(post: Sluggable, wanted: string, owner: string, slug: string | undefined): Problem {
  const place = { file: post.file, line: post.lines.get('slug') ?? null, field: 'slug' }
  const [rule, end] =
    slug === undefined
      ? (['episode/slug-taken', 'this post is left out'] as const)
      : (['episode/slug-replaced', `this episode's page is /episodes/${slug}/`] as const)
  return problem(rule, place, withFix(rule, `"${wanted}" is taken by ${owner}, so ${end}`))
}
