import type { Credits } from '../posts/fields/credits.ts'
import { AUTHOR } from '../posts/fields/person-roles.ts'
import type { Person } from '../posts/fields/persons.ts'
import type { Post } from '../posts/post.ts'

/**
 * The persons of an episode: those in its post, and those of the show in every role that the post does
 * not fill. Feed readers ignore the persons of the show if an episode has any.
 */
export function personsOf(post: Post, show: Pick<Credits, 'persons'>): readonly Person[] {
  const own = post.credits.persons
  const taken = new Set(own.map(({ role }) => role))
  if (post.authors.length > 0) taken.add(AUTHOR.role)
  return [...own, ...show.persons.filter(({ role }) => !taken.has(role))].toSorted(authorsFirst)
}

function authorsFirst(a: Person, b: Person): number {
  return Number(b.role === AUTHOR.role) - Number(a.role === AUTHOR.role)
}
