import { basename } from 'node:path'
import type { Drawing } from '../../jobs/draw-cover.ts'
import type { PicturePlace } from '../../jobs/square-picture.ts'
import type { Draft } from '../episode-parts.ts'
import { imageOfPart } from '../parts.ts'
import type { Settings } from '../../settings/settings.ts'
import type { Part, Show } from '../show.ts'
import type { LocalPicture } from './local-picture.ts'

/** The artwork that a show, a part of it or an episode is to get. */
export interface Wish {
  /** The file of its post; {@link ownerOfShow} for the show, {@link ownerOfPart} for a part. */
  readonly owner: string
  /** Whether it is the cover of a feed, which directories check. */
  readonly isCover: boolean
  /** The image that the author names, or else the one in the recording; null if there is none. */
  readonly picture: {
    readonly name: string
    readonly place: PicturePlace | null
    /** Why the image cannot be used, unless it just does not exist. */
    readonly refusal?: string | null
  } | null
  /** The words of the drawn cover if there is no image; null if none is drawn. */
  readonly words: Omit<Drawing['words'], 'colours'> | null
  /** Pixels on each side of a drawn cover, and at most of artwork made from an image. */
  readonly side: number
  readonly most: number
  /** Its date: artwork of new episodes is made first, because they change more often than old ones. */
  readonly published: Date
}

/** The part of a show that artwork depends on. */
interface WishingShow extends Pick<Show, 'title' | 'author' | 'language'> {
  /** The folder of the show on the site, with `/` at both ends. */
  readonly place: string
  /** The date of its newest episode. */
  readonly published: Date
}

/** The images that the settings name, by that name. */
export type SettingsPictures = ReadonlyMap<string, LocalPicture>

/** The owner of the artwork of a show. */
export function ownerOfShow({ place }: Pick<WishingShow, 'place'>): string {
  return place === '/' ? 'show' : `show ${place}`
}

/** The owner of the artwork of a part. @param path The path of its feed. */
function ownerOfPart({ place }: WishingShow, path: string): string {
  return `feed ${place}${path.slice(1)}`
}

/** Pixels: Amazon requires so many, and Apple accepts them. */
const SHOW_SIDE = 3000
const EPISODE_SIDE = 1400
/** Pixels: sharp on every screen, small enough for a good JPEG, and half the work of a larger one. */
const EPISODE_MOST = 2000

/** The wish of the show. */
export function wishOfShow(
  show: WishingShow,
  { image, artwork }: Settings,
  pictures: SettingsPictures,
): Wish {
  return {
    owner: ownerOfShow(show),
    isCover: true,
    picture: namedPicture(image, pictures),
    words: artwork.draw
      ? {
          title: show.title,
          above: null,
          below: show.author === show.title ? null : show.author,
          language: show.language,
          seed: show.title,
        }
      : null,
    side: SHOW_SIDE,
    most: SHOW_SIDE,
    published: show.published,
  }
}

/** The wish of a part. Its drawn cover has the title of the show, and the name of the part in large letters. */
export function wishOfPart(
  part: Part,
  show: WishingShow,
  settings: Settings,
  pictures: SettingsPictures,
): Wish {
  const { title, author, language, path, episodes } = part
  const lead = `${show.title}: `
  const isLed = title.startsWith(lead)
  const words = {
    title: isLed ? title.slice(lead.length) : title,
    above: isLed ? show.title : null,
    below: author === title ? null : author,
    language,
    seed: `${show.title}${path}`,
  }
  return {
    owner: ownerOfPart(show, path),
    isCover: true,
    picture: namedPicture(imageOfPart(settings.parts, part), pictures),
    words: settings.artwork.draw ? words : null,
    side: SHOW_SIDE,
    most: SHOW_SIDE,
    published: episodes[0]?.published ?? new Date(0),
  }
}

/** An image that the settings name. */
function namedPicture(name: string | null, pictures: SettingsPictures): Wish['picture'] {
  if (name === null) return null
  if (/^https?:\/\//i.test(name)) return { name, place: { url: new URL(name).href } }
  const local = pictures.get(name)
  const isThere = local !== undefined && local.facts !== null
  const place = isThere ? { file: local.file, facts: local.facts } : null
  return { name, place, refusal: local?.refusal ?? null }
}

/** The wish of an episode. */
export function wishOfEpisode(
  draft: Draft,
  show: WishingShow,
  { language, artwork }: Settings,
): Wish {
  const { post, slug } = draft
  const { file, title, published } = post
  const seed = `${show.title}/${slug}`
  const words = { title, above: show.title, below: null, language: post.language ?? language, seed }
  return {
    owner: file,
    isCover: false,
    picture: pictureOf(draft),
    words: artwork.draw ? words : null,
    side: EPISODE_SIDE,
    most: EPISODE_MOST,
    published,
  }
}

/** The image of a post: the local file of the blog if there is one, so that no request is needed. */
function pictureOf({
  post,
  image,
  localImage,
  recording: { file },
  tags,
  facts,
}: Draft): Wish['picture'] {
  if (image !== null && post.image !== null) {
    const name = post.image
    if (localImage !== null && localImage.facts !== null) {
      return { name, place: { file: localImage.file, facts: localImage.facts } }
    }
    return { name, place: 'url' in image ? { url: image.url } : null }
  }
  if (file === null || facts === null || !tags?.cover) return null
  return { name: `the cover in ${basename(file)}`, place: { recording: file, facts } }
}
