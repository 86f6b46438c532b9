import { setImmediate } from 'node:timers/promises'
import type { Job } from '../../jobs/job.ts'
import { readArticle } from '../../jobs/read-article.ts'
import type { Store } from '../../jobs/store.ts'
import { readFactsAtOnce } from '../../posts/article/article-facts.ts'
import type { Post } from '../../posts/post.ts'

/** Articles of which the beginning is read in one go, before a server may answer again. */
const AT_ONCE = 20

/**
 * Reads of each article what the show says of it, unless that is known: of most the beginning is
 * enough, which is read here.
 *
 * @returns The work of reading the others whole.
 */
export async function readArticles(
  posts: readonly Post[],
  store: Pick<Store, 'of' | 'put'>,
  now: Date,
): Promise<readonly Job[]> {
  const left: Job[] = []
  let read = 0
  for (const post of posts) {
    const job = readArticle(post)
    const { result, failure } = store.of(job)
    if (result !== null || failure !== null) continue
    const facts = readFactsAtOnce(post.body, post.summary === null)
    if (facts === null) left.push(job)
    else store.put(job, facts, now.getTime())
    read += 1
    if (read % AT_ONCE === 0) await setImmediate()
  }
  return left
}
