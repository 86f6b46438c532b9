import type { Results } from '../jobs/job.ts'
import { Worklist, type Wanted } from '../jobs/worklist.ts'
import type { Problem } from '../base/problem.ts'
import type { SettingsPictures } from './artwork/artwork-wishes.ts'
import { showArtwork } from './artwork/show-artwork.ts'
import { createShow } from './create-show.ts'
import { createDrafts, type Drafts } from './drafts.ts'
import type { Roots } from '../base/content-door.ts'
import type { Draft, Drafted, FoundPost } from './episode-parts.ts'
import type { Ledger, LedgerEntry } from './ledger/ledger.ts'
import { assignSlugs, knownSlugs } from './ledger/slugs.ts'
import type { Measuring } from './recordings/known-recording.ts'
import type { SettledShow } from '../settings/load-shows.ts'
import type { Settings } from '../settings/settings.ts'
import type { Show, Skipped } from './show.ts'
import { utcDay } from '../base/written-times.ts'

/** The content of a folder, of which only the posts have been read. */
export interface Reading {
  /** The content folder, absolute. */
  readonly folder: string
  readonly settings: Settings
  /** Where published files may be: the folders of the settings, and those of made artwork. */
  readonly roots: Roots
  readonly ledger: Ledger
  readonly posts: readonly FoundPost[]
  /** Files of those posts that are gone, and stay as they were published. */
  readonly kept: ReadonlySet<string>
  /** The entries by post file of episodes that stay although their recordings are lost. */
  readonly staying: ReadonlyMap<string, LedgerEntry>
  readonly pictures: SettingsPictures
  readonly skipped: readonly Skipped[]
  /** Who has written the posts of the show without a recording. */
  readonly otherAuthors: ReadonlySet<string>
  readonly problems: readonly Problem[]
  /** The folder of the show on the site, with `/` at both ends; `/` where it is left out. */
  readonly place?: string
}

/** The time and the address for which a show is composed. */
export interface ComposeOptions {
  readonly now: Date
  /** Milliseconds for which a changed recording must stay unchanged before it is published. */
  readonly settle: number
  /** Absolute with a final `/`. */
  readonly baseUrl: string
  /** The last composition of the same folder; unchanged episodes stay the same objects. */
  readonly before: Composition | null
}

/** A show with the results of slow work that is done, and the work that is left. */
export interface Composition {
  readonly show: Show
  readonly drafts: readonly Draft[]
  /** All jobs of the show, done or not. */
  readonly work: readonly Wanted[]
  /**
   * When the show next changes by itself: an episode is due or expires, or a recording has been
   * unchanged for long enough.
   */
  readonly wakeAt: Date | null
  /** Files of posts that are gone, or whose recordings are, and whose episodes stay as they were published. */
  readonly kept: ReadonlySet<string>
  /** Posts whose expiry date has passed. */
  readonly expired: readonly string[]
  /** Posts whose recording may still be being written: they are held back, or stay as they were. */
  readonly settling: readonly string[]
  /** For the next composition. */
  readonly memory: Drafts
  /** The shows of a folder that has several, in their order. */
  readonly shows: readonly ComposedShow[]
}

/** One of several shows. */
export interface ComposedShow {
  readonly settled: SettledShow
  readonly composition: Composition
  /** Its part of the ledger, before this show is in it. */
  readonly ledger: Ledger
}

/**
 * Puts the show together from what was read and the results of jobs. Pure, and never waits: a job
 * without a result is listed as work, and the show is composed again when there is one.
 */
export function composeShow(
  reading: Reading,
  results: Results,
  options: ComposeOptions,
): Composition {
  const { folder, settings, ledger, roots, pictures, place = '/' } = reading
  const { now, baseUrl, before } = options
  const work = new Worklist(results)
  const { current = [], expired = [] } = Object.groupBy(reading.posts, ({ post }) =>
    post.expires === null || post.expires > now ? 'current' : 'expired',
  )
  const memory = before?.memory ?? createDrafts()
  const { drafted, problems } = draftAll(
    current,
    memory,
    measuringOf(reading, work, options),
    reading,
  )
  const drafts = drafted.flatMap(({ draft }) => draft ?? [])
  const { files } = results
  const around = { settings, folder, baseUrl, drafts, now }
  const artwork = showArtwork({ ...around, pictures, work, files, place })
  const show = createShow(
    {
      settings,
      roots,
      baseUrl,
      ledger,
      image: artwork.image,
      artworks: artwork.episodes,
      partArtwork: artwork.part,
      now,
      drafts,
      otherAuthors: reading.otherAuthors,
      skipped: [...reading.skipped, ...expired.map(skipExpired), ...heldBack(drafted)],
      // The problems of artwork are complete when the parts are made.
      problems: () => [...reading.problems, ...artwork.problems, ...problems],
    },
    new Map((before?.show.episodes ?? []).map((episode) => [episode.file, episode])),
  )
  return {
    show,
    drafts,
    work: work.wanted,
    wakeAt: nextChange(current, drafted, show),
    kept: reading.kept.union(
      new Set(drafted.flatMap(({ post, isLost }) => (isLost ? post.file : []))),
    ),
    expired: expired.map(({ post }) => post.file),
    settling: drafted.flatMap(({ post, settlesAt }) => (settlesAt === null ? [] : post.file)),
    memory,
    shows: [],
  }
}

/** How recordings are measured for this composition. */
function measuringOf(
  { folder, settings, ledger, staying }: Reading,
  { ask, peek }: Worklist,
  { now, settle }: ComposeOptions,
): Measuring {
  const { language, audio } = settings
  return {
    folder,
    ask,
    peek,
    aligning: { language, isWanted: audio.align },
    now,
    settle,
    limits: { seconds: audio.maxSeconds, bytes: audio.maxBytes },
    privateNetworks: audio.privateNetworks,
    remembered: new Map(ledger.entries.map((entry) => [entry.file, entry])),
    staying,
  }
}

/** Gives every post its slug, and puts together what is known of it. */
function draftAll(
  found: readonly FoundPost[],
  memory: Drafts,
  measuring: Measuring,
  { settings, ledger }: Pick<Reading, 'settings' | 'ledger'>,
): { readonly drafted: readonly Drafted[]; readonly problems: readonly Problem[] } {
  const posts = found.map(({ post }) => post)
  const known = knownSlugs(found, ledger)
  const { slugs, problems } = assignSlugs(posts, known, settings.language)
  const drafted = found.flatMap((each) => {
    const slug = slugs.get(each.post.file)
    return slug === undefined ? [] : [memory.of(each, slug, measuring)]
  })
  return { drafted, problems: [...problems, ...drafted.flatMap((each) => each.problems)] }
}

/** When the show next changes by itself; null if it does not. */
function nextChange(
  current: readonly FoundPost[],
  drafted: readonly Drafted[],
  { scheduled }: Show,
): Date | null {
  return earliest([
    ...current.map(({ post }) => post.expires),
    ...drafted.map(({ settlesAt }) => settlesAt),
    scheduled[0]?.published ?? null,
  ])
}

function skipExpired({ post: { file, expires } }: FoundPost): Skipped {
  return { file, reason: `expired on ${expires === null ? '' : utcDay(expires)}` }
}

function heldBack(drafted: readonly Drafted[]): readonly Skipped[] {
  return drafted.flatMap(({ post, draft, settlesAt, isPending }) => {
    if (draft !== null || (settlesAt === null && !isPending)) return []
    const state = settlesAt === null ? 'measured' : 'written'
    return [{ file: post.file, reason: `its recording is still being ${state}` }]
  })
}

/** The first of some dates; null where there is none. */
export function earliest(dates: readonly (Date | null)[]): Date | null {
  const times = dates.flatMap((date) => date?.getTime() ?? [])
  return times.length === 0 ? null : new Date(Math.min(...times))
}
