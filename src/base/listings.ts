import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** What lies in folders, each listed once, so that thousands of names cost a few calls. */
export interface Listings {
  /** The names in a folder; empty when it cannot be read. */
  readonly list: (folder: string) => Promise<ReadonlySet<string>>
  /**
   * A path as it is spelled on disk; null when nothing is there. Each of its names may stand there in
   * another form of the same letters, or with another kind of space: macOS takes names apart (NFD)
   * and puts U+202F into them, while editors and forms write what is typed.
   *
   * @see https://www.unicode.org/reports/tr15/
   */
  readonly spell: (path: string) => Promise<string | null>
  /**
   * The names in a folder that may go on from the name of a path with a dot: `tides.md` and
   * `tides.en.vtt` from `tides`. Null where the folder cannot be listed, so nobody knows.
   */
  readonly goingOn: (path: string) => Promise<readonly string[] | null>
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
  const folders = new Map<string, Promise<Listing>>()
  const spellings = new Map<string, Promise<string | null>>()

  function listingOf(folder: string): Promise<Listing> {
    const known = folders.get(folder)
    if (known !== undefined) return known
    const listing = readdir(folder).then(
      (names) => ({ names: new Set(names) }),
      () => ({ names: new Set<string>() }),
    )
    folders.set(folder, listing)
    return listing
  }

  function spelledFolder(folder: string): Promise<string | null> {
    const spelled = spellings.get(folder) ?? spell(folder)
    spellings.set(folder, spelled)
    return spelled
  }

  async function spell(path: string): Promise<string | null> {
    const folder = dirname(path)
    if (folder === path) return path
    const listing = await listingOf(folder)
    if (listing.names.has(basename(path))) return path
    const spelled = listing.names.size > 0 ? folder : await spelledFolder(folder)
    if (spelled === null) return null
    const name = spellingIn(await listingOf(spelled), basename(path))
    return name === undefined ? null : join(spelled, name)
  }

  async function goingOn(path: string): Promise<readonly string[] | null> {
    const listing = await listingOf(dirname(path))
    if (listing.names.size === 0) return null
    listing.byStart ??= Map.groupBy(listing.names, startOf)
    return listing.byStart.get(startOf(basename(path))) ?? []
  }

  return { list: async (folder) => (await listingOf(folder)).names, spell, goingOn }
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
