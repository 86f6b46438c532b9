import { believedFor, type Job, type Known } from '../jobs/job.ts'
import type { Post } from '../posts/post.ts'
import type { Chapter } from '../posts/fields/chapters-field.ts'
import { type Problem, problemWithFix } from '../base/problem.ts'
import type { Asset } from './episode.ts'
import { reporter, sidecarProblem, type FoundPost, keyOf, lineOfField } from './found-post.ts'
import { knownAlternates, type KnownAlternate } from './recordings/alternates.ts'
import {
  type KnownRecording,
  knownRecording,
  type Measuring,
  type StatedRecording,
} from './recordings/known-recording.ts'
import { alignedTranscript } from './sidecars/aligned-times.ts'
import { chaptersOf } from './sidecars/episode-chapters.ts'
import { assetsOf } from './sidecars/sidecars.ts'
import { checkTranscripts, type CheckedTranscript } from './sidecars/transcripts.ts'
import { readArticle, UNREAD } from '../jobs/read-article.ts'
import type { ArticleFacts } from '../posts/article/article-facts.ts'
import type { Ask } from '../jobs/worklist.ts'
import type { RuleId } from '../base/rules.ts'
import type { FieldName } from '../posts/conventions.ts'
import type { Settings } from '../settings/settings.ts'

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
function draftOf(found: FoundPost, slug: string, around: Measuring): Drafted {
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

/** Drafts that are kept; a draft is made again only if something in it has changed. */
export interface Drafts {
  readonly of: (found: FoundPost, slug: string, around: Measuring) => Drafted
}

/** Whether a job is to be done, or only used if it was. */
type Asking = 'ask' | 'peek'

interface Memory {
  readonly slug: string
  /** The measurements in the ledger, for a recording on another host. */
  readonly remembered: string
  /** For how long measurements from other hosts are trusted, which depends on the age of the episode. */
  readonly believed: number
  /** The jobs that it was made from, and what was known of them then. */
  readonly asked: readonly {
    readonly job: Job
    readonly known: Known<unknown>
    readonly by: Asking
  }[]
  readonly drafted: Drafted
}

/**
 * Keeps drafts. Nearly all of thousands of posts are unchanged since the last composition, and finding
 * times in their texts is slow.
 */
export function createDrafts(): Drafts {
  const memory = new WeakMap<FoundPost, Memory>()
  return {
    of(found, slug, around) {
      const remembered = rememberedFor(found, around)
      const believed = believedFor(around.now.getTime() - found.post.published.getTime())
      const before = memory.get(found)
      if (
        before !== undefined &&
        before.slug === slug &&
        before.remembered === remembered &&
        before.believed === believed &&
        before.drafted.settlesAt === null &&
        !before.drafted.isLost &&
        // Every job is asked for, so that it stays on the list of work.
        before.asked.filter(({ job, known, by }) => !isSame(around[by](job), known)).length === 0
      ) {
        return before.drafted
      }
      const asked: Memory['asked'][number][] = []
      const noting =
        (by: Asking): Ask =>
        (job) => {
          const known = around[by](job)
          asked.push({ job, known, by })
          return known
        }
      const drafted = draftOf(found, slug, { ...around, ask: noting('ask'), peek: noting('peek') })
      memory.set(found, { slug, remembered, believed, asked, drafted })
      return drafted
    },
  }
}

function isSame(a: Known<unknown>, b: Known<unknown>): boolean {
  return a.result === b.result && a.last === b.last && a.failure === b.failure
}

function rememberedFor({ post, recording }: FoundPost, { remembered }: Measuring): string {
  const isElsewhere = recording !== null && recording.recording.file === null
  return isElsewhere ? JSON.stringify(remembered.get(post.file)?.audio ?? null) : ''
}

/** The problems of a post that contradicts its recording or the settings. */
export function draftProblems(draft: Draft, settings: Settings): readonly Problem[] {
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

/** Whether a position is inside a recording; true if its duration is unknown. */
export function isInside(end: number, seconds: number | null): boolean {
  return seconds === null || end <= seconds
}
