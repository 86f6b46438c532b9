import { describe, expect, test } from 'vitest'
import { makeFolder } from '../support/folder.ts'
import { openBlog, readBlog } from '../support/open-blog.ts'
import { silentMp3 } from '../support/silence.ts'

const SETTINGS = 'title: Show\ntimezone: Europe/Prague\nartwork: { make: no, draw: no }\n'

function blog(lines: string): Promise<string> {
  return makeFolder({
    'sidecast.yml': SETTINGS,
    'a.md': `---\ntitle: A\ndate: 2026-01-02\naudio: a.mp3\n${lines}\n---\nText.\n`,
    'a.mp3': silentMp3(100),
    'b.md': '---\ntitle: B\ndate: 2026-01-03\naudio: b.mp3\n---\nText.\n',
    'b.mp3': silentMp3(200),
  })
}

describe('a post that expires', () => {
  test.each([
    ['expiryDate: 2026-06-01', '2026-05-31T21:59:59Z'],
    ['unpublishdate: 2026-06-01T00:00:00+02:00', '2026-05-31T21:59:59Z'],
    ['params: { ExpiryDate: "2026-06-01 10:00" }', '2026-06-01T07:59:59Z'],
  ])('%s: leaves the show at its hour', async (lines, last) => {
    const opened = await openBlog(await blog(lines), 'https://pod.example/')
    const before = await readBlog(opened, { now: new Date(last) })
    expect(before.titles).toEqual(['B', 'A'])
    const end = new Date(new Date(last).getTime() + 1000)
    expect(before.composition?.wakeAt).toEqual(end)
    const after = await readBlog(opened, { now: end })
    expect(after.titles).toEqual(['B'])
    expect(after.show?.skipped).toContainEqual({
      file: 'a.md',
      reason: `expired on ${end.toISOString().slice(0, 10)}`,
    })
    expect(after.composition?.wakeAt).toBeNull()
  })

  test('is missed by nobody who guards what subscribers have, and keeps its guid if it returns', async () => {
    const opened = await openBlog(await blog('expiryDate: 2026-06-01'), 'https://pod.example/')
    const before = await readBlog(opened, { now: new Date('2026-05-01') })
    expect(before.composition).not.toBeNull()
    if (before.composition !== null)
      await opened.remember(before.composition, new Date('2026-05-01'))
    const after = await readBlog(opened, { now: new Date('2026-07-01') })
    expect(after.titles).toEqual(['B'])
    expect(after.problems.map(({ rule }) => rule)).not.toContain('show/removal')
    if (after.composition !== null) await opened.remember(after.composition, new Date('2026-07-01'))
    const back = await readBlog(opened, { now: new Date('2026-05-02') })
    expect(back.show?.episodes.map(({ guid }) => guid)).toEqual(
      before.show?.episodes.map(({ guid }) => guid),
    )
  })

  test.each([
    ['2026-01-01T00:00:00+01:00', true],
    ['2026-01-02T00:00:00+01:00', true],
    ['2026-01-02T00:00:01+01:00', false],
  ])('published on 2026-01-02: %s is too early: %s', async (at, isTold) => {
    const { problems } = await readBlog(await openBlog(await blog(`expiryDate: ${at}`)))
    expect(problems.some(({ rule }) => rule === 'post/expires-early')).toBe(isTold)
  })

  test.each([
    ['expiryDate: never', /expected a date such as/],
    ['expiryDate: 2026-06-31', /expected a day and hour that exist/],
  ])('%s: stays, and the date is told', async (lines, said) => {
    const { titles, problems } = await readBlog(await openBlog(await blog(lines)))
    expect(titles).toEqual(['B', 'A'])
    expect(problems.find(({ rule }) => rule === 'post/expiry')?.message).toMatch(said)
  })
})
