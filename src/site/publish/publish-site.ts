import { isDeepStrictEqual } from 'node:util'
import { Refusal } from '../../base/fault.ts'
import { FEEDS } from '../export-stage.ts'
import type { Site } from '../site.ts'
import type { ObjectStore } from './object-store.ts'
import {
  PUBLISH_MANIFEST,
  readPublishManifest,
  writePublishManifest,
  type Written,
} from './publish-manifest.ts'
import { AT_ONCE, type Plan, planPublish, type Wanted } from './publish-plan.ts'

export interface PublishOptions {
  /** Finds out what would be done, without doing it. */
  readonly dryRun: boolean
  /** Whether objects that no publish wrote may be replaced. */
  readonly replace: boolean
  /** A unique id of this run. */
  readonly run: string
  /** Called with the bytes sent so far, and their total. */
  readonly progress: (done: number, total: number) => void
  /** Called with a message for the user. */
  readonly warn: (message: string) => void
}

/** What a publish did, or would do. */
export interface Published {
  /** Objects and bytes of the whole site. */
  readonly objects: number
  readonly bytes: number
  /** Paths of new or changed objects, in the order in which they are written. */
  readonly written: readonly string[]
  /** Paths of objects of earlier runs that the site no longer has. */
  readonly removed: readonly string[]
}

/** The most objects that a message names. */
const NAMED = 3

/**
 * Makes the objects below a prefix those of a site.
 *
 * What is up to date is not written again. Objects are written before the feeds that name them, and outdated
 * ones are removed when no feed names them any more. Each object has metadata that identify it, and a
 * manifest in the store lists all of them, so a run may end at any point, and the next one, on any machine,
 * completes it. Objects that no publish wrote are neither replaced nor removed.
 *
 * @throws {Refusal} If an object is in the way that no publish wrote; nothing is changed then. Also if the
 *   store fails, or another publish is running.
 */
export async function publishSite(
  site: Site,
  store: ObjectStore,
  options: PublishOptions,
): Promise<Published> {
  const { dryRun, replace, run, warn } = options
  const before = await readPublishManifest(store, (why) => warn(brokenManifest(store, why)))
  const plan = await planPublish(site, store, before)
  const { wanted, changed, foreign, gone } = plan
  if (foreign.length > 0 && !replace) throw inTheWay(store, foreign)
  const published = {
    objects: wanted.length,
    bytes: sum(wanted),
    written: changed.map(({ path }) => path),
    removed: gone,
  }
  if (dryRun) return published
  await store.endUploads((path) => before.objects.has(path))
  const objects = expected(plan)
  const isDone = changed.length + gone.length === 0
  if (isDone && isDeepStrictEqual(before.objects, objects)) return published
  // Written first, so that an interrupted run leaves no object that the next one does not know.
  await writePublishManifest(store, { run, objects: new Map([...before.objects, ...objects]) })
  const etags = await writeInOrder(plan, store, { ...options, last: before.run })
  for (const path of gone) await store.remove(path)
  for (const [path, etag] of etags) update(objects, path, etag)
  await writePublishManifest(store, { run, objects })
  return published
}

/**
 * Writes everything but the feeds, then the feeds.
 *
 * @returns The ETags by path.
 */
async function writeInOrder(
  plan: Plan,
  store: ObjectStore,
  { run, last, progress }: PublishOptions & { readonly last: string },
): Promise<ReadonlyMap<string, string>> {
  const etags = new Map<string, string>()
  const total = sum(plan.changed)
  let done = 0
  const write = async (object: Wanted): Promise<void> => {
    const etag = await store.write(object.path, object, (bytes) => {
      done += bytes
      progress(done, total)
    })
    etags.set(object.path, etag)
  }
  const byStage = Map.groupBy(plan.changed, ({ stage }) => stage)
  const { [FEEDS]: feeds = [], ...others } = Object.fromEntries(byStage)
  for (const objects of Object.values(others)) await severalAtOnce(objects, write)
  if (feeds.length === 0 && plan.gone.length === 0) return etags
  await assertComplete(plan, store)
  await assertAlone(run, last, store)
  // The archives of a feed come after it in the site.
  for (const feed of feeds.toReversed()) await write(feed)
  for (const feed of feeds) await assertReplaced(feed, store)
  return etags
}

/**
 * Runs several tasks at once; after a failure starts no more, and rejects when all that were started have
 * ended.
 */
async function severalAtOnce(
  objects: readonly Wanted[],
  write: (object: Wanted) => Promise<void>,
): Promise<void> {
  const left = objects.values()
  const failures: unknown[] = []
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (const object of left) {
      if (failures.length > 0) return
      await write(object).catch((cause: unknown) => void failures.push(cause))
    }
  })
  await Promise.all(workers)
  if (failures.length > 0) throw failures[0]
}

/** @throws {Refusal} Unless the store has everything that the feeds name, as it was sent. */
async function assertComplete({ wanted }: Plan, store: ObjectStore): Promise<void> {
  const listed = await store.list()
  for (const { path, stage, bytes } of wanted) {
    if (stage === FEEDS || listed.get(path)?.bytes === bytes) continue
    const what = listed.has(path) ? `${listed.get(path)?.bytes} bytes` : 'nothing'
    throw new Refusal(
      `${store.name}${path}: the store has ${what} instead of the ${bytes} bytes that were sent, so the feed was left as it was; run this again, and if that does not help, see the settings of your store in docs/publish.md`,
    )
  }
}

/**
 * @param last The run before this one.
 * @throws {Refusal} If another run has begun, which may remove what this one needs.
 */
async function assertAlone(run: string, last: string, store: ObjectStore): Promise<void> {
  const now = await readPublishManifest(store, () => undefined)
  if (now.run === run) return
  const why =
    now.run === last
      ? 'has not kept what was sent, so the feed was left as it was; run this again, and if that does not help, see whether publish.endpoint is the address of your store'
      : 'is being published by another run, so the feed was left as it was; run this again when that one has ended'
  throw new Refusal(`${store.name} ${why}`)
}

/** @throws {Refusal} If the store still has the old feed, which names outdated objects. */
async function assertReplaced({ path, pieces }: Wanted, store: ObjectStore): Promise<void> {
  const stored = await store.read(path)
  const sent: Buffer[] = []
  for await (const piece of pieces(2 ** 20)) sent.push(piece)
  if (stored?.equals(Buffer.concat(sent)) === true) return
  throw new Refusal(
    `${store.name}${path}: the store has other bytes than were sent, so nothing outdated was removed; run this again`,
  )
}

/** The manifest of the site, with the ETags of what need not be written. */
function expected({ wanted, changed, listed }: Plan): Map<string, Written> {
  const isChanged = new Set(changed.map(({ path }) => path))
  return new Map(
    wanted.map(({ path, type, cacheControl, acl, hash }) => {
      const etag = isChanged.has(path) ? null : (listed.get(path)?.etag ?? null)
      return [path, { type, cacheControl, acl, hash, etag }]
    }),
  )
}

function update(objects: Map<string, Written>, path: string, etag: string): void {
  const written = objects.get(path)
  if (written !== undefined) objects.set(path, { ...written, etag })
}

function sum(objects: readonly Wanted[]): number {
  return objects.reduce((total, { bytes }) => total + bytes, 0)
}

function inTheWay(store: ObjectStore, foreign: readonly Wanted[]): Refusal {
  const named = foreign.slice(0, NAMED).map(({ path }) => store.name + path)
  const rest = foreign.length - named.length
  const which = `${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
  const are = foreign.length === 1 ? 'is' : 'are'
  return new Refusal(
    `${which} ${are} in the way: no publish wrote ${foreign.length === 1 ? 'it' : 'them'}; choose another prefix, or replace ${foreign.length === 1 ? 'it' : 'them'} with --replace`,
  )
}

function brokenManifest(store: ObjectStore, why: string): string {
  return `${store.name}${PUBLISH_MANIFEST} cannot be read (${why}), so it is written again; objects of earlier runs that are no longer part of the site were not removed, so remove them yourself`
}
