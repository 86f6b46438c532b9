import * as v from 'valibot'
import { LimitError } from '../base/workers.ts'
import type { ArticleFacts } from '../posts/article/article-facts.ts'
import type { Body } from '../posts/body.ts'
import type { Post } from '../posts/post.ts'
import type { Job, Kind } from './job.ts'

const FACTS: v.GenericSchema<unknown, ArticleFacts> = v.object({
  summary: v.string(),
  plain: v.boolean(),
})

/** The facts about an article that has not been read yet. */
export const UNREAD: ArticleFacts = { summary: '', plain: false }

/** Reads a whole article for the facts that a show uses. */
export const READ_ARTICLE: Kind<{ readonly body: Body }, ArticleFacts> = {
  name: 'articles',
  counted: 'articles read',
  methods: ['markdown-it 2'],
  schema: FACTS,
  // The threads queue the work themselves.
  atOnce: Infinity,
  async run({ body }, { threads }) {
    try {
      return v.parse(FACTS, await threads.run({ facts: body.text() }))
    } catch (cause) {
      if (cause instanceof LimitError) return { ...UNREAD, plain: true }
      throw cause
    }
  },
}

/**
 * The job of reading the article of a post. For most articles the beginning is enough, which is read without
 * a job.
 */
export function readArticle(post: Post): Job<{ readonly body: Body }, ArticleFacts> {
  const { file, body, summary } = post
  const input = `${body.hash}${summary === null ? ' summary' : ''}`
  const given = body.fact(summary === null ? 'summed' : 'unsummed')
  const job = { kind: READ_ARTICLE, key: file, input, work: { body }, believed: Infinity }
  return given === null ? job : { ...job, given }
}
