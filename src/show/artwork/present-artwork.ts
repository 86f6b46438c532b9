import type { Problem } from '../../posts/problem.ts'
import type { Artwork, Picture } from './artwork.ts'
import type { ArtworkStore, Standing, StoredArtwork } from './artwork-store.ts'
import { pathOfPart, SHOW } from './artwork-wishes.ts'
import { type Draft, keyOf } from '../gather.ts'
import { urlOf } from '../show.ts'
import { toSlug } from '../../posts/slug.ts'

/** The artwork that stands, and what is to be said of the pictures it was made from. */
export interface PresentArtwork {
  /** Null while none was made for the show. */
  readonly image: Artwork | null
  /** By the path of the feed of a part. */
  readonly parts: ReadonlyMap<string, Artwork>
  /** By the file of the post. */
  readonly episodes: ReadonlyMap<string, Artwork>
  readonly problems: readonly Problem[]
}

export const NO_ARTWORK: PresentArtwork = {
  image: null,
  parts: new Map(),
  episodes: new Map(),
  problems: [],
}

/**
 * Gives what was made its addresses. It may be older than what it was made from: what is new stands
 * as soon as it is made.
 */
export function presentArtwork(
  store: ArtworkStore,
  drafts: readonly Draft[],
  baseUrl: string,
): PresentArtwork {
  const ofShow = store.entries.get(SHOW)
  const own = drafts.flatMap((draft) => {
    const standing = store.entries.get(draft.post.file)
    return standing === undefined ? [] : [{ draft, standing }]
  })
  const parts = [...store.entries].flatMap(([owner, standing]) => {
    const path = pathOfPart(owner)
    return path === null ? [] : [{ path, standing }]
  })
  return {
    image: ofShow === undefined ? null : artworkOf(ofShow, 'cover', store, baseUrl),
    parts: new Map(
      parts.flatMap(({ path, standing }) => {
        const artwork = artworkOf(standing, coverName(path), store, baseUrl)
        return artwork === null ? [] : [[path, artwork] as const]
      }),
    ),
    episodes: new Map(
      own.flatMap(({ draft, standing }) => {
        const artwork = artworkOf(standing, draft.slug, store, baseUrl)
        return artwork === null ? [] : [[draft.post.file, artwork] as const]
      }),
    ),
    problems: [
      ...(store.hindrance === null
        ? []
        : [{ ...store.hindrance, file: null, line: null, field: null }]),
      ...problemsOf(ofShow, { file: 'sidecast.yml', line: null, field: 'image' }),
      ...parts.flatMap(({ standing }) =>
        problemsOf(standing, { file: 'sidecast.yml', line: null, field: 'feeds' }),
      ),
      ...own.flatMap(({ draft, standing }) => problemsOf(standing, placeIn(draft))),
    ],
  }
}

/** For `/feeds/travel.xml` it is `cover-travel`. */
function coverName(path: string): string {
  return `cover-${toSlug(path.replace(/\.\w+$|\/$/, '').replace(/^.*\//s, ''))}`
}

function artworkOf(
  { art, kept }: Standing,
  name: string,
  store: ArtworkStore,
  baseUrl: string,
): Artwork | null {
  if (art === null) return null
  const stem = `/artwork/${name}-${art.id.slice(0, 8)}`
  const large = pictureOf(art, art.side, `${stem}.jpg`, store, baseUrl)
  const small = art.small.map((side) => pictureOf(art, side, `${stem}-${side}.jpg`, store, baseUrl))
  return kept === null ? { ...large, small } : { ...large, ...kept, path: null, file: null, small }
}

function pictureOf(
  art: StoredArtwork,
  side: number,
  path: string,
  store: ArtworkStore,
  baseUrl: string,
): Picture {
  const file = store.fileOf(art, side)
  return {
    url: urlOf({ baseUrl }, path),
    path,
    file,
    type: 'image/jpeg',
    width: side,
    height: side,
  }
}

type Place = Pick<Problem, 'file' | 'line' | 'field'>

function placeIn({ post }: Draft): Place {
  const field = keyOf(post, ['image', 'thumbnail', 'cover'])
  const line = post.lines.get(field) ?? null
  return { file: post.file, line, field: line === null ? 'title' : field }
}

function problemsOf(standing: Standing | undefined, place: Place): readonly Problem[] {
  return standing?.findings.map((finding) => ({ ...finding, ...place })) ?? []
}
