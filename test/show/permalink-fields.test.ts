import { describe, expect, test } from 'vitest'
import { formatProblem } from '../../src/base/problem.ts'
import { parsePermalink } from '../../src/settings/setting-values.ts'
import { makeFolder } from '../support/folder.ts'
import { openBlog, readBlog } from '../support/open-blog.ts'

const POST = `---
title: Low Tide & Moon
date: 2025-01-29 23:30 +0000
audio_url: https://cdn.example.org/tides.mp3
number: 007
season: 2
tags: [Sea Life, Moon]
category: Deep Sea
extra: { reader: Anna Říhová }
---
The sea.
`

async function read(permalink: string, post = POST) {
  const folder = await makeFolder({
    'sidecast.yml': `title: Tides\nsite: https://example.org/\ntimezone: Europe/Prague\npermalink: ${JSON.stringify(permalink)}\n`,
    'posts/2025-01-30-low-tide.md': post,
  })
  const { show, problems } = await readBlog(await openBlog(folder), { work: () => false })
  return { episode: show?.episodes[0], problems: problems.map(formatProblem) }
}

describe('a permalink in the settings that names front matter', () => {
  test.each([
    { permalink: '/show/{number}/{slug}/', address: '/show/007/low-tide/' },
    { permalink: '/{date}/{slug}', address: '/2025-01-30/low-tide' },
    { permalink: '/{date:%Y/%-m}/{number}.html', address: '/2025/1/007.html' },
    { permalink: '/:year/{number}/', address: '/2025/007/' },
    { permalink: '/{year}/{month}/{title}/', address: '/2025/01/low-tide-moon/' },
    { permalink: '/{category}/{number}', address: '/deep-sea/007' },
    { permalink: '/{tags}/{number}', address: '/Sea-Life/Moon/007' },
    { permalink: '/{reader:lower}/', address: '/anna-%C5%99%C3%ADhov%C3%A1/' },
    { permalink: '/{extra.reader}/', address: '/Anna-%C5%98%C3%ADhov%C3%A1/' },
    { permalink: '/{series|other}/{number}/', address: '/other/007/' },
    { permalink: '/{Season}x{number}/', address: '/2x007/' },
  ])('makes $address of $permalink, and the guid of it', async ({ permalink, address }) => {
    const { episode, problems } = await read(permalink)
    expect(problems.filter((line) => line.includes('permalink'))).toEqual([])
    expect(episode).toMatchObject({
      slug: 'low-tide',
      guid: `https://example.org${address}`,
      link: `https://example.org${address}`,
    })
  })

  test.each(['number', 'volume', 'category'])(
    'tells that a post does not say %s, and still has the episode',
    async (key) => {
      const post = POST.replaceAll(/^(?:number|category): .*\n/gm, '')
      const { episode, problems } = await read(`/show/{${key}}/{slug}/`, post)
      expect(problems).toContain(
        `posts/2025-01-30-low-tide.md permalink: the address "/show/{${key}}/{slug}/" is made of "${key}", which this post does not have; write ${key}: … in it, or a permalink of its own`,
      )
      expect(episode?.guid).toMatch(/^[\da-f-]{36}$/)
    },
  )

  test('keeps a value inside of its site, whatever it is', async () => {
    const { episode } = await read(
      '/show/{number}/{slug}/',
      POST.replace('007', '"../../:year?x=1#y"'),
    )
    expect(episode?.link).toBe('https://example.org/show/yearx1%23y/low-tide/')
  })

  test.each([
    ['/{number', 'expected front-matter keys in braces'],
    ['/{date:%Q}/', 'expected front-matter keys in braces'],
    ['/{title:loud}/', 'expected front-matter keys in braces'],
    ['/{}/', 'expected front-matter keys in braces'],
    ['/{number}/:titel/', 'got ":titel"'],
  ])('refuses %s', (pattern, message) => {
    expect(() => parsePermalink(pattern)).toThrow(message)
  })
})
