import { dirname } from 'node:path/posix'
import { isDeepStrictEqual } from 'node:util'
import { toSlug } from '../../posts/slug.ts'
import type { Post, PostResult } from '../../posts/post.ts'
import { type Problem, problemWithFix } from '../../base/problem.ts'
import type { SettledShow } from '../../settings/load-shows.ts'
import type { PartKind } from '../../settings/part-settings.ts'
import type { Settings } from '../../settings/settings.ts'
import { keyOfName } from '../parts.ts'
import { namedBy } from './content-files.ts'
import { folderProblems } from './folder-problems.ts'
import type { KeptPosts } from './kept-posts.ts'
import { createPostReader, rulesOf, type PostReader, type ReadPosts } from './read-posts.ts'

/** The posts of a folder, divided among its shows. */
export interface SharedPosts {
  /** Name of a show → its posts, in the order of the files. */
  readonly of: ReadonlyMap<string, readonly PostResult[]>
  /** Files that belong to no show. */
  readonly rest: readonly PostResult[]
  /** Problems of the search itself, of single posts, and of how they are divided. */
  readonly problems: readonly Problem[]
  /** See `ReadPosts`. */
  readonly modified: number
}

/**
 * The files of a folder of several shows → the settings by which the blog shows them; none where there
 * is one show.
 */
export function ownersOf(
  shows: readonly SettledShow[],
  whole: Settings,
  { of, rest }: Pick<SharedPosts, 'of' | 'rest'>,
): ReadonlyMap<string, Settings> {
  if (shows.length < 2) return new Map()
  const files = shows.flatMap(({ name, settings }) =>
    (of.get(name) ?? []).map(({ file }) => [file, settings] as const),
  )
  return new Map([...rest.map(({ file }) => [file, whole] as const), ...files])
}

/** Reads the posts of a folder for all of its shows; unchanged files are not read again. */
export interface PostSharer {
  readonly onlyEdits: PostReader['onlyEdits']
  readonly read: (
    shows: readonly SettledShow[],
    settings: Settings,
    changed: ReadonlySet<string> | null,
  ) => Promise<SharedPosts>
  /** Keeps what was read for the next start, unless it is kept. */
  readonly keep: () => Promise<void>
}

/** The files are read once for all shows that read posts by the same rules. */
export function createPostSharer(folder: string, kept: KeptPosts): PostSharer {
  let readers: readonly PostReader[] = []
  return {
    onlyEdits: (changed) => readers.every((reader) => reader.onlyEdits(changed)),
    async read(shows, settings, changed) {
      const kinds: Settings[] = []
      const kindOf = shows.map((show) => {
        const known = kinds.findIndex((kind) => readsAlike(kind, show.settings))
        return known === -1 ? kinds.push(show.settings) - 1 : known
      })
      readers = kinds.map((_, index) => readers[index] ?? createPostReader(folder, kept))
      const reads: ReadPosts[] = []
      for (const [index, kind] of kinds.entries()) {
        const read = await readers[index]?.read({ ...kind, posts: settings.posts }, changed)
        if (read !== undefined) reads.push(read)
      }
      return share(shows, kindOf, reads)
    },
    keep: () => kept.write(new Map(readers.map((reader) => reader.readings()))),
  }
}

function readsAlike(a: Settings, b: Settings): boolean {
  return isDeepStrictEqual(
    [rulesOf(a), a.roots, a.blog.generator],
    [rulesOf(b), b.roots, b.blog.generator],
  )
}

/** @param kindOf For each show, which of the readings its posts are from. */
function share(
  shows: readonly SettledShow[],
  kindOf: readonly number[],
  reads: readonly ReadPosts[],
): SharedPosts {
  const of = new Map(shows.map(({ name }) => [name, [] as PostResult[]]))
  const selects = shows.map(selectorOf)
  const rest: PostResult[] = []
  const twice: Twice[] = []
  const taken = reads.map((): PostResult[] => [])
  for (const [index, usual] of (reads[0]?.results ?? []).entries()) {
    const resultFor = (show: number): PostResult =>
      reads[kindOf[show] ?? 0]?.results[index] ?? usual
    const owners = selects.flatMap((select, show) => (select(resultFor(show)) ? [show] : []))
    const [owner, other] = owners
    const result = owner === undefined ? usual : resultFor(owner)
    taken[kindOf[owner ?? -1] ?? 0]?.push(result)
    const name = shows[owner ?? -1]?.name
    if (name === undefined) rest.push(result)
    else of.get(name)?.push(result)
    if (name !== undefined && other !== undefined && result.post !== null) {
      twice.push({ file: result.file, name, other: shows[other]?.name ?? '' })
    }
  }
  return {
    of,
    rest,
    problems: [
      ...(reads[0]?.problems ?? []),
      ...taken.flatMap((results, kind) => {
        const { fields = {} } = shows[kindOf.indexOf(kind)]?.settings ?? {}
        return folderProblems(results, fields)
      }),
      ...toldTwice(twice),
      ...shows.flatMap((show) => toldEmpty(show, of)),
    ],
    modified: Math.max(...reads.map(({ modified }) => modified)),
  }
}

const VALUES: Readonly<Record<PartKind, (post: Post) => readonly string[]>> = {
  category: ({ categories }) => categories,
  author: ({ authors }) => authors,
  language: ({ language }) => (language === null ? [] : [language]),
  series: ({ series }) => series,
}

/** Makes a function that decides whether a file belongs to a show. For a file that is not a post, only its path counts. */
function selectorOf({ selection }: SettledShow): (result: PostResult) => boolean {
  const { files, where, folder } = selection
  const isNamed = files === null ? () => true : namedBy(files)
  const isInFolder = folder === null ? () => true : folderFinder(toSlug(folder))
  const conditions = where.map(({ kind, names }) => {
    const wanted = new Set(names.map(keyOfName))
    return (post: Post) => VALUES[kind](post).some((value) => wanted.has(keyOfName(value)))
  })
  return ({ file, post }) =>
    isNamed(file) &&
    isInFolder(file) &&
    (conditions.length === 0 || (post !== null && conditions.every((holds) => holds(post))))
}

function folderFinder(slug: string): (file: string) => boolean {
  const known = new Map<string, boolean>()
  return (file) => {
    const folder = dirname(file)
    const isIn = known.get(folder) ?? folder.split('/').some((name) => toSlug(name) === slug)
    known.set(folder, isIn)
    return isIn
  }
}

interface Twice {
  readonly file: string
  readonly name: string
  readonly other: string
}

function toldTwice(twice: readonly Twice[]): readonly Problem[] {
  const pairs = Map.groupBy(twice, ({ name, other }) => `${name}\n${other}`)
  return [...pairs.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return []
    const { file, name, other } = first
    const [posts, are] =
      more.length === 0
        ? ['this post belongs', 'is']
        : [`${more.length + 1} posts, this one first, belong`, 'are']
    const what = `${posts} to both ${name} and ${other}, and ${are} published in ${name} only`
    return [problemWithFix('show/post-twice', { file }, what)]
  })
}

function toldEmpty({ name, path }: SettledShow, of: SharedPosts['of']): readonly Problem[] {
  if (path === '/' || (of.get(name) ?? []).length > 0) return []
  const what = `no file belongs to the show ${name}, so it has no episode`
  const place = { file: 'sidecast.yml', field: `shows.${name}` }
  return [problemWithFix('show/no-posts', place, what)]
}
