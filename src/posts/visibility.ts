import { describe, flagOf } from './fields/convert.ts'
import type { FileName } from './file-name.ts'
import type { Found, Keys } from './front-matter/keys.ts'
import { keyPath } from './front-matter/keys.ts'

/** Switches by which authors keep a post out of sight, and the position that does it. */
const SWITCHES: readonly (readonly [key: string, out: boolean])[] = [
  ['draft', true],
  ['published', false],
  ['podcast', false],
  ['hide', true],
  ['hidden', true],
  ['private', true],
  ['unlisted', true],
  ['upcoming', true],
  ['audiooff', true],
  ['block', true],
  ['itunes_block', true],
  ['headless', true],
  ['eleventyExcludeFromCollections', true],
  // Eleventy writes no page for it
  ['permalink', false],
]

const SWITCH_PATHS = SWITCHES.map(([key, out]) => [keyPath(key), out] as const)

const STATES = new Set(['draft', 'private', 'pending', 'hidden', 'trash'])
const STATE_KEYS = ['status', 'visibility'].map(keyPath)

/** Why a path can be no post; null when it can. */
export function pathReason({ folders, section }: FileName): string | null {
  if (section) return 'a section page'
  if (folders.includes('_drafts')) return 'a draft (_drafts/)'
  return folders.includes('archetypes') ? 'a template for posts (archetypes/)' : null
}

/** The switches of drafts; a theme gives the others other meanings. */
const PLAIN_SWITCHES = ['draft', 'published'].map(keyPath)

/** A switch that says neither yes nor no; a date says when. Null where there is none. */
export function unclearSwitch(keys: Keys): Found | null {
  const found = PLAIN_SWITCHES.flatMap((path) => [...keys.find(path)])
  return (
    found.find(
      ({ value }) =>
        typeof value === 'string' && /^\p{L}+$/u.test(value.trim()) && flagOf(value) === null,
    ) ?? null
  )
}

/** Why its author does not want a post to be seen; null when nothing says so. */
export function hiddenReason(keys: Keys): string | null {
  for (const [path, out] of SWITCH_PATHS) {
    const found = keys.find(path).find(({ value }) => flagOf(value) === out)
    if (found !== undefined) return `${found.field}: ${describe(found.value)}`
  }
  for (const path of STATE_KEYS) {
    for (const { value, field } of keys.find(path)) {
      if (typeof value === 'string' && STATES.has(value.toLowerCase())) return `${field}: ${value}`
    }
  }
  return null
}
