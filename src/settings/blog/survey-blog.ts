import { join, relative, sep } from 'node:path'
import type { UnreadKey } from '../../posts/fields/unread-recordings.ts'
import type { Post } from '../../posts/post.ts'
import type { Values } from '../../posts/front-matter/values.ts'
import type { Blog } from './blog-config.ts'
import { readBlog } from './blog-config.ts'
import { filesIn } from './blog-tree.ts'
import { readConfigFile } from '../config-file.ts'
import type { Settings } from '../settings.ts'

/** A file with facts about a blog besides its configuration, e.g. `package.json`, as a map. */
interface Told {
  /** Its path from the blog's root. */
  readonly file: string
  readonly values: Values
}

/** What is known about a blog before it has settings. */
export interface Survey {
  /** The content folder, absolute. */
  readonly folder: string
  readonly blog: Blog
  readonly settings: Settings
  /** Posts that name a recording, whether or not it exists. */
  readonly posts: readonly Post[]
  /** A key of this blog under which posts name recordings; null for none. */
  readonly ownKey: UnreadKey | null
  /** Every file of the blog, from its root, with `/`. */
  readonly files: readonly string[]
  readonly told: readonly Told[]
}

interface Result {
  readonly file: string
  readonly post: Post | null
}

/**
 * Surveys a folder: the configuration of the blog, its posts, its files. Changes nothing.
 *
 * @param results Every file that may be a post, and the post if it is one.
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
    told: await toldIn(blog, files),
  }
}

/** Files in which generators without a data configuration keep the name of a site. */
const TOLD =
  /^(?:src\/)?_data\/(?:site|metadata|meta)\.(?:json|ya?ml)$|^package\.json$|^(?:astro\.config|src\/(?:consts|config|site\.config))\.[cm]?[jt]s$|^\.(?:vue|vite)press\/config\.[cm]?[jt]s$/

async function toldIn(
  { root, files: configs }: Blog,
  files: readonly string[],
): Promise<readonly Told[]> {
  // Those of VuePress are in a hidden folder
  const inRoot = configs.map((file) => relative(root, file).replaceAll(sep, '/'))
  const found = [...new Set([...files, ...inRoot])]
    .filter((file) => TOLD.test(file))
    .map(async (file) => ({
      file,
      values: (await readConfigFile(join(root, file)).catch(() => null))?.values ?? {},
    }))
  // Facts about the site take precedence over those about its package.
  return (await Promise.all(found)).toSorted(
    (a, b) => Number(a.file === 'package.json') - Number(b.file === 'package.json'),
  )
}
