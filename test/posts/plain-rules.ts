import { parsePost } from '../../src/posts/parse-post.ts'
import type { Post, PostRules } from '../../src/posts/post.ts'

/** The rules of a blog that has settled nothing. */
export const PLAIN_RULES: PostRules = {
  fields: {},
  timezone: 'UTC',
  fileNameDateFirst: false,
  audioUrl: null,
  jekyllPlace: null,
}

/** Parses a file that must come out as a post. */
export function postOf(file: string, text: string, rules: PostRules = PLAIN_RULES): Post {
  const result = parsePost(file, text, rules)
  if (result.post === null) throw new Error(`${file} is no post: ${JSON.stringify(result)}`)
  return result.post
}
