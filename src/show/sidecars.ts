import { readFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import type { Chapter, Post } from '../posts/post.ts'
import { faultOf } from './fault.ts'
import type { Disk } from './disk.ts'
import { isRecord } from './machine-memory.ts'
import type { Asset } from './episode.ts'

/** Where what lies beside a post is looked for. */
export interface SidecarPlace {
  /** The post's file, absolute. */
  readonly post: string
  /** The local recording, absolute; null where there is none. */
  readonly recording: string | null
  /** Folders that hold a site's published files, for paths that begin with `/`. */
  readonly publicFolders: readonly string[]
  readonly disk: Disk
}

/**
 * The chapters of a post: its front matter's, else those of the JSON file that it names or that
 * bears its name (`tides.chapters.json`); null where there are none.
 *
 * @throws {RangeError} If the file is missing or is no JSON chapters file.
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/chapters/jsonChapters.md
 */
export async function findChapters(
  post: Post,
  place: SidecarPlace,
): Promise<readonly Chapter[] | null> {
  if (post.chapters !== null) return post.chapters
  const file =
    post.chaptersFile === null
      ? await firstFile(
          stems(place).map((stem) => `${stem}.chapters.json`),
          place.disk,
        )
      : await findBeside(post.chaptersFile, place)
  if (file !== null) return parseJsonChapters(await readFile(file, 'utf8'))
  if (post.chaptersFile === null || URL.canParse(post.chaptersFile)) return null
  throw new RangeError(`no file "${post.chaptersFile}" beside the post`)
}

/**
 * Reads Podcasting 2.0 JSON chapters; hidden ones (`toc: false`) are left out.
 *
 * @throws {RangeError} If the text is not JSON, or has no list of chapters with start and title.
 */
function parseJsonChapters(text: string): readonly Chapter[] {
  const file = parseJson(text)
  const list: unknown = isRecord(file) ? file['chapters'] : null
  if (!Array.isArray(list)) throw new RangeError('expected JSON with a list of "chapters"')
  const chapters = list.filter((item) => item?.toc !== false).map(parseChapter)
  return chapters.toSorted((a, b) => a.start - b.start)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new RangeError(`expected JSON, got an error: ${faultOf(cause).message}`, { cause })
  }
}

function parseChapter(item: unknown, index: number): Chapter {
  const { startTime, title, url, img } = isRecord(item) ? item : {}
  if (typeof startTime !== 'number' || !(startTime >= 0) || typeof title !== 'string') {
    throw new RangeError(`chapters[${index}]: expected "startTime" in seconds and "title"`)
  }
  return {
    start: startTime,
    title: title.trim(),
    ...(typeof url === 'string' && { url }),
    ...(typeof img === 'string' && { image: img }),
  }
}

const IMAGE_NAME = /\.(jpe?g|png|gif|webp|avif|svg)$/i

/** Addresses in Markdown and HTML that may be a local picture. Bounded: hostile text is common. */
const ADDRESS =
  /\]\(\s*(?:<([^<>\n]{1,300})>|([^()<>\s]{1,300}))|\bsrc\s*=\s*(?:"([^"\n]{1,300})"|'([^'\n]{1,300})'|([^"'<>\s]{1,300}))/gi

/** The local pictures that an article refers to, by the address it is written with. */
export async function findAssets(
  body: string,
  page: string,
  place: SidecarPlace,
): Promise<ReadonlyMap<string, Asset>> {
  const assets = new Map<string, Asset>()
  const names = new Set<string>()
  for (const match of body.matchAll(ADDRESS)) {
    const address = match.slice(1).find((group) => group !== undefined)
    if (address === undefined || assets.has(address) || !IMAGE_NAME.test(address)) continue
    const file = URL.canParse(address) ? null : await findBeside(address, place)
    if (file === null) continue
    const name = assetName(address, names)
    names.add(name)
    assets.set(address, { path: `${page}${name}`, file })
  }
  return assets
}

function assetName(address: string, taken: ReadonlySet<string>): string {
  const plain = (address.split('/').at(-1) ?? '').replaceAll(/[^A-Za-z0-9._-]+/g, '-')
  return taken.has(plain) ? `${taken.size}-${plain}` : plain
}

/** A local file by the address that a post gives it: beside the post, or from the site's root. */
export async function findBeside(address: string, place: SidecarPlace): Promise<string | null> {
  const folders = address.startsWith('/') ? place.publicFolders : [dirname(place.post)]
  const names = [address, decode(address)]
  return firstFile(
    folders.flatMap((folder) => names.map((name) => join(folder, name))),
    place.disk,
    folders,
  )
}

/** What names a sidecar may begin with: the post's name and its recording's, without their endings. */
export function stems({ post, recording }: SidecarPlace): readonly string[] {
  return [post, ...(recording === null ? [] : [recording])].map((file) =>
    file.slice(0, -extname(file).length || undefined),
  )
}

/** The first of some files that is there; only those inside of some folders count. */
export async function firstFile(
  files: readonly string[],
  disk: Disk,
  within: readonly string[] = files.map(dirname),
): Promise<string | null> {
  for (const file of files) {
    const inside = within.some((folder) => file.startsWith(join(folder, '/')))
    if (inside && (await disk.stat(file)) !== null) return file
  }
  return null
}

function decode(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}
