/** Files that may be posts in any folder. */
export const MARKDOWN_NAME = /\.(md|markdown|mkd|mkdn|mdown|mdx)$/i
const HTML_NAME = /\.html?$/i

/** Folders in which generators look for posts: Jekyll's collections, Hugo's content, Hexo's source … */
const POST_FOLDER = /(?:^|\/)(?:_[a-z][\w-]*|content|source|posts?|blog|articles|episodes)\//i
/** Folders with parts of pages, and with generated pages. */
const OTHER_FOLDER =
  /(?:^|\/)(?:_(?:includes|layouts|site|sass|data|templates|partials)|assets|dist|layouts|node_modules|output|public|static|templates|themes)\//i

/** Markup that is not read, with its name. */
const UNREAD: readonly (readonly [name: RegExp, called: string])[] = [
  [/\.rst$/i, 'reStructuredText'],
  [/\.(?:adoc|asciidoc|asc)$/i, 'AsciiDoc'],
  [/\.textile$/i, 'Textile'],
  [/\.org$/i, 'Org mode'],
  [/\.ipynb$/i, 'Jupyter notebooks'],
]

/** Files that belong to a software project, not to a blog. */
const OF_PROJECTS =
  /(?:^|\/)(?:readme|changelog|changes|contributing|licen[cs]e|authors|history)\b[^/]*$/i

/**
 * Whether a file may be a post: Markdown everywhere, HTML where generators look for posts.
 *
 * @param path From the root of the blog.
 */
export function isPostName(path: string): boolean {
  return MARKDOWN_NAME.test(path) || (HTML_NAME.test(path) && isWherePostsLie(path))
}

function isWherePostsLie(path: string): boolean {
  return POST_FOLDER.test(path) && !OTHER_FOLDER.test(path)
}

/** The name of the markup of a file in a folder of posts, if this markup is not read; otherwise null. */
export function unreadMarkup(path: string): string | null {
  const format = UNREAD.find(([name]) => name.test(path))
  if (format === undefined || !isWherePostsLie(path) || OF_PROJECTS.test(path)) return null
  return format[1]
}

/** The sentence about files in a markup that is not read. */
export function describeUnread(called: string, files: readonly string[]): string {
  const [first = ''] = files
  const many = files.length === 1 ? `${first} is` : `${files.length} files, such as ${first}, are`
  return `${many} ${called}, which is not read`
}
