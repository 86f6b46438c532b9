import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as build from '../../src/commands/build.ts'
import { makeFolder } from '../support/folder.ts'
import { runAt } from '../support/in-process.ts'
import { serveFolder } from '../support/program.ts'
import { freePort } from '../support/free-port.ts'
import { smallBlog } from '../support/small-blog.ts'

const TODAY = '2026-06-01T12:00:00Z'
const OWN = 'the address of this feed itself'
const OLD = 'one of feed.old_paths, which lead back to it'
const PART = 'the feed of a part of this show'
const ARCHIVE = 'an archive of this feed'

function makeBlog(settings: string): Promise<string> {
  const files = smallBlog()
  return makeFolder({ ...files, 'sidecast.yml': `${String(files['sidecast.yml'])}${settings}` })
}

/** What a build with `--keep-going` says and writes; it is put at an address of its own. */
async function buildWith(feed: string, baseUrl = 'https://podcast.example.org/show/') {
  const folder = await makeBlog(
    `base_url: ${baseUrl}\nfeeds: { language: { en: { path: /english.xml } } }\nfeed:\n  old_paths: [/old.rss, /feed/podcast/]\n  new_url: "${feed}"\n`,
  )
  const out = join(await makeFolder(), 'site')
  const running = runAt(TODAY, build, folder, { out, keepGoing: true })
  const code = await running.ended
  const text = (name: string): Promise<string> => readFile(join(out, name), 'utf8')
  return {
    code,
    output: running.output(),
    feed: await text('feed.xml'),
    rules: await text('_redirects'),
  }
}

describe('a new address of the feed that leads back to this site', () => {
  test.each([
    { feed: 'https://podcast.example.org/show/feed.xml', what: OWN },
    { feed: 'https://podcast.example.org/show/feed.xml/', what: OWN },
    { feed: 'https://PODCAST.Example.ORG/show/feed.xml', what: OWN },
    { feed: 'https://podcast.example.org./show/feed.xml', what: OWN },
    { feed: 'https://podcast.example.org:443/show/feed.xml', what: OWN },
    { feed: 'http://podcast.example.org:80/show/feed.xml', what: OWN },
    { feed: 'https://podcast.example.org/sh%6Fw/feed%2Exml', what: OWN },
    { feed: 'https://podcast.example.org/other/../show//feed.xml', what: OWN },
    { feed: 'https://podcast.example.org/show/feed.xml?format=rss#top', what: OWN },
    { feed: 'https://podcast.example.org/show/old.rss', what: OLD },
    { feed: 'https://podcast.example.org/show/feed/podcast', what: OLD },
    { feed: 'https://podcast.example.org/show/english.xml', what: PART },
    { feed: 'https://podcast.example.org/show/feeds/travel.xml', what: PART },
    { feed: 'https://podcast.example.org/show/feed/1.xml', what: ARCHIVE },
  ])('is an error, and the feed is as usual: $feed', async ({ feed: address, what }) => {
    const { code, output, feed, rules } = await buildWith(address)
    expect(code).toBe(1)
    expect(output).toContain('✗ sidecast.yml:13 feed.new_url: expected an address to which')
    expect(output).toContain(`, which is ${what}: apps would be redirected in a circle`)
    expect(output).toContain('remove new_url')
    expect(feed).toContain(
      '<itunes:new-feed-url>https://podcast.example.org/show/feed.xml</itunes:new-feed-url>',
    )
    expect(rules).not.toMatch(/^\/show\/feed\.xml /m)
    expect(rules).toContain('/show/old.rss /show/feed.xml 301\n')
  })

  test.each([
    'https://podcast.example.org/feed.xml',
    'https://podcast.example.org/show/moved.xml',
    'https://podcast.example.org:8443/show/feed.xml',
    'https://www.example.org/show/feed.xml',
  ])('is not one that leads elsewhere: %s', async (address) => {
    const { code, output, rules } = await buildWith(address)
    expect([code, output]).toEqual([0, expect.not.stringContaining('✗')])
    expect(rules).toContain(`/show/feed.xml ${address} 301\n`)
  })

  test.each([
    { baseUrl: 'https://podcast.example.org', settings: '' },
    { baseUrl: 'http://127.0.0.1:3000', settings: 'base_url: https://podcast.example.org\n' },
  ])('is known by each address of the site: $baseUrl, $settings', async (row) => {
    const folder = await makeBlog(
      `${row.settings}feed: { new_url: "https://podcast.example.org/feed.xml" }\n`,
    )
    const out = join(await makeFolder(), 'site')
    const { output, ended } = runAt(TODAY, build, folder, { out, baseUrl: row.baseUrl })
    expect(await ended).toBe(1)
    expect(output()).toContain(`which is ${OWN}`)
  })

  test('sends no app in a circle: the feed is served', async () => {
    const port = await freePort()
    const feed = `http://127.0.0.1:${port}/feed.xml`
    const folder = await makeBlog(`feed: { new_url: "${feed}" }\n`)
    const { output } = await serveFolder(folder, '--port', port)
    expect(output()).toContain(`which is ${OWN}`)
    expect((await fetch(feed, { redirect: 'manual' })).status).toBe(200)
  })
})
