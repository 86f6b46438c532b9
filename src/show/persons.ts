import type { Credits } from '../posts/fields/credits.ts'
import { AUTHOR } from '../posts/fields/person-roles.ts'
import type { Person } from '../posts/fields/persons.ts'
import type { Post } from '../posts/post.ts'

/**
 * Everybody who made an episode: those whom its post names, and those of the show in every role for
 * which the post names nobody. Readers of a feed forget the show's persons where an episode has
 * some.
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
