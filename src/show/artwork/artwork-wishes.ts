import { basename } from 'node:path'
import type { CoverWords } from '../../artwork/draw-cover.ts'
import type { PicturePlace } from '../../jobs/square-picture.ts'
import type { Draft } from '../draft.ts'
import { imageOfPart } from '../parts.ts'
import type { Settings } from '../settings/settings.ts'
import type { Part, Show } from '../show.ts'
import type { LocalPicture } from './local-picture.ts'

/** Artwork that a show, a part of it or an episode is to have. */
export interface Wish {
  /** The file of its post; {@link SHOW} for the show, {@link ownerOfPart} for a part. */
  readonly owner: string
  /** Whether it stands for a feed, which directories look at. */
  readonly isCover: boolean
  /** The picture that its author names, and how, else that in its recording; null where there is none. */
  readonly picture: {
    readonly name: string
    readonly place: PicturePlace | null
    /** Why there is no place, if more is known than that nothing is there. */
    readonly refusal?: string | null
  } | null
  /** What is drawn where there is no picture; null where nothing is. */
  readonly words: Omit<CoverWords, 'colours'> | null
  /** Pixels each way of what is drawn, and at most of what is made from a picture. */
  readonly side: number
  readonly most: number
  /** What is young changes more often than what is old. */
  readonly published: Date
}

/** What of a show is in its artwork. */
interface WishingShow extends Pick<Show, 'title' | 'author' | 'language'> {
  /** When its newest episode came out. */
  readonly published: Date
}

/** The pictures that the settings name, by what they call them. */
export type SettingsPictures = ReadonlyMap<string, LocalPicture>

/** Stands for the show where others have the file of a post. */
const SHOW = 'show'

const PART = 'feed '

/** Stands for a part of the show that has a feed of its own. @param path The feed's. */
function ownerOfPart(path: string): string {
  return PART + path
}

/** Amazon asks for so many; Apple takes them too. */
const SHOW_SIDE = 3000
const EPISODE_SIDE = 1400
/** Sharp on every screen that shows one episode, within the bytes of a good JPEG, and half the work. */
const EPISODE_MOST = 2000

/** What the show wants. */
export function wishOfShow(
  show: WishingShow,
  { image, artwork }: Settings,
  pictures: SettingsPictures,
): Wish {
  return {
    owner: SHOW,
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

/** What a part wants. Without a picture of its own it says what the show is called, and the name of the part large. */
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
    owner: ownerOfPart(path),
    isCover: true,
    picture: namedPicture(imageOfPart(settings.parts, part), pictures),
    words: settings.artwork.draw ? words : null,
    side: SHOW_SIDE,
    most: SHOW_SIDE,
    published: episodes[0]?.published ?? new Date(0),
  }
}

/** A picture that the settings name. */
function namedPicture(name: string | null, pictures: SettingsPictures): Wish['picture'] {
  if (name === null) return null
  if (/^https?:\/\//i.test(name)) return { name, place: { url: new URL(name).href } }
  const local = pictures.get(name)
  const isThere = local !== undefined && local.facts !== null
  const place = isThere ? { file: local.file, facts: local.facts } : null
  return { name, place, refusal: local?.refusal ?? null }
}

/** What an episode wants. */
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

/** The picture of a post: a file of the blog where it lies here, so that no host need be asked. */
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
