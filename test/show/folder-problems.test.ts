import { describe, expect, test } from 'vitest'
import { formatProblem } from '../../src/base/problem.ts'
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

  test('are a habit where the calendar has few of them', async () => {
    const { days, doubts, errors } = await read({
      '2009-07-30-2.md': '2009-07-12',
      '2009-08-32-2.md': '2009-08-09',
      '2009-09-37-2.md': '2009-09-13',
    })
    expect(days).toHaveLength(3)
    expect([...doubts, ...errors]).toEqual([])
  })

  test('are told where only one of many is no day', async () => {
    const { doubts } = await read({
      '2009-07-30-a.md': '2009-07-12',
      '2009-08-32-b.md': '2009-08-09',
      '2009-09-13-c.md': '2009-09-13',
      '2009-09-14-d.md': '2009-09-14',
    })
    expect(doubts.map(({ file }) => file)).toEqual(['_posts/2009-07-30-a.md'])
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

/** Posts with these lines, with what the settings say. */
async function blog(lines: readonly string[], settings = '') {
  const posts = lines.map((line, at) => [
    `p${at}.md`,
    `---\ntitle: P${at}\ndate: 2026-01-0${at + 1}\n${line}\n---\n\nText.\n`,
  ])
  const folder = await makeFolder({
    ...Object.fromEntries(posts),
    'a.mp3': silentMp3(20),
    'b.mp3': silentMp3(30),
    'sidecast.yml': `language: en\n${settings}`,
  })
  const { show, problems } = await readBlog(await openBlog(folder))
  return {
    told: problems.filter(({ rule }) => rule === 'content/unread-recordings'),
    episodes: show?.episodes ?? [],
  }
}

describe('recordings under a key that nobody reads', () => {
  test.each([
    {
      what: 'a map of forms',
      lines: Array(3).fill('mediaformats: { ogg: b.ogg, mp3: a.mp3 }'),
      told: '3 posts name recordings under "mediaformats", e.g. p0.md; write fields: { audio: mediaformats.mp3 }',
    },
    {
      what: 'a list of maps, under a key in letters of its own',
      lines: Array(3).fill('Přílohy: [{ popis: řeč, soubor: a.mp3 }]'),
      told: '3 posts name recordings under "Přílohy", e.g. p0.md; write fields: { audio: Přílohy.soubor }',
    },
    {
      what: 'a list of names, under a key with a space',
      lines: Array(3).fill('"my sound": [a.mp3, b.mp3]'),
      told: '3 posts name recordings under "my sound", e.g. p0.md; write fields: { audio: "my sound" }',
    },
    {
      what: 'what Hugo keeps apart',
      lines: Array(4).fill('params: { voice: { src: a.mp3 } }'),
      told: '4 posts name recordings under "params", e.g. p0.md; write fields: { audio: params.voice.src }',
    },
    {
      what: 'one post, where no other has a recording',
      lines: ['voice: a.mp3', 'tags: x'],
      told: '1 post names its recording under "voice", e.g. p0.md; write fields: { audio: voice }',
    },
    {
      what: 'other keys that the settings name',
      lines: Array(3).fill('voice: a.mp3'),
      settings: 'fields: { audio: sound, summary: [lead, perex] }',
      told: '3 posts name recordings under "voice", e.g. p0.md; write fields: { audio: [sound, voice], summary: [lead, perex] }',
    },
  ])('$what: are told once, with a setting that works', async ({ lines, settings = '', told }) => {
    const before = await blog(lines, settings)
    expect(before.told.map(formatProblem)).toEqual([`sidecast.yml fields: ${told}`])
    expect(before.episodes).toEqual([])
    const after = await blog(lines, told.replace(/^.*; write /, ''))
    expect(after.told).toEqual([])
    expect(after.episodes).toHaveLength(lines.filter((line) => line.includes('.mp3')).length)
  })

  test.each([
    { what: 'two posts of many', lines: ['voice: a.mp3', 'voice: b.mp3', 'audio: a.mp3'] },
    {
      what: 'a sentence',
      lines: ['note: You can hear it all again if you only open the file a.mp3'],
    },
    { what: 'a key with a dot', lines: ['"a.b": a.mp3'] },
    { what: 'a picture', lines: Array(4).fill('voice: { src: a.png }') },
    { what: 'a switch', lines: Array(4).fill('voice: { mp3: yes }') },
    { what: 'a post that is a draft', lines: Array(4).fill('draft: true\nvoice: a.mp3') },
  ])('$what: is none', async ({ lines }) => {
    expect((await blog(lines)).told).toEqual([])
  })
})
