import { remembering } from '../base/memory.ts'
import type { Credits } from '../posts/fields/credits.ts'
import { namesJoined } from '../posts/fields/people.ts'
import { AUTHOR, type Person } from '../posts/fields/persons.ts'
import type { Post } from '../posts/post.ts'

/** Splits a name such as "Ann & Bob" into the names of several people, or leaves it whole. */
export type Parting = (name: string) => readonly string[]

/**
 * Distinguishes the names of two people from the name of a company by looking at the whole blog: `Ann
 * & Bob` are two people if each of them is named somewhere else, too: alone, in a list, as the first
 * name of a full name, or beside another person. `Simon & Schuster` is one name, because no post
 * names Schuster alone.
 *
 * @param posts All posts of the blog that have a recording.
 * @param others The authors of its other posts.
 * @param show The persons and the author of the settings.
 */
export function createParting(
  posts: readonly Pick<Post, 'authors' | 'persons'>[],
  others: Iterable<string>,
  show: Pick<Credits, 'persons'> & { readonly author: string | null },
): Parting {
  const texts = new Set([
    ...posts.flatMap((post) => [...post.authors, ...namesOf(post)]),
    ...others,
    ...namesOf(show),
    ...(show.author === null ? [] : [show.author]),
  ])
  /** Name → the texts in which it occurs. */
  const places = new Map<string, Set<string>>()
  for (const text of texts) {
    const joined = namesJoined(text)
    for (const name of joined.length === 0 ? [text, ...firstNameOf(text)] : joined) {
      places.set(name, (places.get(name) ?? new Set()).add(text))
    }
  }
  const isElsewhere = (name: string, text: string) =>
    places
      .get(name)
      ?.values()
      .some((place) => place !== text) === true
  return remembering((text) => {
    const joined = namesJoined(text)
    const areKnown = joined.length > 0 && joined.every((name) => isElsewhere(name, text))
    return areKnown ? joined : [text]
  })
}

function namesOf({ persons }: Pick<Credits, 'persons'>): readonly string[] {
  return persons.map(({ name }) => name)
}

function firstNameOf(name: string): readonly string[] {
  const end = name.indexOf(' ')
  return end === -1 ? [] : [name.slice(0, end)]
}

/**
 * The persons of an episode: those in its post, and those of the show in every role that the post does
 * not fill. Feed readers ignore the persons of the show if an episode has any.
 */
export function personsOf(
  post: Post,
  show: Pick<Credits, 'persons'>,
  parting: Parting,
): readonly Person[] {
  const own = post.persons.flatMap((person) =>
    parting(person.name).map((name) => ({ ...person, name })),
  )
  const taken = new Set(own.map(({ role }) => role))
  if (post.authors.length > 0) taken.add(AUTHOR.role)
  return [...own, ...show.persons.filter(({ role }) => !taken.has(role))].toSorted(authorsFirst)
}

function authorsFirst(a: Person, b: Person): number {
  return Number(b.role === AUTHOR.role) - Number(a.role === AUTHOR.role)
}
