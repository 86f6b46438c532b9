import { basename, join, resolve } from 'node:path'
import type { Settings } from '../settings/settings.ts'
import { didYouMean } from '../base/suggest.ts'
import { findPosts } from '../show/folder/content-files.ts'
import { type PostToSpeak, readPostToSpeak } from '../show/folder/post-to-speak.ts'
import { type Script, writeScript } from '../speech/script.ts'
import { SPOKEN_PARTS } from '../speech/speakable.ts'
import { UsageError } from './command.ts'

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
): Promise<readonly PostToSpeak[]> {
  const { files } = await findPosts(folder, settings)
  const wanted = only === undefined ? files : [nameIn(files, folder, only)]
  const posts: PostToSpeak[] = []
  for (const file of wanted) {
    const spoken = await readPostToSpeak(folder, file, settings)
    if (spoken !== null && (spoken.asks || only !== undefined)) posts.push(spoken)
    if (spoken !== null || only === undefined) continue
    throw new UsageError(`"${file}" is not a post: it needs front matter with a title and a date`)
  }
  return posts.toSorted((a, b) => a.post.published.getTime() - b.post.published.getTime())
}

function nameIn(files: readonly string[], folder: string, only: string): string {
  const found =
    files.find((file) => file === only || join(folder, file) === resolve(only)) ??
    files.find((file) => basename(file) === basename(only))
  if (found !== undefined) return found
  throw new UsageError(
    `there is no post "${only}" in ${folder}${didYouMean(basename(only), files)}`,
  )
}

/**
 * The script of a post: made from its article, or from the text that its front matter gives instead.
 *
 * @param spell Whether numbers and abbreviations are spelled out.
 */
export function scriptOf(
  { post, text, lexicon }: PostToSpeak,
  { language, narration }: Settings,
  spell: boolean,
): Script {
  const { code, tables } = narration
  return writeScript(post.title, text ?? post.body.text(), {
    language: post.language ?? language,
    spell,
    lexicon: { ...narration.lexicon, ...lexicon },
    parts: { ...SPOKEN_PARTS, code, tables },
  })
}
