import { basename, join, resolve } from 'node:path'
import type { CoverWords } from '../../artwork/draw-cover.ts'
import type { Post } from '../../posts/post.ts'
import { createDisk, type Disk } from '../folder/disk.ts'
import type { Episode } from '../episode.ts'
import type { Draft } from '../gather.ts'
import type { Settings } from '../../settings/settings.ts'
import { imageOfPart } from '../parts.ts'
import type { Part, Show } from '../show.ts'
import { findBeside } from '../sidecars/sidecars.ts'

/** Where a picture is: a file, another host, or inside a recording. */
type PicturePlace =
  | { readonly file: string }
  | { readonly url: string }
  | { readonly recording: string }

/** Artwork that a show, a part of it or an episode is to have. */
export interface Wish {
  /** The file of its post; {@link SHOW} for the show, {@link ownerOfPart} for a part. */
  readonly owner: string
  /** Whether it stands for a feed, which directories look at. */
  readonly isCover: boolean
  /** The picture that its author names, and how, else that in its recording; null where there is none. */
  readonly picture: (PicturePlace & { readonly name: string }) | null
  /** What is drawn where there is no picture; null where nothing is. */
  readonly words: Omit<CoverWords, 'colours'> | null
  /** Pixels each way of what is drawn, and at most of what is made from a picture. */
  readonly side: number
  readonly most: number
  /** What is young changes more often than what is old. */
  readonly published: Date
}

/** Stands for the show where others have the file of a post. */
export const SHOW = 'show'

const PART = 'feed '

/** Stands for a part of the show that has a feed of its own. @param path The feed's. */
function ownerOfPart(path: string): string {
  return PART + path
}

/** The path of a part's feed; null for what is no part's. */
export function pathOfPart(owner: string): string | null {
  return owner.startsWith(PART) ? owner.slice(PART.length) : null
}

/** Amazon asks for so many; Apple takes them too. */
const SHOW_SIDE = 3000
const EPISODE_SIDE = 1400
/** Sharp on every screen that shows one episode, within the bytes of a good JPEG, and half the work. */
const EPISODE_MOST = 2000

/** What artwork a show wants: its own first, then its parts', then that of each episode, scheduled ones too. */
export async function wishesOf(
  show: Show,
  drafts: readonly Draft[],
  settings: Settings,
  folder: string,
): Promise<readonly Wish[]> {
  const disk = createDisk()
  const byFile = new Map(drafts.map((draft) => [draft.post.file, draft]))
  const episodes = await Promise.all(
    [...show.episodes, ...show.scheduled].map(async (episode) => {
      const draft = byFile.get(episode.file)
      const picture =
        draft === undefined ? null : await pictureOf(draft, { settings, folder, disk })
      return wishOfEpisode(episode, picture, show, settings)
    }),
  )
  const parts = show.parts.map((part) => wishOfPart(part, show, settings, folder))
  return [wishOfShow(show, settings, folder), ...parts, ...episodes]
}

function wishOfShow(show: Show, { image, artwork }: Settings, folder: string): Wish {
  return {
    owner: SHOW,
    isCover: true,
    picture: namedPicture(image, folder),
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
    published: show.episodes[0]?.published ?? new Date(0),
  }
}

/** Without a picture of its own it says what the show is called, and the name of the part large. */
function wishOfPart(part: Part, show: Show, settings: Settings, folder: string): Wish {
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
    picture: namedPicture(imageOfPart(settings.parts, part), folder),
    words: settings.artwork.draw ? words : null,
    side: SHOW_SIDE,
    most: SHOW_SIDE,
    published: episodes[0]?.published ?? new Date(0),
  }
}

/** A picture that the settings name. */
function namedPicture(image: string | null, folder: string): Wish['picture'] {
  return image === null ? null : { ...placeOf(image, folder), name: image }
}

function placeOf(image: string, folder: string): PicturePlace {
  return /^https?:\/\//i.test(image)
    ? { url: new URL(image).href }
    : { file: resolve(folder, image) }
}

function wishOfEpisode(
  episode: Episode,
  picture: Wish['picture'],
  show: Show,
  { artwork }: Settings,
): Wish {
  const { file, title, language, slug, published } = episode
  const words = { title, above: show.title, below: null, language, seed: `${show.title}/${slug}` }
  return {
    owner: file,
    isCover: false,
    picture,
    words: artwork.draw ? words : null,
    side: EPISODE_SIDE,
    most: EPISODE_MOST,
    published,
  }
}

interface Around {
  readonly settings: Settings
  readonly folder: string
  readonly disk: Disk
}

/** The picture of a post: a file of the blog where it lies here, so that no host need be asked. */
async function pictureOf(draft: Draft, around: Around): Promise<Wish['picture']> {
  const { post, image } = draft
  if (image === null || post.image === null) return coverOf(draft)
  const name = post.image
  if ('file' in image) return { file: image.file, name }
  const file = await localFile(post, draft, around)
  return file === null ? { url: image.url, name } : { file, name }
}

function coverOf({ recording: { file }, tags }: Draft): Wish['picture'] {
  if (file === null || !tags?.cover) return null
  return { recording: file, name: `the cover in ${basename(file)}` }
}

function localFile(
  { image, file }: Post,
  { recording }: Draft,
  { settings, folder, disk }: Around,
): Promise<string | null> {
  const { site } = settings
  const isOwn = site !== null && image?.startsWith(site) === true
  const path = isOwn ? `/${image.slice(site.length)}` : (image ?? '')
  if (/^(https?:)?\/\//i.test(path)) return Promise.resolve(null)
  return findBeside(path, {
    post: join(folder, file),
    recording: recording.file,
    publicFolders: [...settings.blog.publicFolders, folder],
    disk,
  })
}
