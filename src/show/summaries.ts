import type { Post } from '../posts/post.ts'
import type { Draft } from './episode-parts.ts'

/** A paragraph that occurs in so many posts says nothing about any of them. */
const COMMON = 3
/** The most common paragraphs that may follow one another. */
const ROUNDS = 4
const NUMBERS = /\d+/g

/** A post, and what was read of its article. */
type Summed = Pick<Draft, 'post' | 'article'>

/**
 * The summary of each post: that of the author, or else the beginning of the article. If several
 * posts begin in the same way, apart from numbers, it is the text after that.
 */
export function summariesOf(drafts: readonly Summed[]): ReadonlyMap<Post, string> {
  const open = drafts.filter(({ post }) => post.summary === null)
  const common = new Set<string>()
  let summaries = new Map<Post, string>()
  for (let round = 0; round < ROUNDS; round += 1) {
    summaries = new Map(open.map((draft) => [draft.post, summaryOf(draft, common)]))
    const found = Map.groupBy(summaries.values(), withoutNumbers)
    const more = [...found].filter(
      ([text, same]) => text !== '' && same.length >= COMMON && !common.has(text),
    )
    if (more.length === 0) break
    for (const [text] of more) common.add(text)
  }
  return new Map(drafts.map(({ post }) => [post, post.summary ?? summaries.get(post) ?? '']))
}

function summaryOf({ post, article }: Summed, common: ReadonlySet<string>): string {
  const isCommon = (text: string): boolean => common.has(withoutNumbers(text))
  if (!isCommon(article.summary)) return article.summary
  const paragraphs = post.body.fact('beginning')
  return paragraphs.find((text) => !isCommon(text)) ?? article.summary
}

function withoutNumbers(text: string): string {
  return text.replaceAll(NUMBERS, '0')
}
