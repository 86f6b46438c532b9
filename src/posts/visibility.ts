import { describe, flagOf } from './fields/convert.ts'
import type { FileName } from './file-name.ts'
import type { Found, Keys } from './front-matter/keys.ts'
import { keyPath } from './front-matter/keys.ts'

/** Keys with which authors hide a post, and the value that hides it. */
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

/** Why a file at this path is not a post; null if it may be one. */
export function pathReason({ folders, section }: FileName): string | null {
  if (section) return 'a section page'
  if (folders.includes('_drafts')) return 'a draft (_drafts/)'
  return folders.includes('archetypes') ? 'a template for posts (archetypes/)' : null
}

/** The keys for drafts; themes use the others in other meanings. */
const PLAIN_SWITCHES = ['draft', 'published'].map(keyPath)

/** The first of these whose value is neither yes nor no nor a date; null for none. */
export function unclearSwitch(keys: Keys): Found | null {
  const found = PLAIN_SWITCHES.flatMap((path) => [...keys.find(path)])
  return (
    found.find(
      ({ value }) =>
        typeof value === 'string' && /^\p{L}+$/u.test(value.trim()) && flagOf(value) === null,
    ) ?? null
  )
}

/** Why the author hides a post; null if it is not hidden. */
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
