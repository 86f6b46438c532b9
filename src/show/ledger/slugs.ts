import { dirname, extname } from 'node:path/posix'
import { parseFileName } from '../../posts/file-name.ts'
import type { Post } from '../../posts/post.ts'
import { type Problem, problemWithFix } from '../../base/problem.ts'
import { toSlug } from '../../posts/slug.ts'
import { onceFor } from '../../base/memory.ts'
import type { Ledger } from './ledger.ts'
import { LEDGER_DATES, pairEpisodes } from './same-episode.ts'
import { NO_TRAITS, traitsOf, type Traits } from './traits.ts'

/** A post whose page needs an address. */
type Sluggable = Pick<Post, 'file' | 'slug' | 'language' | 'published' | 'lines'>

/**
 * Gives every post the slug of its page: ASCII, unique, and kept once an episode is in the ledger.
 *
 * If two posts want the same slug, the one in the ledger gets it, or else the older one. The slug of the
 * other is prefixed with its language (a translation) or its folder (a blog of several shows), or is its
 * full file name, its path, or has a number appended; a warning says so.
 *
 * @param known Post file → slug in the ledger.
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

/** What identifies the episode of a post before its files are found. */
interface Linked {
  readonly post: Pick<Post, 'file' | 'slug' | 'title' | 'published' | 'audio'>
  /** The address of the article on the blog; null if the permalink rule is unknown. */
  readonly link: string | null
}

/**
 * The slugs of published pages by post file. Recordings are not found yet, so only the address in the
 * post identifies them.
 */
export function knownSlugs(
  posts: readonly Linked[],
  { entries }: Ledger,
): ReadonlyMap<string, string> {
  if (entries.length === 0) return new Map()
  const own = posts.map(traitsOfPost)
  const pairs = pairEpisodes(own, entries.map(traitsOf), LEDGER_DATES)
  return new Map([...pairs].map(([{ file }, { entry }]) => [file, entry.slug]))
}

export const traitsOfPost = onceFor(
  ({ post, link }: Linked): Traits & { readonly file: string } => {
    const { file, title, published, audio } = post
    const [{ value: enclosure }] = audio
    return { ...NO_TRAITS, file, title, published, enclosure, link, slug: toSlug(post.slug) }
  },
)

/** The first free slug among the alternatives of a post. */
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

/** Slugs that depend on the post itself come first, rather than on the number of other posts. */
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
  const what = `"${wanted}" is the slug of ${owner}, so the page of this episode is /episodes/${slug}/`
  return problemWithFix(rule, place, what)
}
