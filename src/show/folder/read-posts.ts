import { hash } from 'node:crypto'
import { existsSync, statSync, type Stats } from 'node:fs'
import { join, relative } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { Body, type BodyFacts } from '../../posts/body.ts'
import { normalize } from '../../posts/front-matter/front-matter.ts'
import { parsePost } from '../../posts/parse-post.ts'
import type { PostResult, PostRules } from '../../posts/post.ts'
import { type Problem, problem } from '../../base/problem.ts'
import { readContentSync, type Roots } from '../../base/content-door.ts'
import { Refusal, whyUnreadable } from '../../base/fault.ts'
import type { KeptPosts, PostFile } from './kept-posts.ts'
import { type ContentFiles, findPosts } from './content-files.ts'
import { createNamesakes } from './namesakes.ts'
import type { Settings } from '../../settings/settings.ts'

/**
 * Files read in one batch. Thousands of small files are read three times as fast without a promise for
 * each, and between batches a server still answers.
 */
const AT_ONCE = 100

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
  /** What was read, and by which rules. */
  readonly readings: () => readonly [rules: string, files: ReadonlyMap<string, PostFile>]
}

/** @param kept What was read at an earlier start. */
export function createPostReader(
  folder: string,
  kept: Pick<KeptPosts, 'read'> = { read: () => new Map() },
): PostReader {
  let known: ReadonlyMap<string, PostFile> = new Map()
  let knownRules = ''
  let found: ContentFiles = { files: [], problems: [] }

  const onlyEdits = (changed: ReadonlySet<string>): boolean =>
    [...changed].every((path) => known.has(relative(folder, path)) && existsSync(path))

  return {
    onlyEdits,
    readings: () => [knownRules, known],
    async read(settings, changed) {
      const rules = rulesOf(settings)
      const hasMeta = settings.blog.generator === 'nikola'
      const readBy = JSON.stringify([rules, hasMeta])
      const edits = readBy === knownRules && changed !== null && onlyEdits(changed)
      const { roots } = settings
      if (readBy !== knownRules)
        known = kept.read(readBy, (file, body) => readBody(join(folder, file), roots, body))
      knownRules = readBy
      if (!edits) found = await findPosts(folder, settings)
      const files = new Map<string, PostFile>()
      const door = { roots, folders: new Map<string, string>() }
      const named =
        changed === null ? null : new Set([...changed].map((path) => relative(folder, path)))
      const besideOf = settings.audio.beside ? createNamesakes(folder) : () => NONE_BESIDE
      for (const [index, file] of found.files.entries()) {
        if (index % AT_ONCE === AT_ONCE - 1) await setImmediate()
        const before = known.get(file)
        const isTouched = named === null || named.has(file) || (hasMeta && named.has(metaOf(file)))
        const beside = besideOf(file)
        const same = !isTouched && isDeepStrictEqual(before?.beside, beside)
        const reading = { rules, hasMeta, beside, ...door }
        files.set(
          file,
          same && before !== undefined ? before : await readPost(folder, file, reading, before),
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

const NONE_BESIDE: readonly string[] = []

const UNREAD: PostFile = {
  stamp: '',
  modified: 0,
  beside: [],
  result: { file: '', post: null, reason: null, recordingKeys: [], authors: [], problems: [] },
}

/** The settings that decide how posts are read. */
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
  /** Whether the front matter of a post may be in a file beside it. */
  readonly hasMeta: boolean
  readonly roots: Roots
  readonly beside: readonly string[]
  /** Folders whose real paths are known. */
  readonly folders: Map<string, string>
}

async function readPost(
  folder: string,
  file: string,
  { rules, hasMeta, roots, folders, beside }: Reading,
  before: PostFile | undefined,
): Promise<PostFile> {
  const path = join(folder, file)
  try {
    const meta = hasMeta ? statSync(metaOf(path), { throwIfNoEntry: false }) : undefined
    const all = [statSync(path), ...(meta === undefined ? [] : [meta])]
    const stamp = all.map(stampOf).join(', ')
    const isSame = before?.stamp === stamp
    if (isSame && isDeepStrictEqual(before.beside, beside)) return before
    const bytes = readContentSync(path, roots, folders)
    const text = bytes.toString()
    const said =
      meta === undefined ? null : readContentSync(metaOf(path), roots, folders).toString()
    const isMuch = text.length > MUCH
    if (isMuch) await setImmediate()
    const parsed = parsePost(file, text, rules, beside, said, bytes)
    if (isMuch) await setImmediate()
    const result = withoutText(parsed, before?.result.post?.body.facts() ?? {}, path, roots)
    const modified = Math.max(...all.map(({ mtimeMs }) => mtimeMs))
    return { stamp, modified, beside, result }
  } catch (cause) {
    const problems = [unreadable(file, cause)]
    return { ...UNREAD, result: { ...UNREAD.result, file, problems } }
  }
}

/** Characters that take some milliseconds to look through; after so many, a server answers other requests. */
const MUCH = 500_000

/** A tool may set back the time of the last change (mtime), but not that of the last change of the inode (ctime). */
function stampOf({ size, mtimeMs, ctimeMs, ino }: Stats): string {
  return `${size} ${mtimeMs} ${ctimeMs} ${ino}`
}

/** The facts that a show needs of every article, found while its text is in memory. */
const ASKED = ['mentions', 'hasLetters', 'hasTimes'] as const

/** The same with a body that is read again when it is asked for. */
function withoutText(
  result: PostResult,
  before: BodyFacts,
  path: string,
  roots: Roots,
): PostResult {
  if (result.post === null) return result
  const { body, summary } = result.post
  for (const name of ASKED) body.fact(name)
  // Who asked before will ask again, and then it would be read again.
  if (before.words !== undefined) body.fact('words')
  body.fact(summary === null ? 'summed' : 'unsummed')
  const text = { hash: body.hash, length: body.length }
  const inFile = new Body(text, () => readBody(path, roots, text), body.facts())
  return { ...result, post: { ...result.post, body: inFile } }
}

/**
 * Reads the body of a post whose front matter is kept.
 *
 * @throws {Refusal} If it has changed meanwhile, or cannot be read.
 */
function readBody(path: string, roots: Roots, body: Pick<Body, 'hash' | 'length'>): string {
  const again = 'run this again when it is complete'
  let file: string
  try {
    file = readContentSync(path, roots).toString()
  } catch (cause) {
    throw new Refusal(`${path} cannot be read any more: ${whyUnreadable(cause)}; ${again}`, {
      cause,
    })
  }
  const text = normalize(file)
  const end = text.slice(text.length - body.length)
  if (hash('sha256', end) === body.hash) return end
  throw new Refusal(`${path} was changed meanwhile; ${again}`)
}

/** The file in which Nikola keeps the front matter of a post, if it is not in the post itself. */
function metaOf(file: string): string {
  return file.replace(/\.[^./]+$/, '.meta')
}

function unreadable(file: string, cause: unknown): Problem {
  return problem('post/unreadable', { file }, `this file cannot be read: ${whyUnreadable(cause)}`)
}
