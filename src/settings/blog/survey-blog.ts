import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { readContent, type Roots } from '../../base/content-door.ts'
import type { UnreadKey } from '../../posts/fields/unread-recordings.ts'
import type { Post } from '../../posts/post.ts'
import type { Value, Values } from '../../posts/front-matter/values.ts'
import { emptyMap } from '../../posts/front-matter/values.ts'
import type { Blog } from './blog-config.ts'
import { readBlog } from './blog-config.ts'
import { readConfigFile } from '../config-file.ts'
import type { Settings } from '../settings.ts'

/** A file that tells of a blog beside its config, e.g. `package.json`, as a map. */
interface Told {
  /** Its name, from the blog's root. */
  readonly file: string
  readonly values: Values
}

/** All that is known of a blog before anything was settled. */
export interface Survey {
  /** The content folder, absolute. */
  readonly folder: string
  readonly blog: Blog
  readonly settings: Settings
  /** Posts that name a recording, whether it is there or not. */
  readonly posts: readonly Post[]
  /** A key of the blog's own under which posts name recordings; null where there is none. */
  readonly ownKey: UnreadKey | null
  /** Every file of the blog, from its root, with `/`. */
  readonly files: readonly string[]
  readonly told: readonly Told[]
}

interface Result {
  readonly file: string
  readonly post: Post | null
}

/** Files that are looked at; a blog has fewer, and what has more is no blog. */
const MOST_FILES = 50_000

const ELSEWHERE = /(^|\/)(node_modules|vendor|_site|resources|\.[^/]+)(\/|$)/

/**
 * Looks around a folder: the config of the blog, its posts, its files. Changes nothing.
 *
 * @param results Every file that may be a post, and the post where it is one.
 * @param ownKey See `Survey`; the posts are read with it.
 */
export async function surveyBlog(
  folder: string,
  settings: Settings,
  results: readonly Result[],
  ownKey: UnreadKey | null,
): Promise<Survey> {
  const blog = await readBlog(folder)
  const files = await filesIn(blog.root)
  return {
    folder,
    blog,
    settings,
    posts: results.flatMap(({ post }) => post ?? []),
    ownKey,
    files,
    told: await toldIn(blog.root, files, settings.roots),
  }
}

async function filesIn(root: string): Promise<readonly string[]> {
  const files: string[] = []
  const open = [root]
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      const path = relative(root, join(folder, entry.name)).replaceAll(sep, '/')
      if (ELSEWHERE.test(path)) continue
      if (entry.isDirectory()) open.push(join(folder, entry.name))
      else if (entry.isFile() && files.length < MOST_FILES) files.push(path)
    }
  }
  return files.toSorted()
}

/** Where generators without a config of data keep what a site is called. */
const TOLD = /^(?:src\/)?_data\/(?:site|metadata|meta)\.(?:json|ya?ml)$|^package\.json$/
const ASTRO = /^(?:astro\.config\.[cm]?[jt]s|src\/(?:consts|config|site\.config)\.[jt]s)$/

async function toldIn(
  root: string,
  files: readonly string[],
  roots: Roots,
): Promise<readonly Told[]> {
  const found = files
    .filter((file) => TOLD.test(file) || ASTRO.test(file))
    .map(async (file) => ({
      file,
      values: ASTRO.test(file)
        ? constantsIn(String(await readContent(join(root, file), roots).catch(() => '')))
        : ((await readConfigFile(join(root, file)).catch(() => null))?.values ?? {}),
    }))
  // What a site says of itself goes before what its package says.
  return (await Promise.all(found)).toSorted(
    (a, b) => Number(a.file === 'package.json') - Number(b.file === 'package.json'),
  )
}

/** `site: 'https://…'` and `SITE_TITLE = '…'` of programs, which are read and never run. */
function constantsIn(program: string): Values {
  const values: Record<string, Value> = emptyMap()
  const pairs = program.matchAll(
    /\b(?:SITE_)?(site|url|title|description|author|lang|language)\s*[:=]\s*(['"`])([^'"`$\n]{1,300})\2/gi,
  )
  for (const [, name = '', , value = ''] of pairs) values[name.toLowerCase()] ??= value
  return values
}
