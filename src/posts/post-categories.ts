import { sameKey } from './front-matter/keys.ts'
import { parseFileName } from './file-name.ts'
import type { PostRules } from './post.ts'
import type { Reader, Reading } from './fields/field-reader.ts'

type Labels = Reading<readonly string[]>

/** Keys whose text Jekyll splits into words. */
const WORDS = new Set(['categories', 'tags'])

/**
 * The topics of a post: categories, then tags, then keywords, each once.
 *
 * Of a Jekyll blog also the folders above `_posts`, and each word of `categories: jekyll update`. A
 * text with commas is split at these in any blog.
 *
 * @see https://jekyllrb.com/docs/posts/#categories-and-tags
 */
export function readCategories(
  reader: Reader,
  file: string,
  { jekyllPlace }: PostRules,
): readonly string[] {
  const readings = [...reader.readings('categories')]
  if (jekyllPlace === null) return unique(readings.flatMap(({ value }) => value))
  const { folders } = parseFileName(jekyllPlace === '' ? file : `${jekyllPlace}/${file}`)
  return unique([...foldersAbovePosts(folders), ...readings.flatMap(wordsOf)])
}

/** Jekyll takes the folders above `_posts` for categories. */
export function foldersAbovePosts(folders: readonly string[]): readonly string[] {
  return folders.slice(0, Math.max(0, folders.indexOf('_posts')))
}

function wordsOf({ value, found }: Labels): readonly string[] {
  const written = found.value
  const areWords =
    typeof written === 'string' && !written.includes(',') && WORDS.has(sameKey(found.field))
  return areWords ? value.flatMap((label) => label.split(' ')) : value
}

function unique(labels: readonly string[]): readonly string[] {
  return [...new Set(labels)]
}
