import { isDeepStrictEqual } from 'node:util'
import type { Results } from '../jobs/job.ts'
import { Worklist, type Wanted } from '../jobs/worklist.ts'
import type { Problem } from '../base/problem.ts'
import type { SettingsPictures } from './artwork/artwork-wishes.ts'
import { showArtwork } from './artwork/show-artwork.ts'
import { createShow } from './create-show.ts'
import { type Draft, type Drafted, createDrafts, type Drafts } from './draft.ts'
import type { Roots } from '../base/content-door.ts'
import { linkOf, type FoundPost } from './found-post.ts'
import type { Ledger } from './ledger/ledger.ts'
import { assignSlugs, knownSlugs } from './ledger/slugs.ts'
import type { Settings } from '../settings/settings.ts'
import type { Show, Skipped } from './show.ts'

/** What a folder holds, before anything in it but the posts was read. */
export interface Reading {
  /** The content folder, absolute. */
  readonly folder: string
  readonly settings: Settings
  /** What may go out: what the settings name, and where artwork is put. */
  readonly roots: Roots
  readonly ledger: Ledger
  readonly posts: readonly FoundPost[]
  readonly pictures: SettingsPictures
  readonly skipped: readonly Skipped[]
  readonly problems: readonly Problem[]
}

/** When, and for where, a show is composed. */
export interface ComposeOptions {
  readonly now: Date
  /** Milliseconds for which a changed recording must rest before it goes out. */
  readonly settle: number
  /** Absolute with a final `/`. */
  readonly baseUrl: string
  /** What was composed last from the same folder; what did not change stays the same object. */
  readonly before: Composition | null
}

/** A show, complete as far as its slow work is done, and what is left of that. */
export interface Composition {
  readonly show: Show
  readonly drafts: readonly Draft[]
  /** Everything that takes time, done or not. */
  readonly work: readonly Wanted[]
  /**
   * The next hour at which the show changes by itself: a scheduled episode, one that expires, a
   * resting recording.
   */
  readonly wakeAt: Date | null
  /** Posts whose authors have set a date on which they leave, which has come. */
  readonly expired: readonly string[]
  /** Posts whose recording still rests: they are held back, or told as they were. */
  readonly settling: readonly string[]
  /** For the next composition. */
  readonly memory: Drafts
}

/**
 * Puts the show together from what was read and what slow work has found out. Pure, and never waits:
 * what has no result yet is listed as work to do, and the show is composed again when it has one.
 */
export function composeShow(
  { folder, settings, ledger, ...reading }: Reading,
  results: Results,
  { now, settle, baseUrl, before }: ComposeOptions,
): Composition {
  const work = new Worklist(results)
  const { current = [], expired = [] } = Object.groupBy(reading.posts, ({ post }) =>
    post.expires === null || post.expires > now ? 'current' : 'expired',
  )
  const posts = current.map(({ post }) => post)
  const known = knownSlugs(posts, ledger, (post) => linkOf(post, settings))
  const { slugs, problems: slugProblems } = assignSlugs(posts, known, settings.language)
  const memory = before?.memory ?? createDrafts()
  const limits = { seconds: settings.audio.maxSeconds, bytes: settings.audio.maxBytes }
  const remembered = new Map(ledger.entries.map((entry) => [entry.file, entry]))
  const { privateNetworks } = settings.audio
  const around = { folder, ask: work.ask, now, settle, limits, privateNetworks, remembered }
  const drafted = current.flatMap((found) => {
    const slug = slugs.get(found.post.file)
    return slug === undefined ? [] : [memory.of(found, slug, around)]
  })
  const drafts = drafted.flatMap(({ draft }) => draft ?? [])
  const { pictures } = reading
  const { files } = results
  const artwork = showArtwork({ settings, folder, baseUrl, pictures, drafts, work, files, now })
  const show = createShow(
    {
      settings,
      roots: reading.roots,
      baseUrl,
      ledger,
      image: artwork.image,
      artworks: artwork.episodes,
      partArtwork: artwork.part,
      now,
      drafts,
      skipped: [...reading.skipped, ...expired.map(skipExpired), ...heldBack(drafted)],
      // Those of artwork are complete once the parts are made.
      problems: () => [
        ...reading.problems,
        ...artwork.problems,
        ...slugProblems,
        ...drafted.flatMap(({ problems }) => problems),
      ],
    },
    new Map((before?.show.episodes ?? []).map((episode) => [episode.file, episode])),
    isDeepStrictEqual,
  )
  return {
    show,
    drafts,
    work: work.wanted,
    wakeAt: earliest([
      ...posts.map(({ expires }) => expires),
      ...drafted.map(({ settlesAt }) => settlesAt),
      show.scheduled[0]?.published ?? null,
    ]),
    expired: expired.map(({ post }) => post.file),
    settling: drafted.flatMap(({ post, settlesAt }) => (settlesAt === null ? [] : post.file)),
    memory,
  }
}

function skipExpired({ post: { file, expires } }: FoundPost): Skipped {
  return { file, reason: `expired on ${expires?.toISOString().slice(0, 10)}` }
}

function heldBack(drafted: readonly Drafted[]): readonly Skipped[] {
  return drafted.flatMap(({ post, draft, settlesAt, isPending }) => {
    if (draft !== null || (settlesAt === null && !isPending)) return []
    const state = settlesAt === null ? 'measured' : 'written'
    return [{ file: post.file, reason: `its recording is still being ${state}` }]
  })
}

function earliest(dates: readonly (Date | null)[]): Date | null {
  const times = dates.flatMap((date) => date?.getTime() ?? [])
  return times.length === 0 ? null : new Date(Math.min(...times))
}
