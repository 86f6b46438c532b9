import { dirname, extname, join } from 'node:path'
import { ContentError } from '../../base/content-door.ts'
import type { Disk } from '../../base/disk.ts'
import { nearest, slashHint } from '../../base/suggest.ts'
import { publishedUrl, type RecordingPlace } from '../recordings/find-recording.ts'
import type { Settings } from '../../settings/settings.ts'
import { firstFile } from './sidecars.ts'
import { decodePart, withoutQuery } from '../../base/web-address.ts'

/** An image of the blog. */
export interface FoundPicture {
  /** Absolute. */
  readonly file: string
  /** Where the blog publishes it; null if that is unknown, so that this site must serve it. */
  readonly url: string | null
}

/** Where generators and themes keep images, from the root of the blog or of a theme. */
const FOLDERS = ['static', 'public', 'assets', 'source', 'src/assets']

/**
 * Finds an image by its address in a post: beside the post, then where generators keep images,
 * whether or not the path starts at the root of the site.
 *
 * @throws {RangeError} If there is one, but it may not be published.
 */
export function findPicture(address: string, place: RecordingPlace): FoundPicture | null {
  const path = withoutQuery(address)
  if (path === '') return null
  const { files, folders } = lookedUpBy(place)
  const isRooted = path.startsWith('/')
  let file = isRooted ? files.get(path) : undefined
  if (file === undefined) {
    const beside = isRooted ? [] : [dirname(place.post)]
    file = search(path, [...beside, ...folders], place)
    if (isRooted) files.set(path, file)
  }
  return file === null ? null : { file, url: publishedUrl(file, place) }
}

/**
 * Whether the blog has the outermost folder of a path, or one with a similar name; for a file at the
 * root, whether similar files are there. If not, this machine may have only a part of the blog.
 */
export function hasFolderOf(path: string, place: RecordingPlace): boolean {
  const [outermost = '', ...rest] = (decodePart(path) ?? path).split('/').filter(Boolean)
  if (!path.startsWith('/')) return true
  const names = lookedUpBy(place).folders.map((folder) => place.disk.list(folder))
  const all = new Set(names.flatMap((each) => [...each]))
  if (rest.length > 0) return nearest(outermost, all) !== null
  return [...all].some((name) => extname(name) === extname(outermost))
}

function search(path: string, folders: readonly string[], { disk }: RecordingPlace): string | null {
  const names = [...new Set([path, decodePart(path) ?? path])]
  const files = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  return firstFile(files, disk, folders)
}

/** The extensions of images in articles. */
export const IMAGE = /\.(?:jpe?g|png|gif|webp|avif|svg)$/i

/** The message about an image, or another file in an article, that does not exist. */
export function missingFile(address: string, place: RecordingPlace): string {
  // A file of all pages may be missing in each of thousands of posts.
  const { missing } = lookedUpBy(place)
  const message = missing.get(address) ?? describeMissing(address, place)
  missing.set(address, message)
  return message
}

function describeMissing(address: string, { settings: { site } }: RecordingPlace): string {
  const slash = slashHint(address)
  const what = IMAGE.test(withoutQuery(address)) ? 'image' : 'file'
  if (address.startsWith('/')) {
    const way =
      site === null
        ? 'correct the path, or set the site that serves it (site: https://…)'
        : 'correct the path, or add the file'
    return `no ${what} "${address}" in the folders of the blog; ${slash ?? way}`
  }
  const folders = FOLDERS.slice(0, 3).map((name) => `${name}/`)
  const way = 'correct the path, or write its URL'
  return `no ${what} "${address}" beside the post, nor in ${folders.join(', ')}; ${slash ?? way}`
}

/** What was found of the pictures of a blog during one reading. */
interface LookedUp {
  /** The folders of pictures that exist. */
  readonly folders: readonly string[]
  /** Path from the root of the site → its file; null for none. */
  readonly files: Map<string, string | null>
  /** Address → the message about a missing file. */
  readonly missing: Map<string, string>
}

/** By the disk, one of which is made for each reading, and by the settings of the show. */
const lookedUp = new WeakMap<Disk, Map<Settings, LookedUp>>()

function lookedUpBy({ folder, settings, disk }: RecordingPlace): LookedUp {
  const all = lookedUp.get(disk) ?? new Map<Settings, LookedUp>()
  lookedUp.set(disk, all)
  const known = all.get(settings)
  if (known !== undefined) return known
  const folders = findFolders(folder, settings.blog, disk)
  const looked = { folders, files: new Map(), missing: new Map() }
  all.set(settings, looked)
  return looked
}

function findFolders(folder: string, blog: Settings['blog'], disk: Disk): readonly string[] {
  const themes = [...disk.list(join(blog.root, 'themes'))]
  const homes = [blog.root, ...themes.toSorted().map((theme) => join(blog.root, 'themes', theme))]
  const folders = new Set([
    ...blog.publicFolders,
    folder,
    blog.root,
    ...homes.flatMap((home) => FOLDERS.map((name) => join(home, name))),
  ])
  return [...folders].filter((each) => isThere(each, disk))
}

/** Whether a folder exists, even if its files may not be published. */
function isThere(folder: string, disk: Disk): boolean {
  try {
    return disk.list(folder).size > 0 || disk.find(folder) !== null
  } catch (cause) {
    if (cause instanceof ContentError) return true
    throw cause
  }
}
