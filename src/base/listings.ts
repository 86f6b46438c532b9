import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** The names in folders, each listed once, so that thousands of lookups take only a few calls. */
export interface Listings {
  /** The names in a folder; empty when it cannot be read. */
  readonly list: (folder: string) => ReadonlySet<string>
  /**
   * A path as it is spelled on disk; null if nothing is there. Each of its names may have another Unicode
   * normalisation form there, or another kind of space: macOS decomposes names (NFD) and inserts U+202F,
   * whereas editors and forms write what is typed.
   *
   * @see https://www.unicode.org/reports/tr15/
   */
  readonly spell: (path: string) => string | null
  /**
   * The names in a folder that continue the name of a path after a dot: `tides.md` and `tides.en.vtt` for
   * `tides`. Null if the folder cannot be listed.
   */
  readonly goingOn: (path: string) => readonly string[] | null
}

interface Listing {
  readonly names: ReadonlySet<string>
  /** Normalised spelling → name; made when first needed. */
  bySpelling?: ReadonlyMap<string, string>
  /** The normalised part before the first dot → names; made when first needed. */
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

/** The normalised spelling of a name or path: equal for all its variants. */
export function withoutSpelling(name: string): string {
  // ASCII has only one spelling, and nearly all names are ASCII.
  if (ASCII.test(name)) return name
  return name.normalize('NFC').replaceAll(SPACE, ' ')
}
