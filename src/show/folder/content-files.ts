import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { dirname, extname, join, matchesGlob, relative, resolve, sep } from 'node:path'
import { type Problem, problem, problemWithFix } from '../../base/problem.ts'
import { isWithin, type Roots } from '../../base/content-door.ts'
import { whyUnreadable } from '../../base/fault.ts'
import { withoutSpelling } from '../../base/listings.ts'
import { GENERATORS } from '../../settings/blog/generators.ts'
import { describeUnread, isPostName, MARKDOWN_NAME, unreadMarkup } from './post-names.ts'
import type { Settings } from '../../settings/settings.ts'

/** The files of a content folder that may be posts. */
export interface ContentFiles {
  /** Paths from the content folder, with `/`, sorted. */
  readonly files: readonly string[]
  /** What could not be read, with its path. */
  readonly problems: readonly Problem[]
}

/** The settings that decide which files are posts. */
export interface PostFiles {
  readonly posts: Settings['posts']
  /** Besides the folder itself. */
  readonly roots: Roots
  readonly blog: Pick<Settings['blog'], 'generator' | 'root'>
}

/**
 * Finds the posts of a folder: those that the setting `posts` names, or else every Markdown file in the
 * folder, and HTML files where generators look for posts. Folders of generators and package managers
 * (`_site`, `node_modules`, dot folders …) are skipped.
 *
 * Symbolic links are followed inside the folder. No real folder is walked twice, so circular links
 * end.
 */
export async function findPosts(folder: string, settings: PostFiles): Promise<ContentFiles> {
  const root = resolve(folder)
  let realRoot: string
  try {
    realRoot = await realFolder(root)
  } catch (cause) {
    const what = `there is no folder "${folder}": ${whyUnreadable(cause)}`
    return {
      files: [],
      problems: [problemWithFix('content/folder', {}, what)],
    }
  }
  const place = relative(resolve(settings.blog.root), root).replaceAll(sep, '/')
  const inBlog = (path: string): string => (place === '' ? path : `${place}/${path}`)
  const walk: Walk = {
    root,
    realRoot,
    roots: [realRoot, ...settings.roots],
    isPost:
      settings.posts.length > 0 ? namedBy(settings.posts) : (path) => isPostName(inBlog(path)),
    unread: settings.posts.length > 0 ? () => null : (path) => unreadMarkup(inBlog(path)),
    isIgnored: ignoredBy(root, settings),
    files: [],
    unreadFiles: new Map(),
    links: [],
    listed: new Set(),
    problems: [],
  }
  await walkFolder(walk, '', realRoot)
  // Links inside linked folders are added to the queue while it is processed.
  for (const link of walk.links) await followLink(walk, link)
  const { files, problems, unreadFiles } = walk
  if (files.length === 0 && problems.length === 0) {
    problems.push(problem('content/empty', {}, whyEmpty(settings.posts)))
  }
  for (const [markup, unread] of [...unreadFiles].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const what = describeUnread(markup, unread.toSorted())
    problems.push(problemWithFix('content/markup', {}, what))
  }
  return { files: files.toSorted(), problems: problems.toSorted(byFile) }
}

interface Walk {
  readonly root: string
  readonly realRoot: string
  readonly roots: Roots
  readonly isPost: (path: string) => boolean
  /** The name of the markup of a file that would be a post if this markup were read. */
  readonly unread: (path: string) => string | null
  readonly isIgnored: (path: string, name: string) => boolean
  readonly files: string[]
  /** Name of a markup → its files. */
  readonly unreadFiles: Map<string, string[]>
  readonly links: string[]
  /** Real paths of the files and folders seen. */
  readonly listed: Set<string>
  readonly problems: Problem[]
}

/** @param path From the content folder; '' for itself. @param real The same folder without links. */
async function walkFolder(walk: Walk, path: string, real: string): Promise<void> {
  if (walk.listed.has(real)) return
  walk.listed.add(real)
  let entries: readonly Dirent[]
  try {
    entries = await readdir(real, { withFileTypes: true })
  } catch (cause) {
    walk.problems.push(
      problem(
        'content/unreadable',
        { file: path === '' ? null : path },
        `this folder cannot be read: ${whyUnreadable(cause)}`,
      ),
    )
    return
  }
  const folders: Promise<void>[] = []
  for (const entry of entries) {
    const { name } = entry
    const inside = path === '' ? name : `${path}/${name}`
    if (walk.isIgnored(inside, name)) continue
    if (entry.isDirectory()) folders.push(walkFolder(walk, inside, join(real, name)))
    else if (entry.isSymbolicLink()) walk.links.push(inside)
    else if (walk.isPost(inside)) takeFile(walk, inside, join(real, name), entry.isFile())
    else noteUnread(walk, inside)
  }
  await Promise.all(folders)
}

function noteUnread({ unread, unreadFiles }: Walk, path: string): void {
  const markup = unread(path)
  if (markup === null) return
  const files = unreadFiles.get(markup)
  if (files === undefined) unreadFiles.set(markup, [path])
  else files.push(path)
}

function takeFile(walk: Walk, path: string, real: string, regular: boolean): void {
  if (walk.listed.has(real)) return
  walk.listed.add(real)
  if (regular) {
    walk.files.push(path)
  } else {
    // Reading a pipe or a device might never end.
    const message = 'this is not a file but a pipe or a device; replace it with a file'
    walk.problems.push(problem('content/unreadable', { file: path }, message))
  }
}

async function followLink(walk: Walk, path: string): Promise<void> {
  const link = join(walk.root, path)
  try {
    const real = await realpath(link)
    const facts = await stat(real)
    if (!facts.isDirectory() && !walk.isPost(path)) return
    if (!isWithin(real, walk.roots)) {
      const message = `this link leads out of the folder, to "${real}", and is not followed; put the target into the folder, or name it in the settings (outside: …, in sidecast.yml)`
      walk.problems.push(problem('content/link', { file: path }, message))
    } else if (!facts.isDirectory()) {
      takeFile(walk, path, real, facts.isFile())
    } else if (isWithin(await realpath(dirname(link)), [real])) {
      const message = `this link leads back to a folder that contains it, "${nameIn(walk, real)}"; remove it`
      walk.problems.push(problem('content/link', { file: path }, message))
    } else {
      await walkFolder(walk, path, real)
    }
  } catch (cause) {
    if (!isFolderLike(path) && !walk.isPost(path)) return
    walk.problems.push(
      problem(
        'content/link',
        { file: path },
        `this link cannot be followed: ${whyUnreadable(cause)}`,
      ),
    )
  }
}

function nameIn({ realRoot }: Walk, real: string): string {
  return relative(realRoot, real).replaceAll(sep, '/') || '.'
}

function isFolderLike(path: string): boolean {
  return extname(path) === ''
}

/** A folder, or a glob without an extension, selects only Markdown files. */
export function namedBy(named: readonly string[]): (path: string) => boolean {
  const tests = named.map(withoutSpelling).map((glob) => {
    const hasEnding = /\.[^*/]+$/.test(glob)
    // Most are plain folders, and a glob takes a hundred times as long.
    const fits = /[*?[{\\]/.test(glob)
      ? (path: string) => matchesGlob(path, glob)
      : (path: string) => path === glob
    return (path: string, isMarkdown: boolean) =>
      (isMarkdown && path.startsWith(`${glob}/`)) || ((isMarkdown || hasEnding) && fits(path))
  })
  return (spelled) => {
    const path = withoutSpelling(spelled)
    const isMarkdown = MARKDOWN_NAME.test(path)
    return tests.some((test) => test(path, isMarkdown))
  }
}

/** Folders at the root of a blog of an unknown generator that are not content. */
const AROUND_CONTENT = ['vendor']

function ignoredBy(root: string, { posts, blog }: PostFiles): Walk['isIgnored'] {
  const generator = resolve(blog.root) === root ? blog.generator : null
  const around = new Set(generator === null ? AROUND_CONTENT : GENERATORS[generator].around)
  const globs = posts.map(withoutSpelling)
  return (path, name) => {
    if (name.startsWith('.') || name === 'node_modules') return true
    const plain = withoutSpelling(path)
    const named = globs.some((glob) => glob === plain || glob.startsWith(`${plain}/`))
    return !named && (name === '_site' || around.has(path))
  }
}

async function realFolder(path: string): Promise<string> {
  const real = await realpath(path)
  if ((await stat(real)).isDirectory()) return real
  throw new Error('it is a file')
}

function whyEmpty(posts: readonly string[]): string {
  return posts.length === 0
    ? 'there is no post here; name the folder that holds the Markdown files'
    : `no file matches posts: ${posts.join(', ')}; correct it, or omit it to use every Markdown file`
}

function byFile(a: Problem, b: Problem): number {
  return (a.file ?? '') < (b.file ?? '') ? -1 : 1
}
