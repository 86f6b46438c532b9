import { join, posix } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { FieldName } from '../posts/conventions.ts'
import type { Linked } from './folder/blog-pages.ts'
import { lazily } from '../base/lazily.ts'
import { permalinkOf } from '../posts/permalink.ts'
import { parseTextPost } from '../posts/parse-post.ts'
import type { Post, TextPost } from '../posts/post.ts'
import { problem, type Problem } from '../base/problem.ts'
import type { RuleId } from '../base/rules.ts'
import { readContentSync } from '../base/content-door.ts'
import { lookAt, type LocalPicture } from './artwork/local-picture.ts'
import { type Disk, createDisk } from '../base/disk.ts'
import { findAlternates, type FoundAlternate } from './recordings/alternates.ts'
import {
  type FindHad,
  type FoundRecording,
  recordingOf,
  type RecordingPlace,
} from './recordings/find-recording.ts'
import { siteUrl } from '../base/web-address.ts'
import type { Settings } from '../settings/settings.ts'
import {
  findTargets,
  linkable,
  NO_TARGETS,
  type Linkable,
  type Targets,
} from './sidecars/article-targets.ts'
import { findPicture, type FoundPicture, missingFile } from './sidecars/pictures.ts'
import { findStems, type SidecarFault, sentenceOf } from './sidecars/sidecars.ts'
import { findChaptersFile, type FoundChaptersFile } from './sidecars/episode-chapters.ts'
import { findTranscripts, type FoundTranscript } from './sidecars/transcripts.ts'
import { rulesOf, type ReadPosts } from './folder/read-posts.ts'

/** A post and the files that belong to it, before any of them was read. */
export interface FoundPost {
  readonly post: Post
  /** The article on the blog, absolute; null if the permalink rule of the blog is unknown. */
  readonly link: string | null
  /** Null if it cannot be found; then there is a problem. */
  readonly recording: FoundRecording | null
  readonly alternates: readonly FoundAlternate[]
  /** The image of the post. */
  readonly image: { readonly url: string } | { readonly file: string } | null
  /** The same as a local file of the blog; null if only another host has it. */
  readonly localImage: LocalPicture | null
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

/** Reports a problem of a post. */
export type Report = (field: string, rule: RuleId, message: string) => void

/** Finds the recording of a post, its chapters, transcripts and images, without reading them. */
function findAround(post: Post, around: FindAround): FoundPost {
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

/** Makes a function that reports problems of a post with their lines. */
export function reporter(post: Post, take: (problem: Problem) => void): Report {
  return (field, rule, message) =>
    take(problem(rule, { file: post.file, line: lineOf(post, field), field }, message))
}

/** The absolute address of the article by the permalink rule of the blog; reports why it cannot be made. */
function linkOf(post: TextPost, settings: Settings, report?: Report): string | null {
  const path = pathOf(post, settings, report)
  if (path === null) return null
  if (URL.canParse(path)) return new URL(path).href
  return settings.site === null ? null : siteUrl(path, settings.site)
}

function pathOf(post: TextPost, settings: Settings, report?: Report): string | null {
  const file = posix.join(settings.permalinks.place, post.file)
  try {
    return permalinkOf(post, settings.permalinks, settings.timezone, file)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    report?.('permalink', 'post/permalink', cause.message)
    return null
  }
}

/** Where a recording on this machine is, or may have been. */
function placesOf({ recording: { file }, lost }: FoundRecording): readonly string[] {
  return [...new Set([...(file === null ? [] : [file]), ...(lost?.files ?? [])])]
}

function findImage(
  post: Post,
  place: RecordingPlace,
  report: Report,
): Pick<FoundPost, 'image' | 'localImage'> {
  const { link, settings, disk } = place
  const { image } = post
  if (image === null) return { image: null, localImage: null }
  const url = imageUrl(image, link, settings.site)
  const isElsewhere = url !== null && (/^(?:https?:)?\/\//i.test(image) || image.startsWith('/'))
  const path =
    settings.site !== null && image.startsWith(settings.site)
      ? `/${image.slice(settings.site.length)}`
      : image
  let refused: string | null = null
  let found: FoundPicture | null = null
  try {
    found = /^(?:https?:)?\/\//i.test(path) ? null : findPicture(path, place)
  } catch (cause) {
    refused = sentenceOf(cause)
  }
  const localImage = found === null ? null : lookAt(found.file, disk)
  if (isElsewhere) return { image: { url }, localImage }
  if (found !== null) {
    const published = url === null ? null : found.url
    return { image: published === null ? { file: found.file } : { url: published }, localImage }
  }
  const message = refused ?? missingFile(image, place)
  report(keyOf(post, 'image'), 'episode/image', message)
  return { image: url === null ? null : { url }, localImage: null }
}

/** The address of an image relative to its post; null if nothing is known of the blog. */
function imageUrl(image: string, link: string | null, site: string | null): string | null {
  if (/^https?:\/\//i.test(image) && URL.canParse(image)) return new URL(image).href
  if (site !== null && image.startsWith('/')) {
    return image.startsWith('//') ? `https:${image}` : siteUrl(image, site)
  }
  return site !== null && link !== null ? new URL(image, link).href : null
}

/** A problem of a file beside a post: in that file, or where the post names it. */
export function sidecarProblem(
  post: Post,
  { file, line, field, rule, message }: SidecarFault,
): Problem {
  if (file !== null || field === null) return problem(rule, { file, line }, message)
  const key = keyOf(post, field)
  return problem(rule, { file: post.file, line: line ?? lineOf(post, key), field: key }, message)
}

/** The key under which a post has a field, as its author wrote it; the name of the field if the post does not have it. */
export function keyOf({ keys }: Pick<Post, 'keys'>, field: FieldName): string {
  return keys.get(field) ?? field
}

/** The line on which a post has a field. */
export function lineOfField(post: Pick<Post, 'keys' | 'lines'>, field: FieldName): number | null {
  return post.lines.get(keyOf(post, field)) ?? null
}

function lineOf(post: Post, field: string): number | null {
  return (
    post.lines.get(field) ?? post.audio.find((reference) => reference.field === field)?.line ?? null
  )
}

/** Where the blog publishes a post without a recording; null if it does not, or the rule is unknown. */
function linkOfText(file: string, around: PostPlace): string | null {
  return readLinked(file, around)?.link ?? null
}

type PostPlace = Pick<FindAround, 'folder' | 'settings'>

/** A post without a recording, and the address at which the blog publishes it; null for a file that is not a post. */
export function readLinked(file: string, { folder, settings }: PostPlace): Linked | null {
  let text: string
  try {
    text = readContentSync(join(folder, file), settings.roots).toString()
  } catch {
    return null
  }
  const post = parseTextPost(file, text, rulesOf(settings))
  return post === null ? null : { link: linkOf(post, settings), values: post.values }
}

/** Posts whose files are searched for in one go, before a server answers other requests. */
const AT_ONCE = 100

/**
 * Finds the files of all posts.
 *
 * @param before What was found last, if nothing but posts has changed since.
 */
export async function findAroundAll(
  { results }: Pick<ReadPosts, 'results'>,
  {
    signal,
    elsewhere = new Map(),
    had = () => null,
    ...around
  }: Pick<FindAround, 'folder' | 'settings'> & {
    readonly signal?: AbortSignal | undefined
    /** The files of other shows → the settings by which the blog shows them. */
    readonly elsewhere?: ReadonlyMap<string, Settings>
    readonly had?: FindHad
  },
  before: readonly FoundPost[],
): Promise<readonly FoundPost[]> {
  const posts = results.flatMap(({ post }) => post ?? [])
  const found = new Map<Post, FoundPost>(before.map((each) => [each.post, each]))
  const disk = createDisk(around.settings.roots)
  const fresh = posts.filter((post) => !found.has(post))
  const episodes = lazily(() => new Set(posts.map(({ file }) => file)))
  const linked = linkable(
    () => new Set([...results.map(({ file }) => file), ...elsewhere.keys()]),
    (file) => {
      if (episodes().has(file)) return null
      const settings = elsewhere.get(file) ?? around.settings
      return linkOfText(file, { ...around, settings })
    },
  )
  for (const [index, post] of fresh.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await setImmediate()
    signal?.throwIfAborted()
    found.set(post, findAround(post, { ...around, disk, posts: linked, had }))
  }
  return posts.flatMap((post) => found.get(post) ?? [])
}
