import { forgetItems } from '../render/feed/feed.ts'
import { isDeepStrictEqual } from 'node:util'
import { bytesApart } from '../base/memory.ts'
import { type Problem, problem, problemWithFix } from '../base/problem.ts'
import type { Roots } from '../base/content-door.ts'
import type { PreparePieces } from '../render/article-pieces.ts'
import { showsOf, type Show } from '../show/show.ts'
import { exportPathOf } from './export-stage.ts'
import { faultOf } from '../base/fault.ts'
import { offersOfSite } from './network-offers.ts'
import type { Offer, ShowPieces } from './offers.ts'
import type { FileResource, Resource, Site, Made, MadeResource, Role } from './site.ts'
import { hash as digest, webcrypto } from 'node:crypto'
import { decodePart } from '../base/web-address.ts'

export interface SiteOptions {
  /** URL path with a leading `/`, not encoded → absolute file, served as it is. */
  readonly publicFiles: ReadonlyMap<string, string>
  /** The site that was live before. */
  readonly previous: Site | null
  readonly now: Date
  /** When the newest source of the show was changed. */
  readonly modified: Date
  /** Prepares pieces of articles in threads; without it, they are made when needed. */
  readonly prepare?: PreparePieces | undefined
}

/** A site, and the problems with what is not in it. */
export interface CreatedSite {
  readonly site: Site
  readonly problems: readonly Problem[]
}

/**
 * Makes the site of a show. Pure and fast: nothing is rendered or read before it is requested.
 *
 * If two resources claim one path, the first gets it and a problem names both; files of `public/` come last.
 *
 * Dates: unchanged bytes keep theirs, and bytes that replace others get `now`. When the program starts, all
 * have the date of the newest source or episode, never later than `now`, so that a restart does not look like
 * a change.
 */
export function createSite(show: Show, options: SiteOptions): CreatedSite {
  const modified = firstDate(show, options)
  const site = new Map<string, Resource>()
  const owners = new Map<string, Offer>()
  const problems: Problem[] = []
  for (const offer of offersOfSite(show, options.publicFiles)) {
    // A path that is not validly encoded is taken literally.
    const path = decodePart(offer.path) ?? offer.path
    const claim = claimPath(path, offer, owners)
    if (claim.problem !== null) problems.push(claim.problem)
    if (claim.free)
      site.set(path, createResource(path, offer, { ...options, modified }, show.roots))
  }
  return { site, problems: [...problems, ...filesThatAreFolders(owners)] }
}

/** Forgets what is kept for the next site of a show, where there is none: as much as all its articles. */
export function forgetRendered(): void {
  forgetItems()
}

/** An unchanged file keeps its object, so that what was cached for it stays valid. */
function createResource(path: string, offer: Offer, options: SiteOptions, roots: Roots): Resource {
  const { type, role, links = null, content } = offer
  const previous = options.previous?.get(path)
  if ('file' in content) {
    const file: FileResource = { from: 'disk', type, role, roots, ...content }
    return previous !== undefined && isDeepStrictEqual(previous, file) ? previous : file
  }
  const { modified, now, prepare } = options
  return createMadeResource({ type, role, links, ...content, previous, prepare, modified, now })
}

function firstDate(show: Show, { now, modified }: SiteOptions): Date {
  const newest = Math.max(
    0,
    ...showsOf(show).map(({ episodes: [first] }) => first?.published.getTime() ?? 0),
  )
  return new Date(Math.min(now.getTime(), Math.max(modified.getTime(), newest)))
}

interface Claim {
  readonly free: boolean
  readonly problem: Problem | null
}

/** Gives a path to the first offer. Paths are compared as files: `/` is `/index.html`. */
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

/** Whether two offers are the same file: an article may show one image under two addresses. */
function isSame(a: Offer, b: Offer): boolean {
  return 'file' in a.content && 'file' in b.content && a.content.file === b.content.file
}

function taken(path: string, owner: Offer, offer: Offer): Problem {
  const what = `expected one resource at ${path}, got ${owner.what} and ${offer.what}; the first is served`
  return problemWithFix('site/path', {}, what)
}

/** A path that is both a file and a folder can be served, but not exported. */
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

/** Bytes that take several milliseconds to hash. */
const MUCH = 1_000_000

/** What a rendered resource is made from. */
interface Recipe {
  readonly type: string
  readonly role: Role
  readonly links: string | null
  readonly early: boolean
  readonly movedTo?: string
  readonly render: () => string
  readonly pieces?: () => ShowPieces
  readonly prepare: PreparePieces | undefined
  /** The resource that the previous site has at the same path. */
  readonly previous: Resource | undefined
  /** The date of bytes at a new path. */
  readonly modified: Date
  /** The date of bytes that differ from the previous ones. */
  readonly now: Date
}

/**
 * A resource whose bytes are rendered when first requested.
 *
 * Unchanged bytes keep their object and date, so that compressed forms and cached copies stay valid.
 * Only the bytes of the previous site are kept, never its show: otherwise each site would keep all
 * earlier ones in memory.
 */
function createMadeResource({ previous, ...recipe }: Recipe): MadeResource {
  const { type, role, links, early, movedTo = null, pieces, prepare } = recipe
  const before = previous?.from === 'show' ? previous.known() : null
  let made: Promise<Made> | null = null
  let known = before
  const render = async (): Promise<Buffer<ArrayBuffer>> => {
    if (pieces !== undefined) await prepare?.(...pieces())
    return bytesApart(recipe.render())
  }
  const make = async (): Promise<Made> => {
    const bytes = await render()
    known = finish(bytes, await hashOf(bytes), before, recipe)
    return known
  }
  return {
    from: 'show',
    type,
    role,
    links,
    early,
    movedTo,
    render,
    make: () =>
      (made ??= make().catch((cause: unknown) => {
        made = null
        throw cause
      })),
    known: () => known,
  }
}

/** SHA-256, hex. Large texts are hashed by a thread, because other requests are waiting. */
async function hashOf(bytes: Buffer<ArrayBuffer>): Promise<string> {
  if (bytes.length < MUCH) return digest('sha256', bytes)
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex')
}

function finish(
  bytes: Buffer,
  hash: string,
  before: Made | null,
  dates: Pick<Recipe, 'modified' | 'now'>,
): Made {
  if (before === null) return { bytes, hash, modified: dates.modified }
  return before.hash === hash ? before : { bytes, hash, modified: dates.now }
}
