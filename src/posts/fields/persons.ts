import type { Warn } from './convert.ts'
import { parseName, parseWebAddress } from './part-values.ts'
import { Parts, readList } from './map-parts.ts'
import type { Value } from '../front-matter/values.ts'
import { quote } from '../../base/problem.ts'

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

/** A role of the taxonomy and its group, both in lower case. */
export interface Role {
  readonly role: string
  readonly group: string
}

/**
 * Group → roles; of a role in two groups, the first one counts.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/taxonomy.json
 */
const GROUPS: Readonly<Record<string, string>> = {
  cast: 'host, co-host, guest host, guest, voice actor, narrator, announcer, reporter',
  writing:
    'author, editorial director, co-writer, writer, songwriter, guest writer, story editor, managing editor, script editor, script coordinator, researcher, editor, fact checker, translator, transcriber, logger',
  'audio production':
    'studio coordinator, technical director, technical manager, audio engineer, remote recording engineer, post production engineer',
  'audio post-production':
    'audio editor, sound designer, foley artist, composer, theme music, music production, music contributor',
  'creative direction':
    'director, assistant director, executive producer, senior producer, producer, associate producer, development producer, creative director',
  administration:
    'production coordinator, booking coordinator, production assistant, content manager, marketing manager, sales representative, sales manager',
  visuals: 'graphic designer, cover art designer',
  community: 'social media manager',
  'misc.': 'consultant, intern',
  'video production': 'camera operator, lighting designer, camera grip, assistant camera',
  'video post-production': 'editor, assistant editor',
}

const ROLES: ReadonlyMap<string, Role> = new Map(
  Object.entries(GROUPS)
    .flatMap(([group, roles]) => roles.split(', ').map((role) => [role, { role, group }] as const))
    .toReversed(),
)

/** The names of all roles. */
export const ROLE_NAMES: readonly string[] = [...ROLES.keys()].toSorted()

/** The default role for feed readers. */
export const HOST: Role = { role: 'host', group: 'cast' }
export const AUTHOR: Role = { role: 'author', group: 'writing' }
export const NARRATOR: Role = { role: 'narrator', group: 'cast' }
export const GUEST: Role = { role: 'guest', group: 'cast' }
export const TRANSLATOR: Role = { role: 'translator', group: 'writing' }

/** Reads a role of the taxonomy, in any case, with spaces, `-` or `_`. */
export function parseRole(text: string): Role {
  const wanted = letters(text)
  const role = [...ROLES.values()].find((each) => letters(each.role) === wanted)
  if (role !== undefined) return role
  throw new RangeError(
    `expected a role of the podcast taxonomy such as host, guest or narrator, got ${quote(text)}`,
  )
}

function letters(text: string): string {
  return text.toLowerCase().replaceAll(/[\s_-]/g, '')
}
