import { describe, expect, test } from 'vitest'
import { makeFolder } from '../support/folder.ts'
import { openBlog, readBlog } from '../support/open-blog.ts'
import { silentMp3 } from '../support/silence.ts'

/** A post whose name and front matter say a day each. */
function post(title: string, date: string): string {
  return `---\ntitle: ${title}\ndate: ${date}\naudio: a.mp3\n---\n\nText.\n`
}

/** Posts by the name of their file → their date. */
async function read(posts: Readonly<Record<string, string>>, settings = 'language: en\n') {
  const files = Object.entries(posts).map(([file, date]) => [`_posts/${file}`, post(file, date)])
  const folder = await makeFolder({
    ...Object.fromEntries(files),
    '_posts/a.mp3': silentMp3(20),
    'sidecast.yml': settings,
  })
  const { show, problems } = await readBlog(await openBlog(folder))
  return {
    days: (show?.episodes ?? []).map(({ published }) => published.toISOString().slice(0, 10)),
    guids: (show?.episodes ?? []).map(({ guid }) => guid),
    doubts: problems.filter(({ rule }) => rule === 'post/date-doubtful'),
    errors: problems.filter(({ severity }) => severity === 'error'),
  }
}

describe('names that contradict the dates', () => {
  test('throughout a blog are a habit, and no post of one name is left out', async () => {
    const { days, guids, doubts, errors } = await read({
      '2009-07-30-2.md': '2009-07-12',
      '2009-08-32-2.md': '2009-08-09',
      '2009-09-37-2.md': '2009-09-13',
      '2009-06-25-1.md': '2009-06-28',
      '2009-06-26-1.md': '2009-06-29',
    })
    expect(days).toEqual(['2009-09-13', '2009-08-09', '2009-07-12', '2009-06-29', '2009-06-28'])
    expect(new Set(guids).size).toBe(5)
    expect(doubts).toEqual([])
    expect(errors).toEqual([])
  })

  test('in one post of many are a slip', async () => {
    const { doubts } = await read({
      '2009-07-30-a.md': '2009-07-30',
      '2009-08-01-b.md': '2009-08-01',
      '2009-08-02-c.md': '2009-08-03',
    })
    expect(doubts.map(({ file }) => file)).toEqual(['_posts/2009-08-02-c.md'])
  })

  test.each([
    { what: 'half of a blog', agreeing: 3, told: 3 },
    { what: 'more than half of it', agreeing: 2, told: 0 },
  ])('are told in $what: $told', async ({ agreeing, told }) => {
    const good = Array.from({ length: agreeing }, (_, at) => [
      `2009-07-0${at + 1}-g.md`,
      `2009-07-0${at + 1}`,
    ])
    const bad = [1, 2, 3].map((at) => [`2009-08-0${at}-b.md`, `2009-08-2${at}`])
    const { doubts } = await read(Object.fromEntries([...good, ...bad]))
    expect(doubts).toHaveLength(told)
  })
})
