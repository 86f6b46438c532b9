import { basename, dirname, extname, join } from 'node:path'
import type { Problem } from '../../base/problem.ts'
import { ContentError } from '../../base/content-door.ts'
import type { Disk } from '../../base/disk.ts'
import type { FieldName } from '../../posts/conventions.ts'
import type { Asset } from '../episode.ts'
import { decodePart } from '../../base/web-address.ts'

/** Where files beside a post are searched for. */
export interface SidecarPlace {
  /** The post's file, absolute. */
  readonly post: string
  /** Folders that hold a site's published files, for paths that begin with `/`. */
  readonly publicFolders: readonly string[]
  /** See {@link findStems}. */
  readonly stems: readonly string[]
  readonly disk: Disk
}

/** Gives the files in an article their paths on this site. @param page The path of its page. */
export function assetsOf(
  files: ReadonlyMap<string, string>,
  page: string,
): ReadonlyMap<string, Asset> {
  if (files.size === 0) return NO_ASSETS
  const names = new Set<string>()
  const assets = new Map<string, Asset>()
  for (const [address, file] of files) {
    const name = assetName(address, names)
    names.add(name)
    assets.set(address, { path: `${page}${name}`, file })
  }
  return assets
}

/** One for all of the thousands of articles without files. */
const NO_ASSETS: ReadonlyMap<string, Asset> = new Map()

/** The sentence about a file that may not be published. @throws All other errors. */
export function sentenceOf(cause: unknown): string {
  if (cause instanceof ContentError) return cause.message
  throw cause
}

function assetName(address: string, taken: ReadonlySet<string>): string {
  const plain = (
    address
      .replace(/[?#].*$/s, '')
      .split('/')
      .at(-1) ?? ''
  ).replaceAll(/[^A-Za-z0-9._-]+/g, '-')
  return taken.has(plain) ? `${taken.size}-${plain}` : plain
}

/**
 * The local file at an address in a post: beside the post, or from the root of the blog.
 *
 * @throws {ContentError} If it exists, but may not be published.
 */
export function findBeside(address: string, place: SidecarPlace): string | null {
  const folders = address.startsWith('/') ? place.publicFolders : [dirname(place.post)]
  const names = [address, decodePart(address) ?? address]
  return firstFile(
    folders.flatMap((folder) => names.map((name) => join(folder, name))),
    place.disk,
    folders,
  )
}

/** A problem of a file beside a post. */
export interface SidecarFault extends Pick<Problem, 'message' | 'rule'> {
  /** The file, from the content folder with `/`; null if the post itself is to be corrected. */
  readonly file: string | null
  readonly line: number | null
  /** The field of the post that is to be corrected. */
  readonly field: FieldName | null
}

/**
 * The beginnings that the name of a sidecar may have: the names of the post and its recording,
 * without extensions, if the name of another file begins so.
 *
 * @param recordings Where the recording is; several places where it is gone.
 */
export function findStems(
  post: string,
  recordings: readonly string[],
  disk: Disk,
): readonly string[] {
  const files = [post, ...recordings]
  const isOwn = (name: string) => files.some((file) => basename(file) === name)
  return files
    .map((file) => file.slice(0, -extname(file).length || undefined))
    .filter((stem) => disk.goingOn(stem)?.some((name) => !isOwn(name)) ?? true)
}

/**
 * The first file that exists and is inside one of some folders.
 *
 * @throws {ContentError} If only files exist that may not be published.
 */
export function firstFile(
  files: readonly string[],
  disk: Disk,
  within: readonly string[] = files.map(dirname),
): string | null {
  let refused: ContentError | null = null
  const inside = within.map((folder) => join(folder, '/'))
  for (const file of files) {
    if (!inside.some((folder) => file.startsWith(folder))) continue
    try {
      const found = disk.find(file)
      if (found !== null) return found
    } catch (cause) {
      if (!(cause instanceof ContentError)) throw cause
      refused ??= cause
    }
  }
  if (refused !== null) throw refused
  return null
}
