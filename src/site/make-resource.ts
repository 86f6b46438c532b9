import { createHash } from 'node:crypto'
import type { Made, MadeResource, Resource, Role } from './site.ts'

/** How the text of a resource comes about, and what its date is if it differs from the last one. */
export interface Recipe {
  readonly type: string
  readonly role: Role
  readonly links: string | null
  readonly early: boolean
  readonly movedTo?: string
  readonly render: () => string
  /** What the table before has at the same path. */
  readonly previous: Resource | undefined
  /** The date of bytes that nobody made before. */
  readonly modified: Date
  /** The date of bytes that differ from those made before. */
  readonly now: Date
}

/**
 * A resource whose bytes are made when first asked for.
 *
 * Bytes that are the same as before stay the same object with the same date, so that what depends on
 * them (a compressed form, a reader's copy) holds on. Of the table before only the finished bytes
 * are remembered, never its show: whoever holds one table would hold every earlier one.
 */
export function createMadeResource({ previous, ...recipe }: Recipe): MadeResource {
  const { type, role, links, early, movedTo = null } = recipe
  const before = previous?.from === 'show' ? previous.known() : null
  let made: Made | null = null
  return {
    from: 'show',
    type,
    role,
    links,
    early,
    movedTo,
    make: () => (made ??= finish(Buffer.from(recipe.render()), before, recipe)),
    known: () => made ?? before,
  }
}

function finish(bytes: Buffer, before: Made | null, dates: Pick<Recipe, 'modified' | 'now'>): Made {
  const hash = createHash('sha256').update(bytes).digest('hex')
  if (before === null) return { bytes, hash, modified: dates.modified }
  return before.hash === hash ? before : { bytes, hash, modified: dates.now }
}
