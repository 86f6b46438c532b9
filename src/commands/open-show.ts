import { stat } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { fetchFile } from '../audio/fetch-file.ts'
import { createHosts } from '../audio/http/hosts.ts'
import { LIMITS } from '../audio/http/limits.ts'
import { probeUrl } from '../audio/probe-url.ts'
import type { FetchPicture } from '../show/artwork/artworks.ts'
import type { Loaded, Loader } from '../show/load.ts'
import { createLoader } from '../show/load.ts'
import type { Probe } from '../show/recordings/remote-recordings.ts'
import type { Surroundings } from './command.ts'
import { UsageError } from './command.ts'
import { createProgress } from './progress.ts'

/** Where a preview on this machine is reached. */
const PREVIEW_URL = 'http://127.0.0.1:3000/'

/** How long a recording must have rested before a command that runs once believes it is whole. */
const SETTLE = 300
/** How often such a command looks again for a recording that still grows. */
const LOOKS = 3

export interface OpenOptions {
  readonly folder: string
  readonly baseUrl: string | undefined
  readonly fallbackUrl?: string
}

/** A loader for a folder that is there. @throws {UsageError} If it is not. */
export async function openFolder(options: OpenOptions, around: Surroundings): Promise<Loader> {
  await checkFolder(options.folder)
  return createLoader({
    folder: options.folder,
    baseUrl: options.baseUrl === undefined ? null : parseBaseUrl(options.baseUrl, '--base-url'),
    fallbackUrl: options.fallbackUrl ?? PREVIEW_URL,
    progress: createProgress('posts and their recordings looked at', around),
    probe: createProbe(),
    fetchPicture: createFetchPicture(),
  })
}

/** Loads the show once and asks other hosts for what is not known of their recordings. */
export async function loadOnline(loader: Loader, around: Surroundings): Promise<Loaded> {
  const loaded = await loadOnce(loader, around)
  const isNews = await measureRemote(loader, around)
  around.signal.throwIfAborted()
  return isNews ? loadOnce(loader, around) : loaded
}

/** Asks other hosts for the recordings of the last loaded show; says whether there is news. */
export function measureRemote(loader: Loader, around: Surroundings): Promise<boolean> {
  const progress = createProgress('recordings on other hosts asked for', around)
  return loader.measureRemote({ now: around.now, signal: around.signal, progress })
}

/** The show with what is to be told of the pictures that lie with it; asks nothing of the network. */
export async function loadWithPictures(loader: Loader, around: Surroundings): Promise<Loaded> {
  const loaded = await loadOnce(loader, around)
  return (await makeArtwork(loader, around, true)) ? loadOnce(loader, around) : loaded
}

/** The show with everything that belongs to it, its artwork too. */
export async function loadWhole(loader: Loader, around: Surroundings): Promise<Loaded> {
  const loaded = await loadOnline(loader, around)
  const isNews = await makeArtwork(loader, around)
  around.signal.throwIfAborted()
  return isNews ? loadOnce(loader, around) : loaded
}

/** Makes the artwork of the last loaded show; says whether any is new. */
export function makeArtwork(
  loader: Loader,
  around: Surroundings,
  onlyHere = false,
): Promise<boolean> {
  const progress = createProgress('pictures made into artwork', around)
  return loader.makeArtwork({ now: around.now, signal: around.signal, progress, onlyHere })
}

/** What a picture may cost: cameras make them of 10 MB, and no app waits for more. */
const PICTURE_BYTES = 30e6
const PICTURE_TIME = 60_000

function createFetchPicture(): FetchPicture {
  const hosts = createHosts()
  return (url, { known, signal }) =>
    fetchFile(url, {
      known,
      signal,
      hosts,
      most: PICTURE_BYTES,
      limits: { totalTime: PICTURE_TIME },
    })
}

/** Asks for recordings, politely: a few at a time, and fewer of one host. */
function createProbe(): Probe {
  const hosts = createHosts()
  return (url, { known, signal, limits: { seconds, bytes } }) =>
    probeUrl(url, {
      known,
      signal,
      hosts,
      limits: { ...LIMITS, totalTime: seconds * 1000, totalBytes: bytes },
    })
}

/** Loads the show once, waiting shortly for recordings that were written a moment ago. */
export async function loadOnce(loader: Loader, around: Surroundings): Promise<Loaded> {
  const { signal } = around
  let loaded = await loader.load({ now: around.now(), settle: SETTLE, changed: null, signal })
  for (let look = 1; look < LOOKS && loaded.settling.length > 0; look += 1) {
    await wait(SETTLE + 20, undefined, { signal })
    loaded = await loader.load({ now: around.now(), settle: SETTLE, changed: new Set() })
  }
  return loaded
}

/**
 * The address of a site, with a final `/`.
 *
 * @param name What the user calls it.
 * @throws {UsageError} If the text is no http(s) URL.
 */
export function parseBaseUrl(text: string, name: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    throw new UsageError(
      `${name}: expected a URL such as https://podcast.example.org, got "${text}"`,
    )
  }
  return url.href.endsWith('/') ? url.href : `${url.href}/`
}

async function checkFolder(folder: string): Promise<void> {
  const facts = await stat(folder).catch(() => null)
  if (facts === null) {
    throw new UsageError(`no folder "${folder}"; name the folder where the posts are, e.g. my-blog`)
  }
  if (!facts.isDirectory()) {
    throw new UsageError(`"${folder}" is a file; name the folder that holds the posts`)
  }
}
