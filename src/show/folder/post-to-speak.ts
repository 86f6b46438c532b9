import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readContent } from '../../base/content-door.ts'
import type { SpokenPost } from '../../jobs/write-recording.ts'
import { isMap, type Value } from '../../posts/front-matter/values.ts'
import { parseTextPost } from '../../posts/parse-post.ts'
import type { Settings } from '../../settings/settings.ts'
import { rulesOf } from './read-posts.ts'
import { imageTypeOf } from '../../base/media-types.ts'

/** A post with the fields of its front matter that decide how it is spoken. */
export interface PostToSpeak extends SpokenPost {
  /** Whether it asks for a recording. */
  readonly asks: boolean
  /** The text that is spoken instead of the article; null if the article is. */
  readonly text: string | null
  /** Words → how they are said. */
  readonly lexicon: Readonly<Record<string, string>>
}

/** An image that players show. */
interface Picture {
  readonly type: 'image/jpeg' | 'image/png'
  readonly bytes: Buffer
}

/** The front-matter keys that ask for a recording. */
const ASKING = ['audio', 'narrate']
/** The key with the text that is spoken instead of the article. */
const TEXT_KEY = 'audio_text'
const LEXICON_KEY = 'lexicon'
/** Bytes of the largest image that goes into a recording. */
const LARGEST_PICTURE = 1_000_000

/**
 * Reads a post that may have no recording yet.
 *
 * @param file From the folder.
 * @returns Null if it is no post.
 */
export async function readPostToSpeak(
  folder: string,
  file: string,
  settings: Settings,
): Promise<PostToSpeak | null> {
  const path = join(folder, file)
  const post = parseTextPost(file, await readFile(path, 'utf8'), rulesOf(settings))
  if (post === null) return null
  const base = path.replace(/\.[^./]+$/, '')
  const text = post.values[TEXT_KEY]
  return {
    post,
    path,
    recording: `${base}.mp3`,
    transcript: `${base}.vtt`,
    asks: ASKING.some((key) => isYes(post.values[key])),
    text: typeof text === 'string' && text.trim() !== '' ? text : null,
    lexicon: lexiconOf(post.values[LEXICON_KEY]),
  }
}

function isYes(value: Value | undefined): boolean {
  return value === true || (typeof value === 'string' && /^(?:true|yes)$/i.test(value.trim()))
}

function lexiconOf(value: Value | undefined): PostToSpeak['lexicon'] {
  if (!isMap(value)) return {}
  return Object.fromEntries(
    Object.entries(value).flatMap(([word, said]) =>
      typeof said === 'string' ? [[word, said]] : [],
    ),
  )
}

/** The absolute paths at which a file may be that a post names; none if it names a URL. */
export function placesOf(
  name: string,
  post: string,
  folder: string,
  { blog }: Settings,
): readonly string[] {
  if (name === '' || /^(?:[a-z]+:|\/\/)/i.test(name)) return []
  return [
    join(folder, dirname(post), name),
    join(folder, name),
    ...blog.publicFolders.map((place) => join(place, name)),
  ]
}

/** The image of a post, else that of the show, if it is a local one that players show. */
export async function pictureOf(
  { image, file }: SpokenPost['post'],
  folder: string,
  settings: Settings,
): Promise<Picture | null> {
  const places = [image, settings.image].flatMap((name) =>
    name === null || name === undefined ? [] : placesOf(name, file, folder, settings),
  )
  for (const place of places) {
    const type = imageTypeOf(place)
    if (type !== 'image/jpeg' && type !== 'image/png') continue
    const bytes = await readContent(place, settings.roots).catch(() => null)
    if (bytes !== null && bytes.length <= LARGEST_PICTURE) return { type, bytes }
  }
  return null
}
