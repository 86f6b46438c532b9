import { summarize } from '../posts/article/article-summary.ts'
import type { Post } from '../posts/post.ts'

/** In how many posts a paragraph stands that says nothing of any of them. */
const COMMON = 3
/** How many common paragraphs may stand one after the other. */
const ROUNDS = 4
const NUMBERS = /\d+/g

/** What was made of a post, by the common paragraphs that it was made without. */
const made = new WeakMap<Post, Map<string, string>>()

/**
 * What each post is about: the author's own words, else the beginning of the article. Where posts
 * begin in the same way, numbers aside, it is what comes next.
 */
export function summariesOf(posts: readonly Post[]): ReadonlyMap<Post, string> {
  const open = posts.filter(({ summary }) => summary === null)
  const common = new Set<string>()
  let summaries = new Map<Post, string>()
  for (let round = 0; round < ROUNDS; round += 1) {
    summaries = new Map(open.map((post) => [post, summaryOf(post, common)]))
    const found = Map.groupBy(summaries.values(), withoutNumbers)
    const more = [...found].filter(
      ([text, same]) => text !== '' && same.length >= COMMON && !common.has(text),
    )
    if (more.length === 0) break
    for (const [text] of more) common.add(text)
  }
  return new Map(posts.map((post) => [post, post.summary ?? summaries.get(post) ?? '']))
}

/** What does not change for a post is not looked for again. */
function summaryOf(post: Post, common: ReadonlySet<string>): string {
  const known = made.get(post) ?? new Map<string, string>()
  made.set(post, known)
  const isCommon = (text: string): boolean => common.has(withoutNumbers(text))
  const first = known.get('') ?? summarize(post.body)
  known.set('', first)
  if (!isCommon(first)) return first
  const without = [...common].join('\n')
  const next = known.get(without) ?? summarize(post.body, isCommon)
  if (known.size > 2 * ROUNDS) known.clear()
  known.set(without, next)
  return next
}

function withoutNumbers(text: string): string {
  return text.replaceAll(NUMBERS, '0')
}
