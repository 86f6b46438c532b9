import { isSlip } from '../../base/suggest.ts'
import type { BlogPages } from '../../show/folder/blog-pages.ts'
import { decodePart } from '../../base/web-address.ts'

/** Pages that generators make besides posts. */
const MADE =
  /^(?:\d+|about|all|archives?|atom|authors?|categor(?:y|ies)|feed|index|latest|page|pages|random|rss|search|series|sitemap|tags?|topics?)$/

/** Checks whether the blog has a page at an address. */
export interface BlogLinks {
  /**
   * Why an address of the blog is wrong, as the end of a sentence; null if there may be a page.
   *
   * Only the posts of a blog are known. So an address in a folder of posts is wrong if it is neither
   * a post, a folder of posts, nor anything that a file or a generator may have made. At the root of
   * a blog, where all kinds of pages are, only an address that differs from that of a post by one
   * letter is wrong.
   */
  readonly wrong: (url: string) => string | null
}

export function createBlogLinks({ posts, files }: BlogPages): BlogLinks {
  const pages = new Map(posts.map((url) => [pageOf(url), url]))
  const folders = new Set([...pages.keys()].flatMap(foldersOf))
  const beside = Map.groupBy(pages.keys(), folderOf)
  const names = new Set(files.flatMap((file) => file.split('/').map(nameOf)))
  return {
    wrong(url) {
      const page = pageOf(url)
      const near = beside.get(folderOf(page)) ?? []
      if (pages.has(page) || folders.has(page) || near.length === 0) return null
      const name = page.slice(page.lastIndexOf('/') + 1)
      if (MADE.test(name) || /\.\w+$/.test(name) || names.has(nameOf(name))) return null
      const meant = pages.get(near.find((other) => isSlip(other, page)) ?? '')
      if (meant !== undefined) return `where the blog has no post; did you mean ${meant}?`
      return folderOf(page) === '' ? null : 'where the blog has no post'
    },
  }
}

/** The page of an address, in a form in which all its spellings are equal. */
function pageOf(url: string): string {
  const { pathname } = new URL(url)
  return (decodePart(pathname) ?? pathname)
    .normalize('NFC')
    .toLowerCase()
    .replace(/(?:\/index)?(?:\.html?)?\/*$/, '')
}

function folderOf(page: string): string {
  return page.slice(0, Math.max(0, page.lastIndexOf('/')))
}

/** All folders above a page. */
function foldersOf(page: string): readonly string[] {
  const parts = page.split('/')
  return parts.map((_, length) => parts.slice(0, length).join('/'))
}

/** The name of a file or folder as it may be in an address: without date, language and extension. */
function nameOf(file: string): string {
  return file
    .normalize('NFC')
    .toLowerCase()
    .replace(/^\d{4}-\d{1,2}-\d{1,2}[-_ ]+/, '')
    .replace(/\.[^.]*$/, '')
    .replaceAll(/[\s_-]+/g, '-')
}
