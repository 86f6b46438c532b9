import { join } from 'node:path'
import type { Disk } from '../base/disk.ts'
import { problem, type Problem, problemWithFix } from '../base/problem.ts'
import type { RuleId } from '../base/rules.ts'
import { readArticle, UNREAD } from '../jobs/read-article.ts'
import type { ArticleFacts } from '../posts/article/article-facts.ts'
import { episodeFields } from '../posts/conventions.ts'
import type { Chapter } from '../posts/fields/chapters-field.ts'
import type { Post } from '../posts/post.ts'
import type { Settings } from '../settings/settings.ts'
import type { Artwork } from './artwork/artwork.ts'
import {
  addressesOf,
  articleLink,
  artworkOfDraft,
  filesOfPage,
  imageUrl,
} from './episode-addresses.ts'
import { type Parting, personsOf } from './episode-persons.ts'
import type { Asset, Episode } from './episode.ts'
import type { Identity } from './ledger/identity.ts'
import type { LedgerEntry } from './ledger/ledger.ts'
import { hasTextChanged } from './ledger/next-ledger.ts'
import { linkOf } from './post-links.ts'
import { reporter, sidecarProblem } from './post-problems.ts'
import {
  findAlternates,
  type FoundAlternate,
  knownAlternates,
  type KnownAlternate,
} from './recordings/alternates.ts'
import type { Enclosures } from './recordings/enclosures.ts'
import { type FindHad, type FoundRecording, recordingOf } from './recordings/find-recording.ts'
import {
  type KnownRecording,
  knownRecording,
  type Measuring,
  type StatedRecording,
} from './recordings/known-recording.ts'
import { alignedTranscript } from './sidecars/aligned-times.ts'
import { findTargets, type Linkable, NO_TARGETS, type Targets } from './sidecars/article-targets.ts'
import {
  chaptersOf,
  findChaptersFile,
  type FoundChaptersFile,
} from './sidecars/episode-chapters.ts'
import { episodeTranscripts } from './sidecars/episode-transcripts.ts'
import { findImage, type PostImage } from './sidecars/post-image.ts'
import { assetsOf, findStems, type SidecarFault } from './sidecars/sidecars.ts'
import {
  checkTranscripts,
  type CheckedTranscript,
  findTranscripts,
  type FoundTranscript,
} from './sidecars/transcripts.ts'

/** A post and the files that belong to it, before any of them was read. */
export interface FoundPost extends PostImage {
  readonly post: Post
  /** The article on the blog, absolute; null if the permalink rule of the blog is unknown. */
  readonly link: string | null
  /** Null if it cannot be found; then there is a problem. */
  readonly recording: FoundRecording | null
  readonly alternates: readonly FoundAlternate[]
  readonly chaptersFile: FoundChaptersFile | null
  readonly transcripts: readonly FoundTranscript[]
  /** Images, recordings and posts of the blog in the article. */
  readonly targets: Targets
  readonly problems: readonly Problem[]
}

/** The places in which the files of posts are searched for. */
export interface FindAround {
  /** The content folder, absolute. */
  readonly folder: string
  readonly settings: Settings
  readonly disk: Disk
  readonly posts: Linkable
  readonly had: FindHad
}

/** Finds the recording of a post, its chapters, transcripts and images, without reading them. */
export function findParts(post: Post, around: FindAround): FoundPost {
  const { folder, settings, disk } = around
  const problems: Problem[] = []
  const report = reporter(post, (told) => problems.push(told))
  const link = linkOf(post, settings, report)
  const place = { folder, post: join(folder, post.file), link, settings, disk }
  const recording = recordingOf(post, place, around.had, report)
  if (recording === null) return { ...NOTHING_FOUND, post, link, problems }
  const sidecars = {
    post: place.post,
    stems: findStems(place.post, placesOf(recording), disk),
    publicFolders: [...settings.blog.publicFolders, folder],
    disk,
  }
  const tell = (fault: SidecarFault): void => void problems.push(sidecarProblem(post, fault))
  const tellTarget = (rule: RuleId, message: string): void => {
    problems.push(problem(rule, { file: post.file }, message))
  }
  return {
    post,
    link,
    recording,
    chaptersFile: findChaptersFile(post, sidecars, tell),
    transcripts: findTranscripts(post, sidecars, tell),
    alternates: findAlternates(post, recording.recording, place, report),
    ...findImage(post, place, report),
    targets: findTargets(post, place, around.posts, tellTarget),
    problems,
  }
}

const NOTHING_FOUND = {
  recording: null,
  alternates: [],
  image: null,
  localImage: null,
  chaptersFile: null,
  transcripts: [],
  targets: NO_TARGETS,
} as const

/** Where a recording on this machine is, or may have been. */
function placesOf({ recording: { file }, lost }: FoundRecording): readonly string[] {
  return [...new Set([...(file === null ? [] : [file]), ...(lost?.files ?? [])])]
}

/** A post with its recording and other files: an episode without its guid. */
export interface Draft
  extends Pick<FoundPost, 'post' | 'link' | 'image' | 'localImage' | 'targets'>, StatedRecording {
  readonly slug: string
  /** Path of the episode page on this site. */
  readonly page: string
  readonly alternates: readonly KnownAlternate[]
  /** The facts that are known of the article. */
  readonly article: ArticleFacts
  readonly chapters: readonly Chapter[]
  readonly chaptersUrl: string | null
  readonly transcripts: readonly CheckedTranscript[]
  readonly assets: ReadonlyMap<string, Asset>
}

/** A draft; or why there is none yet: its recording is being measured, or another program may still be writing it. */
export interface Drafted extends Omit<KnownRecording, 'known'> {
  readonly post: Post
  readonly draft: Draft | null
  readonly problems: readonly Problem[]
}

/** Puts together what is known of a post by now. What is not known becomes work to do. */
export function draftOf(found: FoundPost, slug: string, around: Measuring): Drafted {
  const { post, link, image, localImage } = found
  const problems = [...found.problems]
  const report = reporter(post, (told) => problems.push(told))
  if (found.recording === null) {
    return { post, draft: null, settlesAt: null, isPending: false, isLost: false, problems }
  }
  const { known, ...state } = knownRecording(post, found.recording, around, report)
  const { folder, ask } = around
  const article = ask(readArticle(post)).result ?? UNREAD
  const seconds = known?.stated.seconds ?? null
  const transcripts = checkTranscripts(found.transcripts, { folder, seconds, ask }, (fault) =>
    problems.push(sidecarProblem(post, fault)),
  )
  if (known === null) return { post, draft: null, ...state, problems }
  const aligned = alignedTranscript(post, found.recording, transcripts, around, report)
  if (article.plain) {
    const what =
      'its article is published paragraph by paragraph as it is written, because reading it as Markdown takes too much time or memory'
    const place = { file: post.file, line: post.bodyLine }
    problems.push(problemWithFix('post/too-much', place, what))
  }
  const chapters = chaptersOf(
    post,
    found.chaptersFile,
    { folder, seconds, recorded: known.stated.chapters, ask },
    (fault) => problems.push(sidecarProblem(post, fault)),
  )
  const page = `/episodes/${slug}/`
  const draft: Draft = {
    post,
    slug,
    page,
    link,
    ...known,
    alternates: knownAlternates(post, found.alternates, seconds, around, report),
    image,
    localImage,
    article,
    chapters: chapters.list,
    chaptersUrl: chapters.url,
    transcripts: [...transcripts, ...aligned],
    assets: assetsOf(found.targets.files, page),
    targets: found.targets,
  }
  return { post, draft, ...state, problems }
}

/** What an episode is made of besides its draft. */
export interface EpisodeMaterial {
  readonly settings: Settings
  /** Absolute with a final `/`. */
  readonly baseUrl: string
  /** The artwork of the episodes, by file of the post. */
  readonly artworks: ReadonlyMap<string, Artwork>
  readonly enclosures: Enclosures
  /** The file of a post → the address at which its article is read. */
  readonly links: ReadonlyMap<string, string>
  readonly summaries: ReadonlyMap<Post, string>
  readonly parting: Parting
  readonly remembered: ReadonlyMap<string, LedgerEntry>
}

/** The episode of a draft. */
export function createEpisode(
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
  const { author } = settings
  const authors = post.authors.length > 0 || author === null ? post.authors : [author]
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
    authors: authors.flatMap(parting),
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
    assets: filesOfPage(draft, enclosures),
    addresses: addressesOf(draft, { enclosures, links, baseUrl }),
    listed: audio.bytes !== null,
    textChanged: hasTextChanged(post, audio, remembered.get(guid)),
  }
}

/** Whether a position is inside a recording; true if its duration is unknown. */
export function isInside(end: number, seconds: number | null): boolean {
  return seconds === null || end <= seconds
}
