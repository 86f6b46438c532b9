import { AUDIO_NAME, FOR_SOME_APPS } from './audio-references.ts'
import type { Value, Values } from '../front-matter/values.ts'
import { isList, isMap, pathOf } from '../front-matter/values.ts'

/** Depth of nested maps that are searched for recordings; those of themes are not deeper. */
const DEEPEST = 4
/** Paths of one post; more are not a list of recordings. */
const MOST = 20
const MAX_ADDRESS = 2000
/** The most words of a file name; a sentence that ends in a name has more. */
const MAX_WORDS = 8
const MARKUP = /[<>\n]|\]\(/

/**
 * The keys under which front matter names recordings, as settings would write them: `mediaformats.mp3`. Lists
 * are searched as well.
 */
export function recordingKeys(values: Values): readonly string[] {
  const paths = new Set<string>()
  const read = (value: Value, path: string, depth: number): void => {
    if (depth > DEEPEST || paths.size >= MOST) return
    if (isList(value)) for (const item of value) read(item, path, depth + 1)
    else if (isMap(value)) {
      for (const [key, inner] of Object.entries(value)) {
        // A key that contains a dot would be read as two
        if (!key.includes('.')) read(inner, pathOf(path, key), depth + 1)
      }
    } else if (typeof value === 'string' && namesRecording(value.trim(), path)) paths.add(path)
  }
  read(values, '', 0)
  paths.delete('')
  return [...paths]
}

function namesRecording(text: string, path: string): boolean {
  // Most texts in front matter are plain words.
  if (!text.includes('.') && !text.includes('//')) return false
  if (text.length > MAX_ADDRESS || MARKUP.test(text)) return false
  const isUrl = /^(?:https?:)?\/\/\S+$/i.test(text)
  if (isUrl && AUDIO_NAME.test(`.${path.split('.').at(-1) ?? ''}`)) return true
  return AUDIO_NAME.test(text) && (isUrl || text.split(/\s+/).length <= MAX_WORDS)
}

/** A key under which posts name recordings, and how many do so. */
export interface UnreadKey {
  readonly path: string
  /** The files of the posts, in their order. */
  readonly files: readonly string[]
}

/** The unread key under which most posts name recordings; null if there is none. */
export function commonKey(
  posts: readonly { readonly file: string; readonly recordingKeys: readonly string[] }[],
): UnreadKey | null {
  const named = posts.flatMap(({ file, recordingKeys: paths }) =>
    paths.map((path) => ({ file, path })),
  )
  const [best] = [...Map.groupBy(named, ({ path }) => path)]
    .map(([path, group]) => ({ path, files: group.map(({ file }) => file) }))
    .toSorted(
      (a, b) =>
        b.files.length - a.files.length ||
        Number(isForSomeApps(a.path)) - Number(isForSomeApps(b.path)),
    )
  return best ?? null
}

function isForSomeApps(path: string): boolean {
  return FOR_SOME_APPS.test(path.split('.').at(-1) ?? '')
}

/** The setting `fields` with one more key for recordings. */
export function withKey(
  fields: Readonly<Record<string, readonly string[]>>,
  path: string,
): Readonly<Record<string, readonly string[]>> {
  return { ...fields, audio: [...(fields['audio'] ?? []), path] }
}
