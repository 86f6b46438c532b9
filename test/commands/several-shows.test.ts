import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import express from 'express'
import { describe, expect, onTestFinished, test } from 'vitest'
import { formatLines } from '../../src/base/terminal.ts'
import * as adopt from '../../src/commands/adopt.ts'
import * as build from '../../src/commands/build.ts'
import * as check from '../../src/commands/check.ts'
import type { Command, Given } from '../../src/commands/command.ts'
import * as list from '../../src/commands/list.ts'
import { podcast } from '../../src/express.ts'
import { openShow, renderFeed } from '../../src/index.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { networkBlog, networkSettings, TWO_SHOWS } from '../support/network-blog.ts'
import { serveFolder, until } from '../support/program.ts'
import { titlesOf } from '../support/served-titles.ts'
import { postText } from '../support/small-blog.ts'

const NOW = new Date('2026-06-01T12:00:00Z')

/** Runs a command to its end, and gives what it printed, told, and ended with. */
async function run(
  command: Pick<Command, 'run'>,
  given: Given['arguments'],
  options: Given['options'] = {},
): Promise<{ code: number; printed: string; told: string }> {
  const [printed, told]: [string[], string[]] = [[], []]
  const code = await command.run(
    { arguments: given, options: { format: 'text', ...options } },
    {
      print: (lines) => void printed.push(formatLines(lines)),
      report: (lines) => void told.push(formatLines(lines)),
      draw: null,
      now: () => NOW,
      signal: new AbortController().signal,
    },
  )
  return { code, printed: printed.join('\n'), told: told.join('\n') }
}

const textOf = async (url: string): Promise<string> => (await fetch(url)).text()

describe('list', () => {
  test('tells show by show, and what is of none', async () => {
    const folder = await makeFolder(networkBlog())
    const { code, printed } = await run(list, [folder])
    expect(code).toBe(0)
    expect(printed.replace(/ +\d:\d\d +\d\.\d MB/g, '')).toBe(`Harbour radio: 2 shows

Travels: 2 episodes
  2026-05-11  Down the river (travel/2026-05-11-0002.md, scan)
  2026-05-04  Over the pass (travel/2026-05-04-0001.md, scan)

Öl & Meer: 1 episode
  2026-05-05  Oil (sea/2026-05-05-0001.md, scan)

In no show:
  1 file: it belongs to none of the shows (other/2026-05-06-0001.md)`)
  })

  test('prints each show like an only one as JSON', async () => {
    const folder = await makeFolder(networkBlog())
    const { printed } = await run(list, [folder], { json: true })
    expect(JSON.parse(printed)).toMatchObject({
      title: 'Harbour radio',
      shows: [
        {
          name: 'travel',
          show: { title: 'Travels', feedUrl: 'https://radio.example.org/pod/travel/feed.xml' },
          episodes: [{ title: 'Down the river' }, { title: 'Over the pass' }],
          scheduled: [],
          skipped: [],
        },
        {
          name: 'Öl & Meer',
          show: { pageUrl: 'https://radio.example.org/pod/ol-meer/' },
          episodes: [
            { slug: '0001', link: 'https://radio.example.org/pod/ol-meer/episodes/0001/' },
          ],
        },
      ],
      skipped: [{ file: 'other/2026-05-06-0001.md' }],
      problems: [],
    })
  })
})

describe('check', () => {
  test('finds nothing in good shows, nor a dead link on any page of them', async () => {
    const folder = await makeFolder(networkBlog())
    const { code, printed } = await run(check, [folder])
    expect(printed).toMatch(/^Harbour radio: 2 shows, 3 episodes checked: /m)
    expect(printed).not.toMatch(/warning|error|\[site\//)
    expect(code).toBe(0)
  })

  test('tells once what is wrong with all shows', async () => {
    const settings = TWO_SHOWS.replace('https://radio', 'http://radio')
    const { printed } = await run(check, [await makeFolder(networkBlog(settings))])
    expect(printed.match(/\[show\/insecure\]/g)).toHaveLength(1)
    expect(printed).toContain(
      'Travels: expected https, got http://radio.example.org/pod/travel/ (and the same of 1 more shows)',
    )
  })

  test('compares one of them with the feed that subscribers hold', async () => {
    const folder = await makeFolder(networkBlog())
    const out = join(await makeFolder(), 'site')
    await run(build, [folder], { out })
    const compared = await run(check, [folder], { against: out, show: 'ol-meer' })
    expect(compared.printed).toContain('guid')
    const feed = join(out, 'travel/feed.xml')
    const same = await run(check, [folder], { against: feed, show: 'travel' })
    expect(same.printed).toMatch(/No guid differs/)
    const other = await run(check, [folder], { against: feed, show: 'Öl & Meer' })
    expect(other.printed).not.toMatch(/No guid differs/)
    await expect(run(check, [folder], { against: feed })).rejects.toThrow(
      'this folder holds several shows; name one with --show: travel, Öl & Meer',
    )
    await expect(run(check, [folder], { against: feed, show: 'travl' })).rejects.toThrow(
      '--show: there is no show "travl"; did you mean "travel"?; there are travel, Öl & Meer',
    )
  })
})

describe('adopt', () => {
  const feed = `<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel>
<title>Old</title><podcast:guid>5a2f1f0e-8a0f-5f6c-9d54-0b5c54f9c9a1</podcast:guid>
<item><title>Oil</title><pubDate>Tue, 05 May 2026 00:00:00 +0000</pubDate><guid>held-oil</guid></item>
<item><title>Over the pass</title><pubDate>Mon, 04 May 2026 00:00:00 +0000</pubDate><guid>held-pass</guid></item>
</channel></rss>`

  test('takes the guids for the show that is named, and for no other', async () => {
    const folder = await makeFolder({ ...networkBlog(), 'old.xml': feed })
    await expect(run(adopt, [join(folder, 'old.xml'), folder])).rejects.toThrow('--show')
    const taken = await run(adopt, [join(folder, 'old.xml'), folder], { show: 'Öl & Meer' })
    expect(taken.printed).toContain('1 episode kept the guid')
    expect(taken.printed).toContain('Over the pass (held-pass)')
    expect(taken.told).toContain('shows: { Öl & Meer: { old_feeds: [/its-old-path.xml] } }')
    const { printed } = await run(list, [folder], { json: true })
    const { shows } = JSON.parse(printed) as {
      shows: { show: { guid: string }; episodes: { title: string; guid: string }[] }[]
    }
    expect(shows[1]?.show.guid).toBe('5a2f1f0e-8a0f-5f6c-9d54-0b5c54f9c9a1')
    expect(shows[1]?.episodes[0]?.guid).toBe('held-oil')
    expect(shows[0]?.show.guid).not.toBe(shows[1]?.show.guid)
    expect(shows[0]?.episodes.map(({ guid }) => guid)).not.toContain('held-pass')
  })
})

describe('serve and build', () => {
  const settings = networkSettings(`  travel:
    title: Travels
    feeds: author
  Öl & Meer:
    posts: sea
    feed: { path: /podcast.xml, old_paths: /feed.xml }
    old_feeds: [/feed.xml, /feeds/oil.xml]
`).replace(/base_url: .*\n/, '')

  test('give the same bytes under one base: a page of all shows, and each in its folder', async () => {
    const folder = await makeFolder(networkBlog(settings))
    const { url, output } = await serveFolder(folder)
    expect(output()).toContain(`Harbour radio: 2 shows\n  page  ${url}\nTravels: 2 episodes`)
    const out = join(await makeFolder(), 'site')
    expect((await run(build, [folder], { out, baseUrl: url })).code).toBe(0)
    const files = (await readdir(out, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && !/^(?:\.|_headers$)/.test(entry.name))
      .map(({ parentPath, name }) => join(parentPath, name).slice(out.length + 1))
    expect(files).toEqual(
      expect.arrayContaining([
        'index.html',
        'opml.xml',
        'robots.txt',
        '_redirects',
        'feed.xml',
        'feeds/oil.xml',
        'travel/index.html',
        'travel/feed.xml',
        'travel/feeds/ann-reader.xml',
        'travel/episodes/0001/index.html',
        'travel/audio/one.mp3',
        'ol-meer/episodes/0001/index.html',
        'ol-meer/audio/one.mp3',
        'ol-meer/podcast.xml',
        'ol-meer/feed.xml',
      ]),
    )
    for (const file of files) {
      const path = file.replace(/(^|\/)index\.html$/, '$1')
      const answer = await fetch(url + path, { redirect: 'manual' })
      const bytes = Buffer.from(await answer.arrayBuffer())
      expect([file, bytes.equals(await readFile(join(out, file)))]).toEqual([file, true])
    }
    for (const old of ['feed.xml', 'feeds/oil.xml', 'ol-meer/feed.xml']) {
      const answer = await fetch(url + old)
      expect([answer.redirected, answer.url]).toEqual([true, `${url}ol-meer/podcast.xml`])
    }
    const page = await textOf(url)
    for (const path of ['travel/', 'ol-meer/', 'ol-meer/podcast.xml']) {
      expect(page).toContain(`href="./${path}"`)
    }
    expect(await textOf(`${url}travel/`)).toContain('href="./../"')
    expect(await textOf(`${url}opml.xml`)).toContain(`${url}ol-meer/podcast.xml`)
    expect(await (await fetch(`${url}healthz`)).json()).toMatchObject({ episodes: 3 })
    expect((await fetch(`${url}nowhere/`)).status).toBe(404)
    expect((await fetch(`${url}travel`, { redirect: 'manual' })).status).toBe(301)
  })

  test('a live edit is seen in its own show, and nothing of the others changes', async () => {
    const folder = await makeFolder(networkBlog(settings))
    const { url } = await serveFolder(folder)
    const tagOf = async (path: string) => (await fetch(url + path)).headers.get('etag')
    const before = await Promise.all(['travel/feed.xml', 'travel/'].map(tagOf))
    await addFiles(folder, { 'sea/2026-05-05-0001.md': postText('Crude oil', 'one.mp3') }, NOW)
    const titles = async () => titlesOf(await textOf(`${url}ol-meer/podcast.xml`))
    await until(titles, (got) => got.join() === 'Crude oil')
    expect(await Promise.all(['travel/feed.xml', 'travel/'].map(tagOf))).toEqual(before)
  })
})

describe('the library and the middleware', () => {
  test('read, render and serve several shows', async () => {
    const folder = await makeFolder(networkBlog())
    const blog = await openShow(folder, { baseUrl: 'https://www.example.org/podcast' })
    const { show } = await blog.read({ offline: true })
    expect(show?.shows.map(({ name, path }) => [name, path])).toEqual([
      ['travel', '/travel/'],
      ['Öl & Meer', '/ol-meer/'],
    ])
    const [, sea] = show?.shows ?? []
    if (sea === undefined) throw new Error('there is no second show')
    expect(titlesOf(renderFeed(sea.show))).toEqual(['Oil'])
    expect(JSON.stringify(show)).not.toContain(folder)
    const handler = await podcast(blog, { watch: false })
    const server = createServer(express().use('/podcast', handler)).listen(0, '127.0.0.1')
    onTestFinished(async () => {
      server.close()
      await handler.close()
    })
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const at = `http://127.0.0.1:${port}/podcast`
    expect(await textOf(`${at}/ol-meer/feed.xml`)).toBe(renderFeed(sea.show))
    expect((await fetch(`${at}/`)).status).toBe(200)
    expect((await fetch(`${at}/elsewhere`)).status).toBe(404)
  })
})
