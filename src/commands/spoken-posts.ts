import { readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { parseTextPost } from '../posts/parse-post.ts'
import { isMap, type Value } from '../posts/front-matter/values.ts'
import type { TextPost } from '../posts/post.ts'
import type { Settings } from '../settings/settings.ts'
import { findPosts } from '../show/folder/content-files.ts'
import { rulesOf } from '../show/folder/read-posts.ts'
import { type Script, writeScript } from '../speech/script.ts'
import { SPOKEN_PARTS } from '../speech/speakable.ts'
import type { Lexicon } from '../speech/words/say.ts'
import { UsageError } from './command.ts'

/** A post that is to be spoken. */
export interface SpokenPost {
  readonly post: TextPost
  /** Absolute. */
  readonly path: string
  /** Beside the post, absolute. */
  readonly recording: string
  readonly transcript: string
}

/** The front-matter keys that ask for a recording. */
const ASKING = ['audio', 'narrate']
/** The key with the text that is spoken instead of the article. */
const TEXT_KEY = 'audio_text'
const LEXICON_KEY = 'lexicon'

/**
 * The posts of a folder that ask to be spoken (`audio: true`), the oldest first, or the one that is
 * named.
 *
 * @throws {UsageError} If there is no such post.
 */
export async function findSpoken(
  folder: string,
  settings: Settings,
  only: string | undefined,
): Promise<readonly SpokenPost[]> {
  const { files } = await findPosts(folder, settings)
  const wanted = only === undefined ? files : [nameIn(files, folder, only)]
  const posts: SpokenPost[] = []
  for (const file of wanted) {
    const path = join(folder, file)
    const post = parseTextPost(file, await readFile(path, 'utf8'), rulesOf(settings))
    if (post === null) {
      if (only === undefined) continue
      throw new UsageError(`"${file}" is no post: it needs front matter with a title and a date`)
    }
    if (only === undefined && !ASKING.some((key) => isYes(post.values[key]))) continue
    const base = path.replace(/\.[^./]+$/, '')
    posts.push({ post, path, recording: `${base}.mp3`, transcript: `${base}.vtt` })
  }
  return posts.toSorted((a, b) => a.post.published.getTime() - b.post.published.getTime())
}

function nameIn(files: readonly string[], folder: string, only: string): string {
  const found =
    files.find((file) => file === only || join(folder, file) === resolve(only)) ??
    files.find((file) => basename(file) === basename(only))
  if (found !== undefined) return found
  throw new UsageError(`there is no post "${only}" in ${folder}`)
}

function isYes(value: Value | undefined): boolean {
  return value === true || (typeof value === 'string' && /^(?:true|yes)$/i.test(value.trim()))
}

/**
 * What is said of a post: its article, or the text that it has for that.
 *
 * @param spell Whether numbers and abbreviations are spelled out.
 */
export function scriptOf({ post }: SpokenPost, settings: Settings, spell: boolean): Script {
  const { code, tables, lexicon } = settings.narration
  const text = post.values[TEXT_KEY]
  return writeScript(
    post.title,
    typeof text === 'string' && text.trim() !== '' ? text : post.body.text(),
    {
      language: post.language ?? settings.language,
      spell,
      lexicon: { ...lexicon, ...lexiconOf(post.values[LEXICON_KEY]) },
      parts: { ...SPOKEN_PARTS, code, tables },
    },
  )
}

function lexiconOf(value: Value | undefined): Lexicon {
  if (!isMap(value)) return {}
  return Object.fromEntries(
    Object.entries(value).flatMap(([word, said]) =>
      typeof said === 'string' ? [[word, said]] : [],
    ),
  )
}
