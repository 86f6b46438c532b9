import { extname } from 'node:path'
import { imageTypeOf } from '../base/media-types.ts'
import type { Artwork } from './artwork/artwork.ts'
import type { Draft, EpisodeMaterial } from './episode-parts.ts'
import type { Episode } from './episode.ts'
import type { Enclosures } from './recordings/enclosures.ts'
import { urlOf } from './show.ts'
import { NO_TARGETS } from './sidecars/article-targets.ts'

/** Where the article of an episode is read: on the blog, or on the page of this site. */
export function articleLink({ link, page }: Draft, baseUrl: string): string {
  return link ?? urlOf({ baseUrl }, page)
}

/** The addresses of what an article links to: pages of the blog, other posts, their recordings. */
export function addressesOf(
  { targets }: Draft,
  {
    enclosures: { paths },
    links,
    baseUrl,
  }: Pick<EpisodeMaterial, 'enclosures' | 'links' | 'baseUrl'>,
): Episode['addresses'] {
  if (targets === NO_TARGETS) return targets.urls
  const posts = [...targets.posts].flatMap(([address, file]) => {
    const link = links.get(file)
    return link === undefined ? [] : [[address, link] as const]
  })
  const recordings = [...targets.files].flatMap(([address, file]) => {
    const path = paths.get(file)
    return path === undefined ? [] : [[address, urlOf({ baseUrl }, path)] as const]
  })
  return new Map([...targets.urls, ...posts, ...recordings])
}

function imagePath({ image, page }: Draft): string | null {
  return image === null || 'url' in image
    ? null
    : `${page}image${extname(image.file).toLowerCase()}`
}

/** The address of the image of a post, which this site serves if no other host does. */
export function imageUrl(draft: Draft, baseUrl: string): string | null {
  const path = imagePath(draft)
  if (path !== null) return urlOf({ baseUrl }, path)
  return draft.image !== null && 'url' in draft.image ? draft.image.url : null
}

/** The image of a post as it is, if no artwork was made of it. */
export function artworkOfDraft(draft: Draft, baseUrl: string): Artwork | null {
  const url = imageUrl(draft, baseUrl)
  if (url === null) return null
  const type = imageTypeOf(url) ?? 'image/jpeg'
  return { url, path: null, file: null, type, width: null, height: null, small: [] }
}

/** The files that are served beside its page: its own picture too, but no recording, which has an address already. */
export function filesOfPage(draft: Draft, { paths }: Enclosures): Draft['assets'] {
  const path = imagePath(draft)
  if (path === null && draft.assets.size === 0) return draft.assets
  const assets = [...draft.assets].filter(([, { file }]) => !paths.has(file))
  if (path === null || draft.image === null || !('file' in draft.image)) return new Map(assets)
  return new Map([...assets, [path, { path, file: draft.image.file }]])
}
