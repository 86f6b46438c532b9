import { ENGLISH_NAMES } from './feed-language.ts'
import { basename, dirname } from 'node:path/posix'
import { sameKey } from '../posts/front-matter/keys.ts'
import type { Post } from '../posts/post.ts'
import type { Value, Values } from '../posts/front-matter/values.ts'

/** Fewer posts in a folder prove nothing. */
const FEWEST = 2

/** Keys under which posts name their show; first those with a name for readers. */
const SHOW_KEYS = ['show_name', 'podcast_name', 'show', 'podcast', 'show_slug']

/** Folders by time or language hold one show: `2024`, `05`, `en`, `pt-br`. */
function isPartOfShow(folder: string): boolean {
  const code = folder.replace('_', '-')
  const isCode = /^[a-z]{2,3}(?:-[a-z]{2,4})?$/i.test(code)
  return /^\d+$/.test(folder) || (isCode && ENGLISH_NAMES.of(code) !== undefined)
}

/**
 * The shows of a folder that clearly has several, as the setting `shows` is written; null otherwise.
 *
 * Folders side by side are shows if their posts name a show each, or have the same file names, which
 * number the episodes of each show from the start.
 */
export function findShows(posts: readonly Post[]): Values | null {
  const folders = [...Map.groupBy(posts, ({ file }) => dirname(file))].filter(
    ([folder, inside]) =>
      folder !== '.' && !isPartOfShow(basename(folder)) && inside.length >= FEWEST,
  )
  const shows = folders.map(([folder, inside]) => ({ folder, inside, title: titleOf(inside) }))
  const covered = shows.reduce((sum, { inside }) => sum + inside.length, 0)
  const titles = new Set(shows.map(({ title }) => title))
  const areNamed = !titles.has(null) && titles.size === shows.length
  const areClear = areNamed || areAlike(shows.map(({ inside }) => inside))
  if (shows.length < 2 || covered * 10 < posts.length * 9 || !areClear) return null
  const names = shows.map(({ folder }) => basename(folder))
  if (new Set(names).size < names.length) return null
  return Object.fromEntries(
    shows.map(({ folder, title }) => [
      basename(folder),
      { ...(title !== null && { title }), posts: folder } satisfies Record<string, Value>,
    ]),
  )
}

/** The name of the show in all posts of a folder; null if they do not agree. */
function titleOf(posts: readonly Post[]): string | null {
  for (const key of SHOW_KEYS) {
    const said = posts.map(({ values }) => textAt(values, key))
    const [first = null] = said
    if (first !== null && said.every((text) => text === first)) return first
  }
  return null
}

function textAt(values: Values, key: string): string | null {
  const found = Object.entries(values).find(([name]) => sameKey(name) === sameKey(key))
  return typeof found?.[1] === 'string' && found[1].trim() !== '' ? found[1].trim() : null
}

/** Whether most file names of each folder are also in another. */
function areAlike(folders: readonly (readonly Post[])[]): boolean {
  const counts = new Map<string, number>()
  const names = folders.map((posts) => new Set(posts.map(({ file }) => basename(file))))
  for (const name of names.flatMap((each) => [...each])) {
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return names.every((each) => {
    const shared = [...each].filter((name) => (counts.get(name) ?? 0) > 1)
    return shared.length * 2 > each.size
  })
}
