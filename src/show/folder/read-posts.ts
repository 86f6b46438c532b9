import { existsSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { parsePost } from '../../posts/parse-post.ts'
import type { PostResult, PostRules } from '../../posts/post.ts'
import type { Problem } from '../../base/problem.ts'
import { problem } from '../../base/problem.ts'
import { readContentSync, type Roots } from '../../base/content-door.ts'
import type { ContentFiles } from './content-files.ts'
import { findPosts } from './content-files.ts'
import { createNamesakes } from './namesakes.ts'
import { whyUnreadable } from '../../base/file-errors.ts'
import type { Settings } from '../../settings/settings.ts'

/**
 * Files read in one batch. Thousands of small files are read three times as fast without a promise for
 * each, and between batches a server still answers.
 */
const AT_ONCE = 100

interface PostFile {
  readonly bytes: number
  /** Milliseconds since 1970, with fraction. */
  readonly modified: number
  /** Names of recordings beside it that bear its name. */
  readonly beside: readonly string[]
  readonly result: PostResult
}

/** The result of every post file. */
export interface ReadPosts {
  /** In the order of their names. */
  readonly results: readonly PostResult[]
  /** Of the search: folders that cannot be read, circular links. */
  readonly problems: readonly Problem[]
  /** The last change of any file, in milliseconds since 1970. */
  readonly modified: number
}

/** Reads the posts of a folder; unchanged files are not read again. */
export interface PostReader {
  /** Whether all changed paths are known posts that still exist. */
  readonly onlyEdits: (changed: ReadonlySet<string>) => boolean
  /** @param changed Absolute paths; null checks every file. */
  readonly read: (settings: Settings, changed: ReadonlySet<string> | null) => Promise<ReadPosts>
}

export function createPostReader(folder: string): PostReader {
  let known: ReadonlyMap<string, PostFile> = new Map()
  let knownRules: PostRules | null = null
  let found: ContentFiles = { files: [], problems: [] }

  const onlyEdits = (changed: ReadonlySet<string>): boolean =>
    [...changed].every((path) => known.has(relative(folder, path)) && existsSync(path))

  return {
    onlyEdits,
    async read(settings, changed) {
      const rules = rulesOf(settings)
      const edits = isDeepStrictEqual(rules, knownRules) && changed !== null && onlyEdits(changed)
      if (!isDeepStrictEqual(rules, knownRules)) known = new Map()
      knownRules = rules
      if (!edits) found = await findPosts(folder, settings)
      const files = new Map<string, PostFile>()
      const hasMeta = settings.blog.generator === 'nikola'
      const door = { roots: settings.roots, folders: new Map<string, string>() }
      const besideOf = settings.audio.beside ? createNamesakes(folder) : () => []
      for (const [index, file] of found.files.entries()) {
        if (index % AT_ONCE === AT_ONCE - 1) await setImmediate()
        const before = known.get(file)
        const touched =
          changed === null || [file, metaOf(file)].some((path) => changed.has(join(folder, path)))
        const beside = besideOf(file)
        const same = !touched && isDeepStrictEqual(before?.beside, beside)
        const reading = { rules, hasMeta, beside, ...door }
        files.set(
          file,
          same && before !== undefined ? before : readPost(folder, file, reading, before),
        )
      }
      known = files
      const all = [...files.values()]
      return {
        results: all.map(({ result }) => result),
        problems: found.problems,
        modified: all.reduce((newest, { modified }) => Math.max(newest, modified), 0),
      }
    },
  }
}

const UNREAD: PostFile = {
  bytes: 0,
  modified: 0,
  beside: [],
  result: { file: '', post: null, reason: null, recordingKeys: [], problems: [] },
}

/** What of the settings decides how posts are read. */
export function rulesOf(settings: Settings): PostRules {
  return {
    fields: settings.fields,
    timezone: settings.timezone,
    fileNameDateFirst: settings.fileNameDateFirst,
    audioUrl: settings.audio.url,
    jekyllPlace: settings.blog.generator === 'jekyll' ? settings.permalinks.place : null,
    ...(settings.blog.generator === 'obsidian' && { isVault: true }),
  }
}

/** How posts are read. */
interface Reading {
  readonly rules: PostRules
  /** Whether what a post says may stand in a file beside it. */
  readonly hasMeta: boolean
  readonly roots: Roots
  readonly beside: readonly string[]
  /** Folders whose real paths are known. */
  readonly folders: Map<string, string>
}

function readPost(
  folder: string,
  file: string,
  { rules, hasMeta, roots, folders, beside }: Reading,
  before: PostFile | undefined,
): PostFile {
  const path = join(folder, file)
  try {
    const meta = hasMeta ? statSync(metaOf(path), { throwIfNoEntry: false }) : undefined
    const facts = statSync(path)
    const bytes = facts.size + (meta?.size ?? 0)
    const modified = Math.max(facts.mtimeMs, meta?.mtimeMs ?? 0)
    const isSame = before?.bytes === bytes && before.modified === modified
    if (isSame && isDeepStrictEqual(before.beside, beside)) return before
    const text = readContentSync(path, roots, folders).toString()
    const said =
      meta === undefined ? null : readContentSync(metaOf(path), roots, folders).toString()
    const result = parsePost(file, text, rules, beside, said)
    return { bytes, modified, beside, result }
  } catch (cause) {
    const problems = [unreadable(file, cause)]
    return { ...UNREAD, result: { ...UNREAD.result, file, problems } }
  }
}

/** Where Nikola keeps what a post says, when it is not in its file. */
function metaOf(file: string): string {
  return file.replace(/\.[^./]+$/, '.meta')
}

function unreadable(file: string, cause: unknown): Problem {
  return problem('post/unreadable', { file }, `this file cannot be read: ${whyUnreadable(cause)}`)
}
