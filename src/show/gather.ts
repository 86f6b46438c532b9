import { join, posix } from 'node:path'
import type { Tags } from '../audio/audio.ts'
import { permalinkOf } from '../posts/permalink.ts'
import type { AudioReference, Chapter, Post } from '../posts/post.ts'
import type { Problem } from '../posts/problem.ts'
import { problem } from '../posts/problem.ts'
import type { AlternateDraft, AlternatesAround } from './recordings/alternates.ts'
import { findAlternates } from './recordings/alternates.ts'
import { findChapters } from './sidecars/chapters.ts'
import type { Asset } from './episode.ts'
import type { Facts, Report } from './recordings/measure.ts'
import { measure } from './recordings/measure.ts'
import type { Recording } from './recordings/recording.ts'
import { findRecording, siteUrl } from './recordings/recording.ts'
import type { Settings } from './settings/settings.ts'
import type { SidecarFault } from './sidecars/sidecars.ts'
import { findAssets, findBeside } from './sidecars/sidecars.ts'
import type { TimedTexts } from './sidecars/timed-texts.ts'
import type { FoundTranscript } from './sidecars/transcripts.ts'
import { findTranscripts } from './sidecars/transcripts.ts'

/** A post with everything that lies around it: what an episode is made of, but for its guid. */
export interface Draft {
  readonly post: Post
  readonly slug: string
  /** Path of the episode page on this site. */
  readonly page: string
  /** The article in the blog, absolute; null where the blog's rule is not known. */
  readonly link: string | null
  readonly recording: Recording
  readonly facts: Facts
  /** What the recording says of itself; null where nobody has read that. */
  readonly tags: Tags | null
  readonly alternates: readonly AlternateDraft[]
  readonly image: { readonly url: string } | { readonly file: string } | null
  readonly chapters: readonly Chapter[]
  readonly chaptersUrl: string | null
  readonly transcripts: readonly FoundTranscript[]
  readonly assets: ReadonlyMap<string, Asset>
}

/** What gathering needs besides the post. */
export interface Surroundings extends AlternatesAround {
  /** The content folder, absolute. */
  readonly folder: string
  readonly settings: Settings
  readonly texts: TimedTexts
}

/** A draft, or why there is none: a recording that must rest first, or only problems. */
export interface Gathered {
  readonly draft: Draft | null
  /** When the recording will have rested; null when it need not. */
  readonly settlesAt: Date | null
  readonly problems: readonly Problem[]
}

/** Looks around a post: finds and measures its recording, its chapters, transcripts and pictures. */
export async function gather(post: Post, slug: string, around: Surroundings): Promise<Gathered> {
  const problems: Problem[] = []
  const report: Report = (field, rule, message) => {
    problems.push(problem(rule, { file: post.file, line: lineOf(post, field), field }, message))
  }
  const link = linkOf(post, around.settings)
  const place = {
    folder: around.folder,
    post: join(around.folder, post.file),
    link,
    settings: around.settings,
    disk: around.disk,
  }
  const found = await firstRecording(post, place, report)
  if (found === null) return { draft: null, settlesAt: null, problems }
  const { recording, reference } = found
  if (recording.warning !== null) {
    report(reference.field, 'recording/copy-missing', recording.warning)
  }
  const measured = await measure(post, reference, recording, around, report)
  const { settlesAt } = measured
  if (measured.facts === null) return { draft: null, settlesAt, problems }
  const page = `/episodes/${slug}/`
  const sidecars = {
    post: place.post,
    recording: recording.file,
    publicFolders: [...around.settings.blog.publicFolders, around.folder],
    disk: around.disk,
  }
  const { texts, folder } = around
  const { seconds } = measured.facts
  const recorded = measured.facts.chapters
  const chapters = await findChapters(post, { ...sidecars, folder, seconds, recorded }, (fault) =>
    problems.push(sidecarProblem(post, 'chapters', fault)),
  )
  const transcripts = await findTranscripts(
    post,
    { ...sidecars, texts, folder, seconds },
    (fault) => problems.push(sidecarProblem(post, 'transcript', fault)),
  )
  const local = around.settings.site === null || link === null
  const draft: Draft = {
    post,
    slug,
    page,
    link,
    recording,
    facts: measured.facts,
    tags: measured.tags,
    alternates: await findAlternates(
      post,
      { recording, facts: measured.facts },
      place,
      around,
      report,
    ),
    image: await findImage(post, link, sidecars, around.settings, report),
    chapters: chapters.list,
    chaptersUrl: chapters.url,
    transcripts,
    assets: local ? await findAssets(post.body, page, sidecars) : new Map(),
  }
  return { draft, settlesAt, problems }
}

/** The article's absolute address by the blog's own rule. */
export function linkOf(post: Post, settings: Settings): string | null {
  const file = posix.join(settings.permalinks.place, post.file)
  const path = permalinkOf({ ...post, file }, settings.permalinks, settings.timezone)
  if (path === null) return null
  if (URL.canParse(path)) return new URL(path).href
  return settings.site === null ? null : siteUrl(path, settings.site)
}

async function firstRecording(
  post: Post,
  place: Parameters<typeof findRecording>[1],
  report: Report,
): Promise<{ recording: Recording; reference: AudioReference } | null> {
  let first: { reference: AudioReference; message: string } | null = null
  for (const reference of post.audio) {
    try {
      return { recording: await findRecording(reference, place), reference }
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause
      first ??= { reference, message: cause.message }
    }
  }
  if (first !== null) report(first.reference.field, 'recording/missing', first.message)
  return null
}

async function findImage(
  post: Post,
  link: string | null,
  place: Parameters<typeof findBeside>[1],
  settings: Settings,
  report: Report,
): Promise<Draft['image']> {
  const { image } = post
  if (image === null) return null
  if (/^https?:\/\//i.test(image) && URL.canParse(image)) return { url: new URL(image).href }
  if (settings.site !== null && image.startsWith('/')) {
    return { url: image.startsWith('//') ? `https:${image}` : siteUrl(image, settings.site) }
  }
  if (settings.site !== null && link !== null) return { url: new URL(image, link).href }
  const file = await findBeside(image, place)
  if (file === null) {
    report(
      keyOf(post, ['image', 'thumbnail', 'cover']),
      'episode/image',
      `no picture "${image}" beside the post; put it there, or name it by its URL`,
    )
  }
  return file === null ? null : { file }
}

/** A problem of what lies beside a post: in its own file, or where the post names it. */
function sidecarProblem(
  post: Post,
  name: 'chapters' | 'transcript',
  { file, line, rule, message }: SidecarFault,
): Problem {
  if (file !== null) return problem(rule, { file, line }, message)
  const field = keyOf(post, [name])
  return problem(rule, { file: post.file, line: lineOf(post, field), field }, message)
}

/** The key under which a post says something, as its author wrote it. */
export function keyOf(post: Post, names: readonly string[]): string {
  const keys = [...post.lines.keys()].filter((key) => !key.includes('['))
  return (
    keys.find((key) => names.some((name) => key.toLowerCase().includes(name))) ?? names[0] ?? ''
  )
}

function lineOf(post: Post, field: string): number | null {
  return (
    post.lines.get(field) ?? post.audio.find((reference) => reference.field === field)?.line ?? null
  )
}
