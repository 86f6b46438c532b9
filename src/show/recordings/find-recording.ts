import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path'
import type { AudioReference } from '../../posts/fields/audio-references.ts'
import { ContentError } from '../../base/content-door.ts'
import type { Disk } from '../../base/disk.ts'
import { withFix, quote } from '../../base/problem.ts'
import type { Settings } from '../../settings/settings.ts'
import { meantAddress, nearest, slashHint } from '../../base/suggest.ts'
import { decodePart, withoutQuery, withoutScheme } from '../../base/web-address.ts'

/** Where a recording was found. At least one of the two is known. */
export interface Recording {
  /** Absolute public URL; null for a local file that only this site can serve. */
  readonly url: string | null
  /** Absolute path of the local file; null when the recording is only known by its URL. */
  readonly file: string | null
  /** Its path on this site, if it was published there and its file is gone; otherwise the path follows from the file. */
  readonly path?: string
  /** A warning about a recording that was found; null if nothing is odd. */
  readonly warning: string | null
}

/** What finding a recording depends on besides its reference. */
export interface RecordingPlace {
  /** The content folder, absolute. */
  readonly folder: string
  /** The file of the post, absolute. */
  readonly post: string
  /** The absolute URL of the article on the blog; null if the permalink rule is unknown. */
  readonly link: string | null
  readonly settings: Settings
  readonly disk: Disk
}

/**
 * Finds the recording that a post names: an absolute URL, a path from the root of the blog, or a name.
 *
 * A file in the repository of the blog is found by its public URL and keeps it; a file without a public
 * URL is served by this site.
 *
 * @throws {RangeError} If nothing is found; the message says where it was searched for and how to fix it.
 */
export async function findRecording(
  reference: AudioReference,
  place: RecordingPlace,
): Promise<Recording> {
  const { value } = reference
  if (/^(https?:)?\/\//i.test(value)) return findByUrl(absoluteUrl(value), place)
  const hint = slashHint(value)
  if (hint === null) return findLocal(value, place)
  const found = await findLocal(value, place).catch((cause: unknown) => {
    if (cause instanceof RangeError && !(cause instanceof ContentError)) return null
    throw cause
  })
  // No address has a backslash, so one that was made of it leads nowhere
  if (found?.file == null) throw new RangeError(`no file ${quote(value)}; ${hint}`)
  return found
}

async function findLocal(value: string, place: RecordingPlace): Promise<Recording> {
  if (/^[a-z][a-z0-9+.-]*:/i.test(value)) {
    const meant = meantAddress(value)
    const hint = meant === null ? '' : `; did you mean "${meant}"?`
    throw new RangeError(`expected an http(s) URL, a path or a file name, got "${value}"${hint}`)
  }
  return value.startsWith('/') ? findByPath(value, place) : findByName(value, place)
}

async function findByUrl(
  url: string,
  place: RecordingPlace,
  refused: Refused = [],
): Promise<Recording> {
  const bare = withoutScheme(url)
  const missing: string[] = []
  for (const mapped of place.settings.audio.folders) {
    const start = withoutScheme(mapped.url)
    if (!bare.startsWith(start)) continue
    const path = withoutQuery(bare.slice(start.length))
    const rest = decodePart(path) ?? path
    const file = await readable(join(mapped.folder, rest), place, refused)
    if (file !== null) return { url, file, warning: null }
    if ((await place.disk.list(dirname(join(mapped.folder, rest)))).size > 0) {
      missing.push(show(join(mapped.folder, rest), place))
    }
  }
  const first = missing[0]
  const missed =
    first === undefined
      ? null
      : withFix('recording/copy-missing', `no file ${first} behind "${url}"`)
  const warning = refused[0]?.message ?? missed
  return { url, file: null, warning }
}

async function findByPath(path: string, place: RecordingPlace): Promise<Recording> {
  const { site } = place.settings
  const url = site === null ? null : siteUrl(path, site)
  const refused: Refused = []
  if (url !== null) {
    const found = await findByUrl(url, place, refused)
    if (found.file !== null) return found
  }
  for (const candidate of filesAt(path, place)) {
    const file = await readable(candidate, place, refused)
    if (file !== null) return { url, file, warning: null }
  }
  if (url !== null) return findByUrl(url, place, refused)
  if (refused[0] !== undefined) throw refused[0]
  throw new RangeError(
    `no file "${path}" in ${folderNames(publicFolders(place), place)}; put it there, or set the site that it belongs to (site: https://…)`,
  )
}

/** Where the file may be that has a path from the root of the blog. */
function filesAt(path: string, place: RecordingPlace): readonly string[] {
  const { site } = place.settings
  const inSite = site === null ? path : withoutBase(path, site)
  return publicFolders(place).map((folder) => join(folder, decodePart(inSite) ?? inSite))
}

function publicFolders({ settings: { blog }, folder }: RecordingPlace): readonly string[] {
  return [...blog.publicFolders, folder]
}

async function findByName(name: string, place: RecordingPlace): Promise<Recording> {
  const { audio } = place.settings
  const prefixed = audio.prefix === null ? null : absoluteUrl(audio.prefix + encodeName(name))
  const refused: Refused = []
  for (const candidate of filesNamed(name, place)) {
    const file = await readable(candidate, place, refused)
    if (file !== null) {
      return { url: prefixed ?? publishedUrl(file, place), file, warning: null }
    }
  }
  if (prefixed !== null) return findByUrl(prefixed, place, refused)
  if (refused[0] !== undefined) throw refused[0]
  throw new RangeError(await missingName(name, dirname(place.post), place))
}

/** Where the file may be that has a name, or a path from its post. */
function filesNamed(name: string, place: RecordingPlace): readonly string[] {
  const { audio, blog } = place.settings
  const mapped = audio.folders.filter(
    ({ folder }) => !blog.publicFolders.includes(folder.replace(/[/\\]+$/, '')),
  )
  const folders = [
    ...mapped.map(({ folder }) => folder),
    dirname(place.post),
    place.folder,
    ...blog.publicFolders,
    ...[place.folder, ...blog.publicFolders].flatMap((folder) =>
      ['audio', 'media', 'recordings'].map((media) => join(folder, media)),
    ),
  ]
  const names = new Set([name, decodePart(name) ?? name])
  return folders.flatMap((folder) => [...names].map((each) => join(folder, each)))
}

/** Where the file of a recording may be, whether it exists or not; nowhere for one on another host. */
export function filesOf({ value }: AudioReference, place: RecordingPlace): readonly string[] {
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(value)) return []
  return value.startsWith('/') ? filesAt(value, place) : filesNamed(value, place)
}

async function missingName(name: string, beside: string, place: RecordingPlace): Promise<string> {
  const names = [...(await place.disk.list(join(beside, dirname(name))))]
  const stems = new Map(
    names.filter((other) => AUDIO_NAME.test(other)).map((other) => [stemOf(other), other]),
  )
  if (names.includes(basename(name))) {
    return `"${name}" beside the post is not a readable file; replace it with the recording`
  }
  const meant = meantAddress(name)
  if (meant !== null) return `no file "${name}" beside the post; did you mean "${meant}"?`
  const near = stems.get(nearest(stemOf(basename(name)), [...stems.keys()]) ?? '') ?? null
  const hint =
    near === null
      ? 'put the recording there, or set where recordings are (audio.prefix: https://…, or audio.folders)'
      : `there is "${near}"`
  return `no file "${name}" beside the post; ${hint}`
}

function stemOf(name: string): string {
  return name.slice(0, -extname(name).length || undefined)
}

const AUDIO_NAME = /\.(mp3|m4a|m4b|mp4|aac|ogg|oga|opus|flac|wav|webm)$/i

/** Files that exist but may not be published; each with the reason. */
type Refused = ContentError[]

/** The file if it exists inside a folder of the show: never `../../secret`. */
async function readable(
  file: string,
  place: RecordingPlace,
  refused: Refused,
): Promise<string | null> {
  const { blog, audio } = place.settings
  const allowed = [place.folder, blog.root, ...audio.folders.map(({ folder }) => folder)]
  if (!allowed.some((folder) => contains(folder, file))) return null
  try {
    return await place.disk.find(file)
  } catch (cause) {
    if (!(cause instanceof ContentError)) throw cause
    refused.push(cause)
    return null
  }
}

/** The public URL of a local file: by a mapped folder, or in the page bundle of an article. */
export function publishedUrl(file: string, place: RecordingPlace): string | null {
  const { settings } = place
  for (const mapped of settings.audio.folders) {
    if (mapped.lookupOnly === true || !contains(mapped.folder, file)) continue
    const path = relative(mapped.folder, file).split(sep)
    if (path.some((part) => part.startsWith('.') || part.startsWith('_'))) continue
    return absoluteUrl(mapped.url + path.map(encodeURIComponent).join('/'))
  }
  const bundle = settings.blog.generator === 'hugo' && basename(place.post).startsWith('index.')
  if (!bundle || place.link === null || !contains(dirname(place.post), file)) return null
  const path = relative(dirname(place.post), file).split(sep).map(encodeURIComponent).join('/')
  return new URL(path, place.link).href
}

/**
 * A path from the root of the blog as an absolute URL. A path that begins with the base path is taken
 * as it is; Jekyll's `relative_url` would prefix all others with the base path.
 */
export function siteUrl(path: string, site: string): string {
  return new URL(withoutBase(path, site).slice(1), site).href
}

/** A path from the root of a host as one from the root of a site there. */
export function withoutBase(path: string, site: string): string {
  const base = new URL(site).pathname
  return path.startsWith(base) ? path.slice(base.length - 1) : path
}

function absoluteUrl(text: string): string {
  const withScheme = text.startsWith('//') ? `https:${text}` : text
  if (!URL.canParse(withScheme)) {
    throw new RangeError(`expected a URL such as https://example.org/audio.mp3, got "${text}"`)
  }
  return new URL(withScheme).href
}

/** A file name as a part of a URL; an encoded one stays. */
function encodeName(name: string): string {
  const isEncoded = (decodePart(name) ?? name) !== name
  return isEncoded ? name : name.split('/').map(encodeURIComponent).join('/')
}

/** For a recording that may be missing: null if it was not found; all other errors are thrown. */
export function notFound(cause: unknown): null {
  if (cause instanceof RangeError) return null
  throw cause
}

function contains(folder: string, file: string): boolean {
  const rest = relative(folder, resolve(file))
  return rest !== '' && rest !== '..' && !rest.startsWith(`..${sep}`) && !rest.includes('\0')
}

function show(file: string, place: RecordingPlace): string {
  return relative(place.folder, file).split(sep).join('/')
}

function folderNames(folders: readonly string[], place: RecordingPlace): string {
  return [...new Set(folders.map((folder) => `${show(folder, place) || '.'}/`))].join(', ')
}
