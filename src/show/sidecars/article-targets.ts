import { SOUND } from '../../base/media-types.ts'
import { basename, extname, posix } from 'node:path'
import { withFix, type Problem, quote } from '../../base/problem.ts'
import { lazily } from '../../base/lazily.ts'
import { withoutSpelling } from '../../base/listings.ts'
import type { TextPost } from '../../posts/post.ts'
import { findRecording, ifFound, type RecordingPlace } from '../recordings/find-recording.ts'
import { IMAGE, findPicture, hasFolderOf, missingFile } from './pictures.ts'
import { sentenceOf } from './sidecars.ts'
import { decodePart, withoutBase, withoutQuery } from '../../base/web-address.ts'

/** The files, pages and posts of the blog that an article links to, by the addresses in its text. */
export interface Targets {
  /** Pictures and recordings without another known address → their files, absolute. */
  readonly files: ReadonlyMap<string, string>
  /** Files that the blog publishes, but not beside the article → their URLs. */
  readonly urls: ReadonlyMap<string, string>
  /** Other posts → their files from the content folder. */
  readonly posts: ReadonlyMap<string, string>
}

export const NO_TARGETS: Targets = { files: new Map(), urls: new Map(), posts: new Map() }

/** The posts that articles may link to. */
export interface Linkable {
  /** The file of a post by a path from the content folder, or by its name alone; null for none. */
  readonly find: (path: string) => string | null
  /** The address at which the blog shows a post that is not an episode; null if that is unknown. */
  readonly linkOf: (file: string) => string | null
}

const RECORDING = new RegExp(`\\.(?:${SOUND})$`, 'i')
/** Files that a blog publishes unchanged; generators make none of them. */
const OF_BLOG = new RegExp(
  `\\.(?:${SOUND}|jpe?g|png|gif|webp|avif|svg|pdf|epub|zip|docx?|xlsx?|pptx?|odt|mp4|mov|webm)$`,
  'i',
)
const TEXT = /\.(?:md|markdown|mkd|mkdn|mdown|mdx)$/i

/** The sentence about a link to a post that does not exist. */
function missingPost(address: string): string {
  const what = `no post ${quote(address)} beside this one or in the content folder`
  return withFix('episode/post-link', what)
}

type Tell = (rule: Problem['rule'], message: string) => void

/** Finds what an article links to. Missing files, and pictures that may not be published, are reported. */
export function findTargets(
  { body, file }: Pick<TextPost, 'body' | 'file'>,
  place: RecordingPlace,
  posts: Linkable,
  tell: Tell,
): Targets {
  const mentions = body.fact('mentions')
  if (mentions.length === 0) return NO_TARGETS
  const files = new Map<string, string>()
  const urls = new Map<string, string>()
  const linked = new Map<string, string>()
  const put = (address: string, found: { file: string | null; url: string | null }): void => {
    if (found.url !== null) urls.set(address, found.url)
    else if (found.file !== null) files.set(address, found.file)
  }
  for (const address of mentions) {
    const path = withoutQuery(address)
    const isPicture = IMAGE.test(path)
    if (isTheBlogs(address, place) ? OF_BLOG.test(path) : !isPicture && OF_BLOG.test(path)) {
      if (isMissing(path, place)) tell('episode/picture', missingFile(address, place))
    }
    if (isPicture) {
      if (isTheBlogs(address, place)) continue
      try {
        const picture = findPicture(address, place)
        if (picture === null) tell('episode/picture', missingFile(address, place))
        else put(address, isOwn(place) ? { ...picture, url: null } : picture)
      } catch (cause) {
        tell('content/link', sentenceOf(cause))
      }
    } else if (RECORDING.test(path)) {
      const reference = { value: path, field: '<audio>', line: null }
      const recording = ifFound(() => findRecording(reference, place))
      if (recording !== null && recording.warning === null) put(address, recording)
    } else if (TEXT.test(path)) {
      const target = postAt(path, file, posts)
      if (target === null) tell('episode/post-link', missingPost(address))
      else {
        linked.set(path, target)
        const url = posts.linkOf(target)
        if (url !== null) urls.set(path, url)
      }
    }
  }
  const isNone = files.size === 0 && urls.size === 0 && linked.size === 0
  return isNone ? NO_TARGETS : { files, urls, posts: linked }
}

/** Makes an index of all posts. @param files From the content folder; asked for when it is needed. */
export function linkable(files: () => Iterable<string>, linkOf: Linkable['linkOf']): Linkable {
  // Most blogs have no such link.
  const known = lazily(() => new Map([...files()].map((file) => [withoutSpelling(file), file])))
  const byName = lazily(() => Map.groupBy(files(), nameOf))
  return {
    find(path) {
      const [only, ...others] = byName().get(nameOf(path)) ?? []
      return known().get(withoutSpelling(path)) ?? (others.length === 0 ? only : undefined) ?? null
    },
    linkOf,
  }
}

function nameOf(path: string): string {
  return withoutSpelling(basename(path, extname(path))).toLowerCase()
}

/** The file of a post by a path from the linking post or from the content folder, or else the only post of that name. */
function postAt(path: string, file: string, posts: Linkable): string | null {
  const plain = decodePart(path) ?? path
  const beside = plain.startsWith('/') ? plain.slice(1) : posix.join(posix.dirname(file), plain)
  return posts.find(posix.normalize(beside))
}

/** Whether the article is shown on this site only, or at an unknown address. */
function isOwn({ link, settings }: RecordingPlace): boolean {
  return settings.site === null || link === null
}

/** Whether an address is a path from the root of a blog whose own address is known. */
function isTheBlogs(address: string, place: RecordingPlace): boolean {
  return address.startsWith('/') && !isOwn(place)
}

/** Whether a file at an address of the blog is in none of its folders; false if the folders are unknown. */
function isMissing(path: string, place: RecordingPlace): boolean {
  const { blog, site } = place.settings
  if (isOwn(place) || blog.generator === null || site === null) return false
  const inside = withoutBase(path, site)
  if (!hasFolderOf(inside, place)) return false
  const isRecording = RECORDING.test(path)
  const reference = { value: path, field: '<audio>', line: null }
  const recording = isRecording ? ifFound(() => findRecording(reference, place)) : null
  if (recording !== null && recording.file !== null) return false
  try {
    return findPicture(inside, place) === null
  } catch (cause) {
    // One that may not be published exists all the same.
    sentenceOf(cause)
    return false
  }
}
