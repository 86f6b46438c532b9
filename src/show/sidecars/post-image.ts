import { siteUrl } from '../../base/web-address.ts'
import type { Post } from '../../posts/post.ts'
import { lookAt, type LocalPicture } from '../artwork/local-picture.ts'
import { keyOf, type Report } from '../post-problems.ts'
import type { RecordingPlace } from '../recordings/find-recording.ts'
import { findPicture, type FoundPicture, missingFile } from './pictures.ts'
import { sentenceOf } from './sidecars.ts'

/** The image of a post. */
export interface PostImage {
  readonly image: { readonly url: string } | { readonly file: string } | null
  /** The same as a local file of the blog; null if only another host has it. */
  readonly localImage: LocalPicture | null
}

/** Finds the image that a post names; reports one that is missing. */
export function findImage(post: Post, place: RecordingPlace, report: Report): PostImage {
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
