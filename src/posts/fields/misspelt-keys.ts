import { onceFor } from '../../base/memory.ts'
import { isSlip } from '../../base/suggest.ts'
import { CONVENTIONS, FIELD_NAMES, type FieldName } from '../conventions.ts'
import { sameKey } from '../front-matter/keys.ts'
import type { Value } from '../front-matter/values.ts'
import type { Post } from '../post.ts'
import { flagOf } from './convert.ts'

/** A key that no field has, and the one that its author most likely meant. */
export interface MisspeltKey {
  readonly key: string
  readonly meant: string
}

interface Candidate {
  readonly key: string
  /** Null for a key that only says whether a post is out. */
  readonly field: FieldName | null
}

/** Shorter keys differ by a letter because they are others. */
const LONG_KEY = 5

/** Keys of themes and generators that are near one of ours, and mean something else. */
const OTHERS = new Set(
  ['titles', 'places', 'posted', 'covers', 'series_id', 'locate', 'linked'].map(sameKey),
)

const CANDIDATES: readonly Candidate[] = [
  ...FIELD_NAMES.flatMap((field) =>
    CONVENTIONS[field].keys
      .map((key) => ({ key: key.replace('?', ''), field }))
      .filter(({ key }) => !key.includes('.')),
  ),
  { key: 'draft', field: null },
]

/** Every key that is read somewhere, and the maps that hold some. */
const KNOWN = new Set([
  ...FIELD_NAMES.flatMap((field) =>
    CONVENTIONS[field].keys.map((key) => sameKey(key.replace('?', '').split('.')[0] ?? '')),
  ),
  'draft',
  'params',
  'extra',
  'cascade',
])

/** The keys of a post that are one slip from a field that it lacks, with a value that the field takes. */
export const misspeltKeys = onceFor(
  ({ values, keys }: Pick<Post, 'values' | 'keys'>): readonly MisspeltKey[] =>
    Object.entries(values).flatMap(([key, value]) => {
      const meant = nearTo(key).find(
        (candidate) =>
          (candidate.field === null || !keys.has(candidate.field)) && takes(candidate, value),
      )
      return meant === undefined ? [] : [{ key, meant: meant.key }]
    }),
)

const NONE: readonly Candidate[] = []
/** So many keys are remembered; a blog has a few. */
const MOST_KNOWN = 4000
const near = new Map<string, readonly Candidate[]>()

function nearTo(key: string): readonly Candidate[] {
  const known = near.get(key)
  if (known !== undefined) return known
  const found = KNOWN.has(sameKey(key))
    ? NONE
    : CANDIDATES.filter((candidate) => isMisspelt(key, candidate.key))
  if (near.size < MOST_KNOWN) near.set(key, found)
  return found
}

/** The key of a recording that a key without a field is one slip from; null for none. */
export function meantAudioKey(key: string): string | null {
  return CANDIDATES.find((each) => each.field === 'audio' && isMisspelt(key, each.key))?.key ?? null
}

function isMisspelt(key: string, candidate: string): boolean {
  const [written, known] = [sameKey(key), sameKey(candidate)]
  if (written.length < LONG_KEY || known.length < LONG_KEY || KNOWN.has(written)) return false
  // A plural is another key, not a slip
  if (OTHERS.has(written) || `${written}s` === known || `${known}s` === written) return false
  return isSlip(written, known)
}

function takes({ field }: Candidate, value: Value): boolean {
  if (field === null) return flagOf(value) !== null
  const { read, telling } = CONVENTIONS[field]
  try {
    return (telling?.(value) ?? true) && read(value, () => undefined) !== null
  } catch (cause) {
    if (cause instanceof RangeError) return false
    throw cause
  }
}
