import { isDeepStrictEqual } from 'node:util'
import type { Problem } from '../base/problem.ts'
import { problem, withFix } from '../base/problem.ts'
import type { Roots } from '../base/content-door.ts'
import type { Show } from '../show/show.ts'
import { decodePath } from './locate.ts'
import { exportPathOf } from './export-path.ts'
import { faultOf } from '../base/fault.ts'
import { offersOf, type Offer } from './offers.ts'
import type { FileResource, Resource, Site, Made, MadeResource, Role } from './site.ts'
import { createHash } from 'node:crypto'

export interface SiteOptions {
  /** URL path with a leading `/`, not encoded → absolute file; what is served as it is. */
  readonly publicFiles: ReadonlyMap<string, string>
  /** The table that was on air until now. */
  readonly previous: Site | null
  readonly now: Date
  /** When the newest of what the show was read from was changed. */
  readonly modified: Date
}

/** A table, and what did not get into it. */
export interface CreatedSite {
  readonly site: Site
  readonly problems: readonly Problem[]
}

/**
 * Makes the table of everything that a show offers. Pure and quick: nothing is rendered or read
 * before somebody asks for it.
 *
 * Where two things want one path, the first has it and a problem names both; our own always come
 * before the files of `public/`.
 *
 * Dates: bytes that were on air before keep theirs, and bytes that replace others are of `now`. At
 * first they are of the newest thing that the show was made from, an episode's own hour included,
 * so that a restart does not look like a change; never later than `now`.
 */
export function createSite(show: Show, options: SiteOptions): CreatedSite {
  const modified = firstDate(show, options)
  const site = new Map<string, Resource>()
  const owners = new Map<string, Offer>()
  const problems: Problem[] = []
  for (const offer of offersOf(show, options.publicFiles)) {
    // A path that is no valid encoding is meant as it stands.
    const path = decodePath(offer.path) ?? offer.path
    const claim = claimPath(path, offer, owners)
    if (claim.problem !== null) problems.push(claim.problem)
    if (claim.free)
      site.set(path, createResource(path, offer, { ...options, modified }, show.roots))
  }
  return { site, problems: [...problems, ...filesThatAreFolders(owners)] }
}

/** A file that is the same as before stays the same object, so that what is known of it holds on. */
function createResource(path: string, offer: Offer, options: SiteOptions, roots: Roots): Resource {
  const { type, role, links = null, content } = offer
  const previous = options.previous?.get(path)
  if ('file' in content) {
    const file: FileResource = { from: 'disk', type, role, roots, ...content }
    return previous !== undefined && isDeepStrictEqual(previous, file) ? previous : file
  }
  const { modified, now } = options
  return createMadeResource({ type, role, links, ...content, previous, modified, now })
}

function firstDate(show: Show, { now, modified }: SiteOptions): Date {
  const newest = show.episodes[0]?.published.getTime() ?? 0
  return new Date(Math.min(now.getTime(), Math.max(modified.getTime(), newest)))
}

interface Claim {
  readonly free: boolean
  readonly problem: Problem | null
}

/** Gives a path to the first who asks. Paths are compared as files: `/` is `/index.html`. */
function claimPath(path: string, offer: Offer, owners: Map<string, Offer>): Claim {
  let file: string
  try {
    file = exportPathOf(path, offer.type)
  } catch (cause) {
    return {
      free: false,
      problem: problem('site/path', {}, `${offer.what}: ${faultOf(cause).message}`),
    }
  }
  const owner = owners.get(file)
  if (owner === undefined) {
    owners.set(file, offer)
    return { free: true, problem: null }
  }
  return { free: false, problem: isSame(owner, offer) ? null : taken(path, owner, offer) }
}

/** An article may show one picture under two addresses. */
function isSame(a: Offer, b: Offer): boolean {
  return 'file' in a.content && 'file' in b.content && a.content.file === b.content.file
}

function taken(path: string, owner: Offer, offer: Offer): Problem {
  const what = `expected one thing at ${path}, got ${owner.what} and ${offer.what}; the first is served`
  return problem('site/path', {}, withFix('site/path', what))
}

/** A path that is a file to some and a folder to others can be served, but never exported. */
function filesThatAreFolders(owners: ReadonlyMap<string, Offer>): readonly Problem[] {
  const folders = new Set([...owners.keys()].flatMap(foldersAbove))
  return [...owners]
    .filter(([file]) => folders.has(file))
    .map(([file, { what }]) =>
      problem(
        'site/folder',
        {},
        `expected a file or a folder at /${file}, got both: ${what} is there and other things lie below it; give ${what} another name`,
      ),
    )
}

function foldersAbove(file: string): readonly string[] {
  const parts = file.split('/').slice(0, -1)
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}

/** How the text of a resource comes about, and what its date is if it differs from the last one. */
interface Recipe {
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
function createMadeResource({ previous, ...recipe }: Recipe): MadeResource {
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
