import { join, posix } from 'node:path'
import { readContentSync } from '../base/content-door.ts'
import { siteUrl } from '../base/web-address.ts'
import { parseTextPost } from '../posts/parse-post.ts'
import { permalinkOf } from '../posts/permalink.ts'
import type { TextPost } from '../posts/post.ts'
import type { Settings } from '../settings/settings.ts'
import type { Linked } from './folder/blog-pages.ts'
import { rulesOf } from './folder/read-posts.ts'
import type { Report } from './post-problems.ts'

/** The absolute address of the article by the permalink rule of the blog; reports why it cannot be made. */
export function linkOf(post: TextPost, settings: Settings, report?: Report): string | null {
  const path = pathOf(post, settings, report)
  if (path === null) return null
  const { site } = settings
  return URL.parse(path)?.href ?? (site === null ? null : siteUrl(path, site))
}

function pathOf(post: TextPost, settings: Settings, report?: Report): string | null {
  const file = posix.join(settings.permalinks.place, post.file)
  try {
    return permalinkOf(post, settings.permalinks, settings.timezone, file)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    report?.('permalink', 'post/permalink', cause.message)
    return null
  }
}

/** Where the blog publishes a post without a recording; null if it does not, or the rule is unknown. */
export function linkOfText(file: string, around: PostPlace): string | null {
  return readLinked(file, around)?.link ?? null
}

/** The folder of a post, and how the blog publishes it. */
interface PostPlace {
  readonly folder: string
  readonly settings: Settings
}

/** A post without a recording, and the address at which the blog publishes it; null for a file that is not a post. */
export function readLinked(file: string, { folder, settings }: PostPlace): Linked | null {
  let text: string
  try {
    text = readContentSync(join(folder, file), settings.roots).toString()
  } catch {
    return null
  }
  const post = parseTextPost(file, text, rulesOf(settings))
  return post === null ? null : { link: linkOf(post, settings), values: post.values }
}
