import type { Warn } from './convert.ts'
import { parseName, parseWebAddress } from './part-values.ts'
import { Parts, readList } from './parts.ts'
import { HOST, parseRole, type Role } from './person-roles.ts'
import type { Value } from '../front-matter/values.ts'

/** Somebody who made an episode or the show. */
export interface Person extends Role {
  readonly name: string
  /** Their page, absolute. */
  readonly url: string | null
  /** The address of their image, absolute. */
  readonly image: string | null
}

/**
 * Reads persons: a name, a map with `name`, `role`, `url` and `image`, or a list of either.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/person.md
 */
export const readPersons = readList(readPerson)

/** A person with a name only; a long name is cut in the feed. */
export function named(name: string, role: Role): Person {
  return { name, ...role, url: null, image: null }
}

function readPerson(value: Value, warn: Warn): Person | null {
  const parts = new Parts(value, 'name', warn)
  const name = parts.must('name', parseName)
  const role = parts.may('role', parseRole) ?? HOST
  const url = parts.may('url href link', parseWebAddress)
  const image = parts.may('image img picture photo avatar', parseWebAddress)
  parts.tellUnknown()
  return name === null ? null : { name, ...role, url, image }
}
