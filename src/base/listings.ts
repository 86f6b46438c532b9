import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** What lies in folders, each listed once, so that thousands of names cost a few calls. */
export interface Listings {
  /** The names in a folder; empty when it cannot be read. */
  readonly list: (folder: string) => ReadonlySet<string>
  /**
   * A path as it is spelled on disk; null when nothing is there. Each of its names may stand there in
   * another form of the same letters, or with another kind of space: macOS takes names apart (NFD)
   * and puts U+202F into them, while editors and forms write what is typed.
   *
   * @see https://www.unicode.org/reports/tr15/
   */
  readonly spell: (path: string) => string | null
  /**
   * The names in a folder that may go on from the name of a path with a dot: `tides.md` and
   * `tides.en.vtt` from `tides`. Null where the folder cannot be listed, so nobody knows.
   */
  readonly goingOn: (path: string) => readonly string[] | null
}

interface Listing {
  readonly names: ReadonlySet<string>
  /** What all spellings of a name have in common → the name; made when first asked for. */
  bySpelling?: ReadonlyMap<string, string>
  /** What comes before the first dot, in all spellings → the names; made when first asked for. */
  byStart?: ReadonlyMap<string, readonly string[]>
}

const ASCII = /^[\x20-\x7e]*$/
const SPACE = /\p{Zs}/gu

export function createListings(): Listings {
  const folders = new Map<string, Listing>()
  const spellings = new Map<string, string | null>()

  function listingOf(folder: string): Listing {
    const listing = folders.get(folder) ?? { names: namesIn(folder) }
    folders.set(folder, listing)
    return listing
  }

  function spelledFolder(folder: string): string | null {
    const known = spellings.get(folder)
    const spelled = known === undefined ? spell(folder) : known
    spellings.set(folder, spelled)
    return spelled
  }

  function spell(path: string): string | null {
    const folder = dirname(path)
    if (folder === path) return path
    const listing = listingOf(folder)
    if (listing.names.has(basename(path))) return path
    const spelled = listing.names.size > 0 ? folder : spelledFolder(folder)
    if (spelled === null) return null
    const name = spellingIn(listingOf(spelled), basename(path))
    return name === undefined ? null : join(spelled, name)
  }

  function goingOn(path: string): readonly string[] | null {
    const listing = listingOf(dirname(path))
    if (listing.names.size === 0) return null
    listing.byStart ??= Map.groupBy(listing.names, startOf)
    return listing.byStart.get(startOf(basename(path))) ?? []
  }

  return { list: (folder) => listingOf(folder).names, spell, goingOn }
}

function namesIn(folder: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(folder))
  } catch {
    return new Set()
  }
}

function spellingIn(listing: Listing, name: string): string | undefined {
  if (listing.names.has(name)) return name
  listing.bySpelling ??= new Map(
    [...listing.names].toSorted().map((each) => [withoutSpelling(each), each]),
  )
  return listing.bySpelling.get(withoutSpelling(name))
}

function startOf(name: string): string {
  const dot = name.indexOf('.', 1)
  return withoutSpelling(dot === -1 ? name : name.slice(0, dot))
}

/** What all spellings of a name or a path have in common. */
export function withoutSpelling(name: string): string {
  // Nearly every name of thousands is of such letters, in which there is nothing to spell.
  if (ASCII.test(name)) return name
  return name.normalize('NFC').replaceAll(SPACE, ' ')
}
