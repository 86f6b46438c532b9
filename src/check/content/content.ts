import type { Tags } from '../../audio/audio.ts'
import { CONVENTIONS, type FieldName } from '../../posts/conventions.ts'
import { sameKey } from '../../posts/front-matter/keys.ts'
import type { Post } from '../../posts/post.ts'
import type { Episode } from '../../show/episode.ts'
import type { Show } from '../../show/show.ts'
import type { Found, Place } from '../rule.ts'

/** Where the settings are written, by the name that is usual. */
export const SETTINGS = 'sidecast.yml'

/** What an author has written, and what became of it. */
export interface Content {
  readonly show: Show
  /** The posts that recordings were found for, by file. */
  readonly posts: ReadonlyMap<string, Post>
  /** What their recordings say of themselves, by file. */
  readonly tags: ReadonlyMap<string, Tags>
  readonly now: Date
}

/** Every episode, those of later hours too. */
export function episodesOf({ show }: Content): readonly Episode[] {
  return [...show.episodes, ...show.scheduled]
}

/** Looks at each episode by itself. */
export function inEpisodes(
  find: (episode: Episode, content: Content) => Iterable<Found>,
): (content: Content) => Iterable<Found> {
  return (content) => episodesOf(content).flatMap((episode) => [...find(episode, content)])
}

/** Where a field of a post stands; only its file where it does not. */
export function placeOf({ posts }: Content, { file }: Episode, name: FieldName): Place {
  const post = posts.get(file)
  if (name === 'audio') {
    const [reference] = post?.audio ?? []
    return { file, field: reference?.field ?? null, line: reference?.line ?? null }
  }
  const known = new Set(CONVENTIONS[name].keys.map((key) => sameKey(key.replace('?', ''))))
  const field = [...(post?.lines.keys() ?? [])].find((key) => known.has(sameKey(key))) ?? null
  return { file, field, line: field === null ? null : (post?.lines.get(field) ?? null) }
}

/** The line of the file on which a line of the article stands; both from 0 and from 1. */
export function bodyPlace({ posts }: Content, { file }: Episode, index: number): Place {
  const start = posts.get(file)?.bodyLine
  return { file, line: start === undefined ? null : start + index }
}
