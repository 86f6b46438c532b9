import { faultOf } from '../../base/fault.ts'
import { isExported } from '../export-manifest.ts'
import type { ObjectFields, ObjectStore } from './object-store.ts'

/** Lists what publishing wrote, so that the next one removes outdated objects and nothing else. */
export const PUBLISH_MANIFEST = '.sidecast-publish.json'

/** An object that was written, or was about to be. */
export interface Written extends ObjectFields {
  readonly hash: string
  /** The ETag that the store gave it; null before it was written. */
  readonly etag: string | null
}

export interface PublishManifest {
  /** The id of the run that wrote it, so that concurrent runs notice each other. */
  readonly run: string
  /** By path. */
  readonly objects: ReadonlyMap<string, Written>
}

const NO_MANIFEST: PublishManifest = { run: '', objects: new Map() }

export async function writePublishManifest(
  store: ObjectStore,
  { run, objects }: PublishManifest,
): Promise<void> {
  const sorted = [...objects].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const text = JSON.stringify({ run, objects: Object.fromEntries(sorted) })
  const bytes = Buffer.from(text)
  await store.write(PUBLISH_MANIFEST, {
    type: 'application/json',
    cacheControl: 'no-store',
    acl: '',
    bytes: bytes.length,
    hash: '',
    async *pieces() {
      yield bytes
    },
  })
}

/**
 * Reads what earlier runs wrote; empty if there were none.
 *
 * @param broken Called with the reason if the manifest exists but cannot be used.
 */
export async function readPublishManifest(
  store: ObjectStore,
  broken: (why: string) => void,
): Promise<PublishManifest> {
  const bytes = await store.read(PUBLISH_MANIFEST)
  if (bytes === null) return NO_MANIFEST
  try {
    return parseManifest(JSON.parse(bytes.toString()))
  } catch (cause) {
    broken(faultOf(cause).message)
    return NO_MANIFEST
  }
}

function parseManifest(value: unknown): PublishManifest {
  const { run, objects } = Object(value)
  if (typeof run !== 'string' || !(objects instanceof Object)) {
    throw new RangeError('expected a list of published objects')
  }
  return { run, objects: new Map(Object.entries(objects).map(parseEntry)) }
}

/**
 * Rejects paths that are not below the prefix: a manifest that was tampered with must not make us remove
 * other objects.
 */
function parseEntry([path, value]: [string, unknown]): readonly [string, Written] {
  const { type, cacheControl, acl, hash, etag } = Object(value)
  const texts = [type, cacheControl, acl, hash]
  if (!isExported(path) || !texts.every((text) => typeof text === 'string')) {
    throw new RangeError(`expected a published object, got "${path}"`)
  }
  return [path, { type, cacheControl, acl, hash, etag: typeof etag === 'string' ? etag : null }]
}
