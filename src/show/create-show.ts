import { isDeepStrictEqual } from 'node:util'
import { type Problem, problemWithFix } from '../base/problem.ts'
import type { RuleId } from '../base/rules.ts'
import type { FieldName } from '../posts/conventions.ts'
import { articleLink } from './episode-addresses.ts'
import { createEpisode, type Draft, type EpisodeMaterial, isInside } from './episode-parts.ts'
import type { Artwork } from './artwork/artwork.ts'
import { keyOf, lineOfField } from './post-problems.ts'
import type { Episode } from './episode.ts'
import { createShowGuid, type Candidate, type Identity, identify } from './ledger/identity.ts'
import { soundOf } from './ledger/traits.ts'
import type { Ledger } from './ledger/ledger.ts'
import { doubtfulHours, isOnAir, lostFeeds } from './ledger/went-out.ts'
import { createParts, type PartMaterial } from './parts.ts'
import { createEnclosures, type Enclosures, sharedRecordings } from './recordings/enclosures.ts'
import { createParting } from './episode-persons.ts'
import type { Roots } from '../base/content-door.ts'
import { showSettings, type Settings } from '../settings/settings.ts'
import { newestFirst, type Show, type Skipped, urlOf } from './show.ts'
import { summariesOf } from './summaries.ts'

/** Everything that a show is made of. */
export interface Material {
  readonly settings: Settings
  /** See `Show.roots`. */
  readonly roots: Roots
  /** Absolute with a final `/`. */
  readonly baseUrl: string
  readonly ledger: Ledger
  readonly drafts: readonly Draft[]
  /** See `Reading.otherAuthors`. */
  readonly otherAuthors: ReadonlySet<string>
  readonly image: Artwork | null
  /** The artwork of the episodes, by file of the post. */
  readonly artworks: ReadonlyMap<string, Artwork>
  /** See `PartMaterial.artworkOf`. */
  readonly partArtwork: PartMaterial['artworkOf']
  readonly skipped: readonly Skipped[]
  /** Called last, when everything else is made. */
  readonly problems: () => readonly Problem[]
  readonly now: Date
}

/**
 * Puts the show together: guids, addresses, order. Pure.
 *
 * @param before The episodes of the last show by file; an unchanged one stays the same object, so
 *   that what was rendered from it can be kept.
 */
export function createShow(material: Material, before: ReadonlyMap<string, Episode>): Show {
  const { settings, baseUrl, ledger, drafts, now } = material
  const guid =
    settings.guid ?? ledger.showGuid ?? createShowGuid(urlOf({ baseUrl }, settings.feed.path))
  const enclosures = createEnclosures(drafts, baseUrl)
  const { identities, problems } = identify(
    drafts.map((draft) => candidateOf(draft, enclosures)),
    ledger,
    guid,
  )
  const remembered = new Map(ledger.entries.map((entry) => [entry.guid, entry]))
  const episodes = createEpisodes(material, { enclosures, identities, remembered }, before)
  const dated = new Map(drafts.map(({ post }) => [post.file, lineOfField(post, 'date')]))
  const known = episodes.map((episode) => [episode, remembered.get(episode.guid)] as const)
  const { out = [], later = [] } = Object.groupBy(known, (each) =>
    isOnAir(each, now) ? 'out' : 'later',
  )
  const show: Show = {
    ...showSettings(settings),
    image: material.image,
    roots: material.roots,
    baseUrl,
    guid,
    feed: {
      ...settings.feed,
      // Independent of the path of the feed, so that archives stay when it moves; a file cannot be a folder.
      archive: settings.feed.path === '/feed' ? '/feed-archive/' : '/feed/',
    },
    parts: [],
    episodes: out.map(([episode]) => episode),
    scheduled: later.map(([episode]) => episode).toReversed(),
    skipped: material.skipped,
    problems: [],
    shows: [],
    network: null,
  }
  const parts = createParts(show, {
    settings: settings.parts,
    ledger,
    artworkOf: material.partArtwork,
  })
  const whole = { ...show, parts }
  return {
    ...whole,
    problems: [
      ...[
        ...material.problems(),
        ...problems,
        ...sharedRecordings(episodes, drafts),
        ...drafts.flatMap((draft) => draftProblems(draft, settings)),
        ...doubtfulHours(known, now, (file) => dated.get(file) ?? null),
      ].toSorted(byPlace),
      ...lostFeeds(whole, ledger),
    ],
  }
}

/** The episodes, newest first; an unchanged one is the same object as before. */
function createEpisodes(
  material: Material,
  made: Pick<EpisodeMaterial, 'enclosures' | 'remembered'> & {
    readonly identities: ReadonlyMap<string, Identity>
  },
  before: ReadonlyMap<string, Episode>,
): readonly Episode[] {
  const { settings, baseUrl, drafts } = material
  const posts = drafts.map(({ post }) => post)
  const around: EpisodeMaterial = {
    ...material,
    ...made,
    links: new Map(drafts.map((draft) => [draft.post.file, articleLink(draft, baseUrl)])),
    summaries: summariesOf(drafts),
    parting: createParting(posts, material.otherAuthors, settings),
  }
  return drafts
    .flatMap((draft) => {
      const identity = made.identities.get(draft.post.file)
      if (identity === undefined) return []
      const episode = createEpisode(draft, identity, around)
      const old = before.get(episode.file)
      return [old !== undefined && isSame(old, episode) ? old : episode]
    })
    .toSorted(newestFirst)
}

/** Whether two episodes are equal; most of what is in them is the same in both, which is known sooner. */
function isSame(a: Episode, b: Episode): boolean {
  const before: Readonly<Record<string, unknown>> = { ...a }
  const now = Object.entries<unknown>({ ...b })
  return (
    Object.keys(before).length === now.length &&
    now.every(([name, value]) => before[name] === value || isDeepStrictEqual(before[name], value))
  )
}

/** What an unchanged draft was before, by its draft. */
const candidates = new WeakMap<Draft, Candidate>()

function candidateOf(draft: Draft, enclosures: Enclosures): Candidate {
  const { post } = draft
  const audio = enclosures.of(draft)
  const audioUrl = audio.path ?? audio.url
  const before = candidates.get(draft)
  if (before?.audioUrl === audioUrl) return before
  const candidate = {
    file: post.file,
    slug: draft.slug,
    link: draft.link ?? draft.page,
    title: post.title,
    published: post.published,
    audioUrl,
    sound: soundOf({ ...audio, url: audioUrl }),
    guid: post.guid,
    permalink: draft.link,
    line: lineOfField(post, 'guid'),
  }
  candidates.set(draft, candidate)
  return candidate
}

/** The problems of a post that contradicts its recording or the settings. */
function draftProblems(draft: Draft, settings: Settings): readonly Problem[] {
  return [...lateSoundbites(draft), ...missingNumber(draft, settings)]
}

function lateSoundbites(draft: Draft): readonly Problem[] {
  const { post, stated } = draft
  return post.soundbites
    .filter(({ start, seconds }) => !isInside(start + seconds, stated.seconds))
    .map(({ start, seconds }) => {
      const what = `a soundbite ends at ${start + seconds} s, but the recording lasts ${Math.floor(stated.seconds ?? 0)} s, so it is left out`
      return doubt(draft, 'soundbites', 'episode/soundbite', what)
    })
}

/** @see https://podcasters.apple.com/support/1691-apple-podcasts-categories for serial shows */
function missingNumber(draft: Draft, { type }: Settings): readonly Problem[] {
  const { episode, episodeDisplay, episodeType } = draft.post
  if (type !== 'serial' || episode !== null || episodeType !== 'full') return []
  const got =
    episodeDisplay === null
      ? 'has no number'
      : `has "${episodeDisplay}", which is not a whole number`
  const what = `the show is serial, but this episode ${got}, so apps cannot put it in order`
  return [doubt(draft, 'episode', 'episode/number', what)]
}

function doubt({ post }: Draft, field: FieldName, rule: RuleId, what: string): Problem {
  const line = lineOfField(post, field)
  return problemWithFix(rule, { file: post.file, line, field: keyOf(post, field) }, what)
}

function byPlace(a: Problem, b: Problem): number {
  const [left, right] = [a.file ?? '', b.file ?? '']
  return left < right ? -1 : left > right ? 1 : (a.line ?? 0) - (b.line ?? 0)
}
