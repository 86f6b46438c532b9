import pLimit from 'p-limit'
import type { Post } from '../posts/post.ts'
import { createDisk } from '../base/disk.ts'
import type { ReadPosts } from './folder/read-posts.ts'
import { findAround, type FindAround, type FoundPost } from './found-post.ts'

/** Posts that are looked around at the same time. */
const AT_ONCE = 4

/**
 * Looks around every post, a few at the same time.
 *
 * @param before What was found last, for as long as nothing but posts changed since.
 */
export async function findAroundAll(
  { results }: ReadPosts,
  { signal, ...around }: Omit<FindAround, 'disk'> & { readonly signal?: AbortSignal | undefined },
  before: readonly FoundPost[],
): Promise<readonly FoundPost[]> {
  const posts = results.flatMap(({ post }) => post ?? [])
  const found = new Map<Post, FoundPost>(before.map((each) => [each.post, each]))
  const disk = createDisk(around.settings.roots)
  const fresh = posts.filter((post) => !found.has(post))
  await pLimit(AT_ONCE).map(fresh, async (post) => {
    signal?.throwIfAborted()
    found.set(post, await findAround(post, { ...around, disk }))
  })
  return posts.flatMap((post) => found.get(post) ?? [])
}
