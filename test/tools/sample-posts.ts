import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readFrontMatter } from '../../src/posts/front-matter/front-matter.ts'
import type { Values } from '../../src/posts/front-matter/values.ts'

/** A post that is read aloud: what its front matter says, and its text. */
export interface SamplePost {
  /** Absolute or as the folder was given, like all files here. */
  readonly file: string
  readonly title: string
  readonly author: string
  readonly language: string
  readonly recording: string
  /** The same recording in another form; null where there is none. */
  readonly alternate: string | null
  readonly transcript: string
  /** Null where the post is too short for any. */
  readonly chapters: string | null
  /** Null where a cover is drawn. */
  readonly image: string | null
  readonly body: string
}

/** Reads every post of a folder, the oldest first. */
export async function readSamplePosts(folder: string): Promise<SamplePost[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).toSorted()
  return Promise.all(names.map((name) => readSamplePost(folder, name)))
}

async function readSamplePost(folder: string, name: string): Promise<SamplePost> {
  const file = join(folder, name)
  const matter = readFrontMatter(await readFile(file, 'utf8'))
  if (matter.state !== 'found') throw new Error(`${file}: expected front matter`)
  const text = (key: string) => textAt(matter.values, key, file)
  return {
    file,
    title: text('title'),
    author: text('author'),
    language: text('lang'),
    recording: join(folder, text('audio')),
    alternate:
      matter.values['podcast_ogg_file'] === undefined
        ? null
        : join(folder, text('podcast_ogg_file')),
    transcript: join(folder, text('transcript')),
    chapters: matter.values['chapters'] === undefined ? null : join(folder, text('chapters')),
    image: matter.values['image'] === undefined ? null : join(folder, text('image')),
    body: matter.body,
  }
}

function textAt(values: Values, key: string, file: string): string {
  const value = values[key]
  if (typeof value !== 'string') throw new Error(`${file} ${key}: expected text`)
  return value
}
