import { audioTypeOf } from '../../base/media-types.ts'
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path'
import type { AudioReference } from '../../posts/fields/audio-references.ts'
import type { Post } from '../../posts/post.ts'
import { ContentError } from '../../base/content-door.ts'
import type { Disk, FileFacts } from '../../base/disk.ts'
import { withFix, quote } from '../../base/problem.ts'
import type { Report } from '../post-problems.ts'
import type { LedgerEntry } from '../ledger/ledger.ts'
import type { Settings } from '../../settings/settings.ts'
import { meantAddress, nearest, slashHint } from '../../base/suggest.ts'
import {
  absoluteUrl,
  decodePart,
  siteUrl,
  withoutBase,
  withoutQuery,
  withoutScheme,
} from '../../base/web-address.ts'

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

/** The recording of a post and its file. */
export interface FoundRecording {
  /** The place in the post that names it. */
  readonly reference: AudioReference
  readonly recording: Recording
  /** Of the local file; null for a recording on another host, and for one that is gone. */
  readonly facts: FileFacts | null
  /** If the post does not lead to the recording, why, and where it may have been; otherwise null. */
  readonly lost: Lost | null
}

/** What subscribers have of an episode. */
interface Had {
  readonly entry: LedgerEntry
  /** The recordings that its post named when it was last published; none if no copy of the post was kept. */
  readonly audio: readonly AudioReference[]
}

/** Finds what subscribers have of the episode of a post; null if they do not have it, or it may be removed. */
export type FindHad = (file: string) => Had | null

/** A published recording that its post does not lead to any more. */
export interface Lost {
  /** Why not, with what to do about it. */
  readonly why: string
  /** Where it may have been, absolute. */
  readonly files: readonly string[]
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
 * Finds the recording of a post: the first that it names and that is found, or else the one that
 * subscribers have. Reports one that is missing.
 */
export function recordingOf(
  { file, audio }: Pick<Post, 'file' | 'audio'>,
  place: RecordingPlace,
  had: FindHad,
  report: Report,
): FoundRecording | null {
  let why: string | null = null
  for (const reference of audio) {
    try {
      const recording = findRecording(reference, place)
      if (recording.warning !== null) {
        report(reference.field, 'recording/copy-missing', recording.warning)
      }
      return { reference, recording, facts: factsOf(recording, place), lost: null }
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause
      why ??= cause.message
    }
  }
  const [reference] = audio
  const before = had(file)
  if (before === null) {
    report(reference.field, 'recording/missing', why ?? '')
    return null
  }
  const found = findLost(why ?? '', audio, before, place)
  return { reference, ...found, facts: factsOf(found.recording, place) }
}

/** The recording that subscribers have: where it still is, or where it was. */
function findLost(
  why: string,
  references: readonly AudioReference[],
  { entry, audio }: Had,
  place: RecordingPlace,
): Pick<FoundRecording, 'recording' | 'lost'> {
  for (const reference of audio) {
    const recording = ifFound(() => findRecording(reference, place))
    if (recording !== null) return { recording, lost: { why, files: [] } }
  }
  const named = [...references, ...audio].flatMap((reference) => filesOf(reference, place))
  const files = [...new Set([...named, join(dirname(place.post), basename(entry.audio.url))])]
  return { recording: placeOf(entry, files[0] ?? ''), lost: { why, files } }
}

/** The file of a recording as the disk has it; null for one on another host. */
export function factsOf({ file }: Recording, { disk }: RecordingPlace): FileFacts | null {
  return file === null ? null : disk.stat(file)
}

/** The address at which subscribers have a recording. @param file Where it was. */
export function placeOf({ audio: { url } }: LedgerEntry, file: string): Recording {
  return url.startsWith('/')
    ? { url: null, file, path: url, warning: null }
    : { url, file, warning: null }
}

/**
 * Finds the recording that a post names: an absolute URL, a path from the root of the blog, or a name.
 *
 * A file in the repository of the blog is found by its public URL and keeps it; a file without a public
 * URL is served by this site.
 *
 * @throws {RangeError} If nothing is found; the message says where it was searched for and how to fix it.
 */
export function findRecording(reference: AudioReference, place: RecordingPlace): Recording {
  const { value } = reference
  if (/^(https?:)?\/\//i.test(value)) return findByUrl(absoluteUrl(value), place)
  const hint = slashHint(value)
  if (hint === null) return findLocal(value, place)
  const found = ifFound(
    () => findLocal(value, place),
    (cause) => {
      throw cause
    },
  )
  // No address has a backslash, so one that was made of it leads nowhere
  if (found?.file == null) throw new RangeError(`no file ${quote(value)}; ${hint}`)
  return found
}

function findLocal(value: string, place: RecordingPlace): Recording {
  if (/^[a-z][a-z0-9+.-]*:/i.test(value)) {
    const meant = meantAddress(value)
    const hint = meant === null ? '' : `; did you mean "${meant}"?`
    throw new RangeError(`expected an http(s) URL, a path or a file name, got "${value}"${hint}`)
  }
  return value.startsWith('/') ? findByPath(value, place) : findByName(value, place)
}

function findByUrl(url: string, place: RecordingPlace, refused: Refused = []): Recording {
  const bare = withoutScheme(url)
  const missing: string[] = []
  for (const mapped of place.settings.audio.folders) {
    const start = withoutScheme(mapped.url)
    if (!bare.startsWith(start)) continue
    const path = withoutQuery(bare.slice(start.length))
    const rest = decodePart(path) ?? path
    const file = readable(join(mapped.folder, rest), place, refused)
    if (file !== null) return { url, file, warning: null }
    if (place.disk.list(dirname(join(mapped.folder, rest))).size > 0) {
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

function findByPath(path: string, place: RecordingPlace): Recording {
  const { site } = place.settings
  const url = site === null ? null : siteUrl(path, site)
  const refused: Refused = []
  if (url !== null) {
    const found = findByUrl(url, place, refused)
    if (found.file !== null) return found
  }
  for (const candidate of filesAt(path, place)) {
    const file = readable(candidate, place, refused)
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

function findByName(name: string, place: RecordingPlace): Recording {
  const { audio } = place.settings
  const prefixed = audio.prefix === null ? null : absoluteUrl(audio.prefix + encodeName(name))
  const refused: Refused = []
  for (const candidate of filesNamed(name, place)) {
    const file = readable(candidate, place, refused)
    if (file !== null) {
      return { url: prefixed ?? publishedUrl(file, place), file, warning: null }
    }
  }
  if (prefixed !== null) return findByUrl(prefixed, place, refused)
  if (refused[0] !== undefined) throw refused[0]
  throw new RangeError(missingName(name, dirname(place.post), place))
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
function filesOf({ value }: AudioReference, place: RecordingPlace): readonly string[] {
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(value)) return []
  return value.startsWith('/') ? filesAt(value, place) : filesNamed(value, place)
}

function missingName(name: string, beside: string, place: RecordingPlace): string {
  const names = [...place.disk.list(join(beside, dirname(name)))]
  const stems = new Map(
    names.filter((other) => audioTypeOf(other) !== null).map((other) => [stemOf(other), other]),
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

/** Files that exist but may not be published; each with the reason. */
type Refused = ContentError[]

/** The file if it exists inside a folder of the show: never `../../secret`. */
function readable(file: string, place: RecordingPlace, refused: Refused): string | null {
  const { blog, audio } = place.settings
  const allowed = [place.folder, blog.root, ...audio.folders.map(({ folder }) => folder)]
  if (!allowed.some((folder) => contains(folder, file))) return null
  try {
    return place.disk.find(file)
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

/** A file name as a part of a URL; an encoded one stays. */
function encodeName(name: string): string {
  const isEncoded = (decodePart(name) ?? name) !== name
  return isEncoded ? name : name.split('/').map(encodeURIComponent).join('/')
}

/**
 * A recording that may be missing; null if it was not found.
 *
 * @param refused Called if one exists that may not be published, with the reason.
 */
export function ifFound(
  find: () => Recording,
  refused?: (cause: ContentError) => void,
): Recording | null {
  try {
    return find()
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    if (cause instanceof ContentError) refused?.(cause)
    return null
  }
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
