import { createHash } from 'node:crypto'
import pLimit from 'p-limit'
import { contentOf, piecesOf } from '../export-file.ts'
import { exportPathOf, stageOf } from '../export-stage.ts'
import { fieldsOf } from '../response-headers.ts'
import type { Site } from '../site.ts'
import type { Listed, NewObject, ObjectFields, ObjectStore } from './object-store.ts'
import type { PublishManifest } from './publish-manifest.ts'

/** Concurrent requests. */
export const AT_ONCE = 6

/** An object that a site needs. */
export interface Wanted extends NewObject {
  readonly path: string
  /** The stage in which it is written, see `stageOf`. */
  readonly stage: number
}

/** What must be done so that the store has the objects of a site. */
export interface Plan {
  /** All objects of the site, in the order in which they are written. */
  readonly wanted: readonly Wanted[]
  /** Those that are missing or different. */
  readonly changed: readonly Wanted[]
  /** Those of `changed` that would replace an object that no publish wrote. */
  readonly foreign: readonly Wanted[]
  /** Paths of objects that a publish wrote and the site no longer has. */
  readonly gone: readonly string[]
  readonly listed: ReadonlyMap<string, Listed>
}

/** What a store has below its prefix, and what the manifest says about it. */
interface Found {
  readonly store: ObjectStore
  readonly before: PublishManifest
  readonly listed: ReadonlyMap<string, Listed>
}

/** Compares a site with a store, without changing anything. */
export async function planPublish(
  site: Site,
  store: ObjectStore,
  before: PublishManifest,
): Promise<Plan> {
  const atOnce = pLimit(AT_ONCE)
  const wanted = await wantedOf(site, store)
  const found = { store, before, listed: await store.list() }
  const states = await atOnce.map(wanted, (object) => stateOf(object, found))
  const paths = new Set(wanted.map(({ path }) => path))
  const outdated = [...before.objects.keys()].filter(
    (path) => !paths.has(path) && found.listed.has(path),
  )
  const ours = await atOnce.map(outdated, (path) => isOurs(path, found))
  return {
    wanted,
    changed: wanted.filter((_, index) => states[index] !== 'same'),
    foreign: wanted.filter((_, index) => states[index] === 'foreign'),
    gone: outdated.filter((_, index) => ours[index]),
    listed: found.listed,
  }
}

async function wantedOf(site: Site, { acl }: ObjectStore): Promise<readonly Wanted[]> {
  const all: Wanted[] = []
  for (const [path, resource] of site) {
    all.push({
      path: exportPathOf(path, resource.type),
      stage: stageOf(resource),
      type: resource.type,
      cacheControl: fieldsOf(resource.role)['Cache-Control'] ?? '',
      acl,
      ...(await contentOf(resource)),
      pieces: (size) => piecesOf(resource, size),
    })
  }
  return all.toSorted((a, b) => a.stage - b.stage)
}

/** How an object in the store compares with the one of the site; `foreign` if no publish wrote it. */
type State = 'missing' | 'same' | 'different' | 'foreign'

/**
 * The manifest is believed if the store still has what it lists; otherwise the metadata of the object decide.
 */
async function stateOf(object: Wanted, { store, before, listed }: Found): Promise<State> {
  const there = listed.get(object.path)
  if (there === undefined) return 'missing'
  const known = before.objects.get(object.path)
  if (known !== undefined && known.etag === there.etag) {
    const isSame = known.hash === object.hash && there.bytes === object.bytes
    return isSame && haveSameFields(known, object) ? 'same' : 'different'
  }
  const stored = await store.look(object.path)
  if (stored === null) return 'missing'
  if (stored.stamp?.path !== object.path) {
    // The same bytes may have been copied there by hand, from an export.
    return (await hasContent(there, object)) ? 'different' : 'foreign'
  }
  const isSame = stored.stamp.hash === object.hash && stored.bytes === object.bytes
  return isSame && haveSameFields(stored, object) ? 'same' : 'different'
}

function haveSameFields(a: ObjectFields, b: ObjectFields): boolean {
  return a.type === b.type && a.cacheControl === b.cacheControl && a.acl === b.acl
}

/** Whether an object has these bytes, as far as its ETag shows: usually it is their MD5. */
async function hasContent({ bytes, etag }: Listed, object: Wanted): Promise<boolean> {
  if (bytes !== object.bytes) return false
  const md5 = createHash('md5')
  for await (const piece of object.pieces(2 ** 20)) md5.update(piece)
  return etag === md5.digest('hex')
}

/** Whether an object of the manifest is still the one that a publish wrote. */
async function isOurs(path: string, { store, before, listed }: Found): Promise<boolean> {
  if (before.objects.get(path)?.etag === listed.get(path)?.etag) return true
  return (await store.look(path))?.stamp?.path === path
}
