import { hash as digest } from 'node:crypto'
import { type PrepareOptions, readyNotes } from '../render/article-pieces.ts'
import { notesSource } from '../render/feed/notes.ts'
import { type Show, showsOf } from '../show/show.ts'

/**
 * The notes of a feed, kept for the next start: making those of a thousand articles takes two processors
 * several seconds, during which nobody could subscribe.
 */
export interface KeptNotes {
  /** The notes of an episode, if they were made from the same input; otherwise null. */
  readonly of: NonNullable<PrepareOptions['kept']>
  /** Keeps the notes of a show that have been made, and no others. */
  readonly keep: (show: Show) => Promise<void>
}

/** Where notes are kept, by the hash of what they are made from. */
interface Shelf {
  readonly read: () => ReadonlyMap<string, string>
  readonly write: (texts: ReadonlyMap<string, string>) => Promise<void>
}

export function createKeptNotes({ read, write }: Shelf): KeptNotes {
  /** Null before the first lookup. */
  let known: ReadonlyMap<string, string> | null = null
  const all = (): ReadonlyMap<string, string> => (known ??= read())
  return {
    of: (show, episode) => all().get(digest('sha256', notesSource(show, episode))) ?? null,
    async keep(show) {
      const before = all()
      const notes = showsOf(show).flatMap((each) =>
        each.episodes.flatMap((episode): readonly (readonly [string, string])[] => {
          const key = digest('sha256', notesSource(each, episode))
          const made = readyNotes(each, episode) ?? before.get(key)
          return made === undefined ? [] : [[key, made]]
        }),
      )
      known = new Map(notes)
      const isSame = known.size === before.size && notes.every(([key]) => before.has(key))
      if (!isSame) await write(known)
    },
  }
}
