import { extname } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { episodeFields } from '../posts/conventions.ts'
import type { Post } from '../posts/post.ts'
import type { Problem } from '../base/problem.ts'
import { type Draft, draftProblems, isInside } from './draft.ts'
import type { Artwork } from './artwork/artwork.ts'
import { lineOfField } from './found-post.ts'
import { episodeTranscripts } from './sidecars/episode-transcripts.ts'
import type { Episode } from './episode.ts'
import { createShowGuid, type Candidate, type Identity, identify } from './ledger/identity.ts'
import { soundOf } from './ledger/traits.ts'
import { NO_TARGETS } from './sidecars/article-targets.ts'
import type { Ledger, LedgerEntry } from './ledger/ledger.ts'
import { doubtfulHours, isOnAir, lostFeeds } from './ledger/went-out.ts'
import { createParts, type PartMaterial } from './parts.ts'
import { imageTypeOf } from '../base/media-types.ts'
import { createEnclosures, type Enclosures, sharedRecordings } from './recordings/enclosures.ts'
import { createParting, type Parting, personsOf } from './episode-persons.ts'
import type { Roots } from '../base/content-door.ts'
import { showSettings, type Settings } from '../settings/settings.ts'
import { newestFirst, type Show, type Skipped, urlOf } from './show.ts'
import { summariesOf } from './summaries.ts'
import { hasTextChanged } from './ledger/next-ledger.ts'

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

/** What an episode is made of besides its draft. */
interface EpisodeMaterial extends Pick<Material, 'settings' | 'baseUrl' | 'artworks'> {
  readonly enclosures: Enclosures
  /** The file of a post → the address at which its article is read. */
  readonly links: ReadonlyMap<string, string>
  readonly summaries: ReadonlyMap<Post, string>
  readonly parting: Parting
  readonly remembered: ReadonlyMap<string, LedgerEntry>
}

function createEpisode(
  draft: Draft,
  { guid }: Identity,
  {
    settings,
    baseUrl,
    artworks,
    enclosures,
    links,
    summaries,
    parting,
    remembered,
  }: EpisodeMaterial,
): Episode {
  const { post, page } = draft
  const audio = enclosures.of(draft)
  const language = post.language ?? settings.language
  return {
    ...episodeFields(post),
    file: post.file,
    slug: draft.slug,
    guid,
    title: post.title,
    link: articleLink(draft, baseUrl),
    page,
    published: post.published,
    language,
    authors: authorsOf(post, settings.author).flatMap(parting),
    summary: summaries.get(post) ?? '',
    image: imageUrl(draft, baseUrl),
    artwork: artworks.get(post.file) ?? artworkOfDraft(draft, baseUrl),
    categories: post.categories,
    seasonName: post.seasonName ?? settings.seasons.get(String(post.season)) ?? null,
    episode: post.episode,
    episodeDisplay: post.episodeDisplay,
    explicit: post.explicit ?? settings.explicit,
    audio,
    alternates: enclosures.alternatesOf(draft),
    chapters: draft.chapters,
    chaptersUrl: draft.chaptersUrl,
    ...episodeTranscripts(draft, { baseUrl, language }),
    soundbites: post.soundbites.filter(({ start, seconds }) =>
      isInside(start + seconds, audio.seconds),
    ),
    persons: personsOf(post, settings, parting),
    body: post.body,
    plain: draft.article.plain,
    assets: assetsOf(draft, enclosures),
    addresses: addressesOf(draft, { enclosures, links, baseUrl }),
    listed: audio.bytes !== null,
    textChanged: hasTextChanged(post, audio, remembered.get(guid)),
  }
}

function authorsOf({ authors }: Post, ofShow: string | null): readonly string[] {
  return authors.length > 0 || ofShow === null ? authors : [ofShow]
}

function articleLink({ link, page }: Draft, baseUrl: string): string {
  return link ?? urlOf({ baseUrl }, page)
}

/** The addresses of what an article links to: pages of the blog, other posts, their recordings. */
function addressesOf(
  { targets }: Draft,
  {
    enclosures: { paths },
    links,
    baseUrl,
  }: Pick<EpisodeMaterial, 'enclosures' | 'links' | 'baseUrl'>,
): Episode['addresses'] {
  if (targets === NO_TARGETS) return targets.urls
  const posts = [...targets.posts].flatMap(([address, file]) => {
    const link = links.get(file)
    return link === undefined ? [] : [[address, link] as const]
  })
  const recordings = [...targets.files].flatMap(([address, file]) => {
    const path = paths.get(file)
    return path === undefined ? [] : [[address, urlOf({ baseUrl }, path)] as const]
  })
  return new Map([...targets.urls, ...posts, ...recordings])
}

function imagePath({ image, page }: Draft): string | null {
  return image === null || 'url' in image
    ? null
    : `${page}image${extname(image.file).toLowerCase()}`
}

function imageUrl(draft: Draft, baseUrl: string): string | null {
  const path = imagePath(draft)
  if (path !== null) return urlOf({ baseUrl }, path)
  return draft.image !== null && 'url' in draft.image ? draft.image.url : null
}

/** The image of a post as it is, if no artwork was made of it. */
function artworkOfDraft(draft: Draft, baseUrl: string): Artwork | null {
  const url = imageUrl(draft, baseUrl)
  if (url === null) return null
  const type = imageTypeOf(url) ?? 'image/jpeg'
  return { url, path: null, file: null, type, width: null, height: null, small: [] }
}

/** The files that are served beside its page: its own picture too, but no recording, which has an address already. */
function assetsOf(draft: Draft, { paths }: Enclosures): Draft['assets'] {
  const path = imagePath(draft)
  if (path === null && draft.assets.size === 0) return draft.assets
  const assets = [...draft.assets].filter(([, { file }]) => !paths.has(file))
  if (path === null || draft.image === null || !('file' in draft.image)) return new Map(assets)
  return new Map([...assets, [path, { path, file: draft.image.file }]])
}

function byPlace(a: Problem, b: Problem): number {
  const [left, right] = [a.file ?? '', b.file ?? '']
  return left < right ? -1 : left > right ? 1 : (a.line ?? 0) - (b.line ?? 0)
}
