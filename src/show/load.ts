import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Tags } from '../audio/audio.ts'
import type { Post } from '../posts/post.ts'
import type { Problem } from '../posts/problem.ts'
import { wishesOf } from './artwork/artwork-wishes.ts'
import { type FetchPicture, type MakeOptions, openArtworks } from './artwork/artworks.ts'
import { readCover, readPartCovers } from './artwork/cover.ts'
import { createShow, nextLedger } from './create-show.ts'
import type { GatheredAll } from './gather-all.ts'
import { gatherAll, NOTHING_KNOWN } from './gather-all.ts'
import type { Draft } from './gather.ts'
import { openIntegrity } from './recordings/integrity.ts'
import type { Ledger, LedgerEntry } from './ledger/ledger.ts'
import { readLedger, writeLedger } from './ledger/ledger.ts'
import { removalOf } from './ledger/went-out.ts'
import { isLoopback } from './loopback.ts'
import { rememberedFacts } from './recordings/measure.ts'
import type { ReadPosts } from './folder/read-posts.ts'
import { createPostReader } from './folder/read-posts.ts'
import { NO_ARTWORK, presentArtwork } from './artwork/present-artwork.ts'
import { openRecordings } from './recordings/recordings.ts'
import type {
  MeasureOptions,
  Probe,
  ProbeLimits,
  RemoteRecording,
} from './recordings/remote-recordings.ts'
import { openRemoteRecordings } from './recordings/remote-recordings.ts'
import type { Settings } from '../settings/settings.ts'
import { loadSettings } from '../settings/load-settings.ts'
import type { Show, Skipped } from './show.ts'
import { createTimedTexts } from './sidecars/timed-texts.ts'
import { vanished } from './folder/vanished.ts'
import { watchPaths } from './folder/watch-paths.ts'

export interface LoaderOptions {
  /** The content folder. */
  readonly folder: string
  /** From the command line; goes before the settings' own. Absolute with a final `/`. */
  readonly baseUrl: string | null
  /** Where the site is reached when nothing else says so. Absolute with a final `/`. */
  readonly fallbackUrl: string
  readonly progress: (done: number, total: number) => void
  /** Whether the author has said that episodes which are out may leave the feed, however many. */
  readonly allowRemoval?: boolean
  /** Asks other hosts for their recordings. */
  readonly probe: Probe
  /** Asks other hosts for pictures. */
  readonly fetchPicture: FetchPicture
}

export interface LoadRequest {
  readonly now: Date
  /** Milliseconds for which a changed recording must rest before it goes out. */
  readonly settle: number
  /** Absolute paths that changed since the last load; null looks at everything. */
  readonly changed: ReadonlySet<string> | null
  /** Ends the work early, with the signal's reason thrown; what was measured until then is kept. */
  readonly signal?: AbortSignal
}

export interface Loaded {
  /** Null when settings or ledger cannot be read: the last good show must stay on air. */
  readonly show: Show | null
  readonly problems: readonly Problem[]
  /** The next hour at which the show changes by itself: a scheduled episode, a resting recording. */
  readonly wakeAt: Date | null
  /** Posts whose recording still rests: they are held back, or told as they were. */
  readonly settling: readonly string[]
  /** When the newest of the files read was changed. */
  readonly modified: Date
}

/** A content folder and what was read of it so far; each load reads only what changed. */
export interface Loader {
  /** Absolute. */
  readonly folder: string
  readonly load: (request: LoadRequest) => Promise<Loaded>
  /** The ledger as the last load read it; null before the first or when it is broken. */
  readonly ledger: () => Ledger | null
  /** The posts that the last load has found recordings for. */
  readonly posts: () => readonly Post[]
  /** What their recordings say of themselves, by the file of the post. */
  readonly tags: () => ReadonlyMap<string, Tags>
  /**
   * Writes the ledger of the last loaded show; says whether anything was new.
   *
   * @throws The file system's error where the folder cannot be written; the ledger is then kept in
   *   memory for as long as this loader lives.
   */
  readonly remember: (now: Date) => Promise<boolean>
  /**
   * Asks other hosts for the recordings of the last loaded show that are not known, or not known
   * lately; says whether another load would tell more than the last. Failures are told by that load.
   */
  readonly measureRemote: (options: MeasureOptions) => Promise<boolean>
  /**
   * Makes the artwork of the last loaded show that is not there yet or was made from something else;
   * says whether another load would tell more than the last. Until then what was made before stands.
   */
  readonly makeArtwork: (options: MakeOptions) => Promise<boolean>
  /** Folders and files whose change may change the show. */
  readonly watchPaths: () => readonly string[]
}

export async function createLoader(options: LoaderOptions): Promise<Loader> {
  const folder = resolve(options.folder)
  const recordings = await openRecordings(folder)
  const integrity = await openIntegrity(folder)
  const remote = await openRemoteRecordings(folder, options.probe)
  const artworks = await openArtworks(folder, options.fetchPicture)
  const texts = createTimedTexts()
  const posts = createPostReader(folder)
  let settings: Settings | null = null
  let ledger: Ledger | null = null
  let saved = true
  let show: Show | null = null
  let known: GatheredAll['results'] = NOTHING_KNOWN

  return {
    folder,
    ledger: () => ledger,
    posts: () => known.flatMap(({ draft }) => draft?.post ?? []),
    tags: () => new Map(known.flatMap(({ draft }) => tagsOf(draft))),
    watchPaths: () => (settings === null ? [folder] : watchPaths(folder, settings, show)),
    async load(request) {
      const own = await loadSettings(folder, [options.baseUrl ?? options.fallbackUrl])
      const onDisk = await readLedger(folder, ledger === null ? null : { ledger, onDisk: saved })
      const gone = await vanished(folder, settings, own.settings)
      if (own.settings === null || onDisk.ledger === null || gone.length > 0) {
        const problems = gone.length > 0 ? gone : [...own.problems, ...onDisk.problems]
        return { show: null, problems, wakeAt: null, settling: [], modified: request.now }
      }
      const edits = request.changed !== null && posts.onlyEdits(request.changed)
      const settingsBefore = settings
      settings = own.settings
      ledger = onDisk.ledger
      const read = await posts.read(settings, request.changed)
      const { progress } = options
      const around = {
        folder,
        settings,
        ledger,
        recordings,
        integrity,
        remote,
        texts,
        request,
        progress,
      }
      const edited = edits && isDeepStrictEqual(settings, settingsBefore)
      const gathering = gatherAll(read, around, edited ? known : NOTHING_KNOWN)
      const gathered = await gathering.finally(recordings.save)
      known = gathered.results
      const baseUrl = options.baseUrl ?? settings.baseUrl ?? options.fallbackUrl
      const drafts = gathered.results.flatMap(({ draft }) => draft ?? [])
      const made = settings.artwork.make
        ? presentArtwork(artworks.store, drafts, baseUrl)
        : NO_ARTWORK
      const cover = await readCover(folder, settings, baseUrl)
      const covers = await readPartCovers(folder, settings, baseUrl)
      show = createShow(
        {
          settings,
          baseUrl,
          ledger,
          image: made.image ?? cover.artwork,
          artworks: made.episodes,
          partImages: covers.images,
          partArtworks: made.parts,
          now: request.now,
          drafts,
          skipped: [...skippedOf(read), ...settlingOf(gathered)],
          problems: [
            ...own.problems,
            ...onDisk.problems,
            ...made.problems,
            ...(made.image === null ? cover.problems : []),
            ...(made.parts.size === 0 ? covers.problems : []),
            ...read.problems,
            ...read.results.flatMap(({ problems }) => problems),
            ...gathered.problems,
          ],
        },
        new Map((show?.episodes ?? []).map((episode) => [episode.file, episode])),
        isDeepStrictEqual,
      )
      await integrity.save()
      return {
        show,
        problems: [...show.problems, ...removalOf(show, ledger, options.allowRemoval === true)],
        wakeAt: earliest([
          ...gathered.results.map(({ settlesAt }) => settlesAt),
          show.scheduled[0]?.published ?? null,
        ]),
        settling: gathered.results.flatMap(({ post, settlesAt }) =>
          settlesAt === null ? [] : post.file,
        ),
        modified: await newestChange(settings, read),
      }
    },
    measureRemote(measure) {
      const entries = new Map(ledger?.entries.map((entry) => [entry.file, entry]))
      const limits = {
        seconds: settings?.audio.maxSeconds ?? 0,
        bytes: settings?.audio.maxBytes ?? 0,
      }
      const wanted = known.flatMap(({ draft }) =>
        draft === null ? [] : remoteOf(draft, entries, limits),
      )
      return remote.measure(remote.due(wanted, measure.now()), measure)
    },
    async makeArtwork(measure) {
      if (show === null || settings === null || !settings.artwork.make) return false
      const drafts = known.flatMap(({ draft }) => draft ?? [])
      const wishes = await wishesOf(show, drafts, settings, folder)
      return artworks.make(wishes, settings.artwork.colours, measure)
    },
    async remember(now) {
      if (show === null || ledger === null || settings === null) return false
      const settled = (options.baseUrl ?? settings.baseUrl) !== null && !isLoopback(show.baseUrl)
      ledger = nextLedger(show, ledger, { now, settled })
      saved = false
      const written = await writeLedger(folder, ledger)
      saved = true
      return written
    },
  }
}

function remoteOf(
  { post, recording, alternates }: Draft,
  entries: ReadonlyMap<string, LedgerEntry>,
  limits: ProbeLimits,
): readonly RemoteRecording[] {
  const all = [recording, ...alternates.map((alternate) => alternate.recording)]
  return all.flatMap(({ url, file }) => {
    if (url === null || file !== null) return []
    const remembered = rememberedFacts(entries.get(post.file), url)
    return [{ url, published: post.published, remembered, limits }]
  })
}

function skippedOf({ results }: ReadPosts): readonly Skipped[] {
  return results.flatMap((result) =>
    result.post === null && result.reason !== null
      ? [{ file: result.file, reason: result.reason }]
      : [],
  )
}

function settlingOf({ results }: GatheredAll): readonly Skipped[] {
  return results
    .filter(({ draft, settlesAt }) => draft === null && settlesAt !== null)
    .map(({ post }) => ({ file: post.file, reason: 'its recording is still being written' }))
}

function earliest(dates: readonly (Date | null)[]): Date | null {
  const times = dates.flatMap((date) => date?.getTime() ?? [])
  return times.length === 0 ? null : new Date(Math.min(...times))
}

async function newestChange(settings: Settings, read: ReadPosts): Promise<Date> {
  const files = await Promise.all(
    settings.blog.files.map((file) =>
      stat(file).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  )
  return new Date(Math.max(read.modified, ...files))
}

function tagsOf(draft: Draft | null): readonly (readonly [string, Tags])[] {
  return draft === null || draft.tags === null ? [] : [[draft.post.file, draft.tags]]
}
