import { dirname, extname } from 'node:path/posix'
import { parseFileName } from '../../posts/file-name.ts'
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
 * takes its language before it (a translation) or its folder (a blog of several shows), else the
 * whole name of its file, its path, or a number behind it, and a warning says so.
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
    const slug = known.get(post.file) ?? wanted
    const free = owners.has(slug) ? freeSlug(post, wanted, showLanguage, owners) : slug
    const owner = owners.get(wanted)
    if (owner !== undefined && free !== known.get(post.file)) {
      problems.push(replaced(post, wanted, owner, free))
    }
    owners.set(free, post.file)
    slugs.set(post.file, free)
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

/** The first slug that nobody has, of those that a post may have in place of the one it wants. */
function freeSlug(
  post: Sluggable,
  wanted: string,
  showLanguage: string,
  owners: ReadonlyMap<string, string>,
): string {
  const free = alternatives(post, wanted, showLanguage).find((slug) => !owners.has(slug))
  if (free !== undefined) return free
  let number = 2
  while (owners.has(`${wanted}-${number}`)) number += 1
  return `${wanted}-${number}`
}

/** What a post itself tells it by goes first, so that it does not hang on how many others there are. */
function alternatives(
  { file, language, slug: own }: Sluggable,
  slug: string,
  showLanguage: string,
): readonly string[] {
  const code = language?.split('-')[0]
  const folder = dirname(file).split('/').at(-1) ?? ''
  const { stem } = parseFileName(file)
  return [
    ...(code !== undefined && code !== showLanguage.split('-')[0] ? [`${code}-${slug}`] : []),
    ...(folder === '.' || folder === '' ? [] : [`${toSlug(folder)}-${slug}`]),
    ...(stem === own ? [] : [toSlug(stem)]),
    ...(folder === '.' || folder === ''
      ? []
      : [toSlug(file.slice(0, -extname(file).length || undefined))]),
  ]
}

function rank(a: Sluggable, b: Sluggable, known: ReadonlyMap<string, string>): number {
  return (
    Number(known.has(b.file)) - Number(known.has(a.file)) ||
    a.published.getTime() - b.published.getTime() ||
    (a.file < b.file ? -1 : 1)
  )
}

function replaced(post: Sluggable, wanted: string, owner: string, slug: string): Problem {
  const rule = 'episode/slug-replaced'
  const place = { file: post.file, line: post.lines.get('slug') ?? null, field: 'slug' }
  const what = `"${wanted}" is taken by ${owner}, so this episode's page is /episodes/${slug}/`
  return problem(rule, place, withFix(rule, what))
}
