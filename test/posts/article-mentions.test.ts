import { describe, expect, test } from 'vitest'
import { mentionsIn } from '../../src/posts/article/article-mentions.ts'
import { renderArticle } from '../../src/posts/article/article.ts'
import { formatProblem } from '../../src/base/problem.ts'
import { makeFolder } from '../support/folder.ts'
import { openBlog, readBlog } from '../support/open-blog.ts'
import { postText, smallBlog } from '../support/small-blog.ts'

/** Blocks that nest deeper than any author's, with code in them and tags of a generator around. */
const TOO_DEEP: Readonly<Record<string, string>> = {
  lists: `${'- '.repeat(100)}a`,
  quotations: `${'> '.repeat(200)}a`,
  'lists in quotations': `${'> - '.repeat(60)}a`,
  'numbered lists': `${'1. '.repeat(100)}a`,
}

const bodies = Object.entries(TOO_DEEP).flatMap(([what, blocks]) =>
  ['{% link a.md %}', '{{< ref "a.md" >}}', '{{< figure src="moon.png" >}}'].map((tag) => ({
    what: `${what} and ${tag}`,
    body: `${tag}\n\n${blocks} \`code\`\n\nSee [the tides](tides.png).\n`,
  })),
)

describe('what an article mentions', () => {
  test.each(bodies)('is found beside $what', ({ body }) => {
    expect(mentionsIn(body)).toContain('tides.png')
    expect(renderArticle(body, { resolve: (url) => url })).toContain('the tides')
  })

  test('never keeps other posts from going out', async () => {
    const posts = bodies.map(({ body }, index) => [
      `2026-03-${String(index + 10)}-deep-${index}.md`,
      `${postText(`Deep ${index}`, 'moon.mp3')}\n${body}`,
    ])
    const folder = await makeFolder({ ...smallBlog(), ...Object.fromEntries(posts) })
    const { show, problems } = await readBlog(await openBlog(folder))
    expect(show?.episodes).toHaveLength(bodies.length + 2)
    expect(problems.map(formatProblem).filter((line) => line.includes('tides.png'))).toHaveLength(
      bodies.length,
    )
  })
})
