import type { Heard } from '../../audio/listen/listening.ts'
import type { Tags } from '../../audio/audio.ts'
import { CONVENTIONS, type FieldName } from '../../posts/conventions.ts'
import { sameKey } from '../../posts/front-matter/keys.ts'
import type { Post } from '../../posts/post.ts'
import type { Episode } from '../../show/episode.ts'
import type { Show } from '../../show/show.ts'
import { lookAt, type Place } from '../rule.ts'

/** The usual name of the settings file. */
export const SETTINGS = 'sidecast.yml'

/** What an author has written, and the show that was made from it. */
export interface Content {
  readonly show: Show
  /** The posts that name a recording, by file. */
  readonly posts: ReadonlyMap<string, Post>
  /** The tags of their recordings, by file of the post. */
  readonly tags: ReadonlyMap<string, Tags>
  /** Their codecs as measured, by file. */
  readonly codecs: ReadonlyMap<string, string>
  /** What was measured in the sound of the recordings, by absolute path; empty without `--listen`. */
  readonly heard: ReadonlyMap<string, Heard>
  readonly now: Date
}

/** Every episode, including scheduled ones. */
export function episodesOf({ show }: Content): readonly Episode[] {
  return [...show.episodes, ...show.scheduled]
}

export function oldestFirst(episodes: readonly Episode[]): readonly Episode[] {
  return episodes.toSorted((a, b) => a.published.getTime() - b.published.getTime())
}

/** Rules on each episode whose messages belong to one field of its post. */
export function inField(field: FieldName) {
  return lookAt(episodesOf, (episode, content, message) => ({
    ...placeOf(content, episode, field),
    message,
  }))
}

/** The place of a field in a post; only the file if the post does not have the field. */
export function placeOf(
  { posts }: Content,
  { file }: Pick<Episode, 'file'>,
  name: FieldName,
): Place {
  const post = posts.get(file)
  if (name === 'audio') {
    const [reference] = post?.audio ?? []
    return { file, field: reference?.field ?? null, line: reference?.line ?? null }
  }
  const known = new Set(CONVENTIONS[name].keys.map((key) => sameKey(key.replace('?', ''))))
  const field = [...(post?.lines.keys() ?? [])].find((key) => known.has(sameKey(key))) ?? null
  return { file, field, line: field === null ? null : (post?.lines.get(field) ?? null) }
}

/** The place of a line of the article, counted from 0. */
export function bodyPlace({ posts }: Content, { file }: Episode, index: number): Place {
  const start = posts.get(file)?.bodyLine
  return { file, line: start === undefined ? null : start + index }
}
