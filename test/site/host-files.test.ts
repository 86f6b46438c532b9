import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createSite } from '../../src/site/create-site.ts'
import { exportPathOf } from '../../src/site/export-stage.ts'
import { hostFiles } from '../../src/site/host-files.ts'
import { hostRules, OTHER_ROLE, regexOf, type HostRule } from '../../src/site/host-rules.ts'
import { mediaTypeOf } from '../../src/site/media-type.ts'
import { fieldsOf } from '../../src/site/response-headers.ts'
import type { Site } from '../../src/site/site.ts'
import type { Show } from '../../src/show/show.ts'
import {
  exampleEnglishEpisode,
  exampleEpisode,
  examplePart,
  exampleShow,
} from '../support/example-show.ts'

const publicFiles = new Map([
  ['/style.css', '/p/style.css'],
  ['/icons/a b.svg', '/p/icons/a b.svg'],
])

function siteOf(show: Show): Site {
  const now = new Date()
  return createSite(show, { publicFiles, previous: null, now, modified: now }).site
}

const many = Array.from({ length: 300 }, (_, index) => exampleEpisode({ slug: `dil-${index}` }))
const SHOWS: Readonly<Record<string, Show>> = {
  'one episode': exampleShow({ episodes: [exampleEpisode()] }),
  'two unlike episodes': exampleShow({ episodes: [exampleEpisode(), exampleEnglishEpisode()] }),
  'no episode': exampleShow({ episodes: [], image: null }),
  'hundreds of episodes, a part and archives': exampleShow({
    episodes: many,
    parts: [examplePart({ episodes: many })],
    feed: {
      path: '/feed.xml',
      archive: '/feed/',
      episodes: 10,
      oldPaths: ['/old.xml', '/rss/'],
      newUrl: null,
    },
  }),
  'a feed in a folder, below a path': exampleShow({
    baseUrl: 'https://example.org/podcast/',
    feed: { path: '/feed/', archive: '/feed/', episodes: 10, oldPaths: [], newUrl: null },
  }),
}

/** The rule for a path, as a web server finds it. */
function ruleFor(rules: readonly HostRule[], path: string): readonly HostRule[] {
  return rules.filter(({ pattern }) => new RegExp(regexOf(pattern), 'u').test(path))
}

describe.each(Object.entries(SHOWS))('the rules for a show with %s', (_, show) => {
  const site = siteOf(show)
  const rules = hostRules(site)

  test('give every file its role and type, by one rule at most', () => {
    expect(site.size).toBeGreaterThan(5)
    const wrong = [...site].filter(([path, { role, type }]) => {
      const [rule, second] = ruleFor(rules, path)
      const usual = mediaTypeOf(exportPathOf(path, type))
      const found = rule?.type ?? (rule?.unusual === true ? null : usual)
      return second !== undefined || (rule?.role ?? OTHER_ROLE) !== role || found !== type
    })
    expect(wrong.map(([path]) => path)).toEqual([])
  })

  test('match the file of a folder as they match the folder', () => {
    for (const path of [...site.keys()].filter((each) => each.endsWith('/'))) {
      const { type = '' } = site.get(path) ?? {}
      expect(ruleFor(rules, `/${exportPathOf(path, type)}`)).toEqual(ruleFor(rules, path))
    }
  })

  test('are few enough for hosts', () => {
    expect(rules.length).toBeLessThan(60)
  })
})

describe('the files for hosts', () => {
  const show = SHOWS['hundreds of episodes, a part and archives'] ?? exampleShow()
  const files = hostFiles(siteOf(show), show, true)
  const textOf = (file: string): string => files.get(file) ?? ''

  test('are one for each kind of host, the same each time', () => {
    expect([...files.keys()]).toEqual([
      '_headers',
      '.htaccess',
      '.sidecast-nginx.conf',
      '.sidecast-Caddyfile',
    ])
    expect(hostFiles(siteOf(show), show, true)).toEqual(files)
  })

  test.each([
    ['_headers', '/episodes/:slug/chapters.json'],
    ['.htaccess', 'RedirectMatch 301 "^/old\\\\.xml$" "/feed.xml"'],
    ['.sidecast-nginx.conf', 'location = "/old.xml" { return 301 "/feed.xml"; }'],
    ['.sidecast-Caddyfile', 'redir "/old.xml" "/feed.xml" permanent'],
  ])('%s says %s', (file, line) => {
    expect(textOf(file)).toContain(line)
  })

  test.each([...files.keys()])('%s names every policy, lifetime and unusual type', (file) => {
    for (const role of ['page', 'embed', 'data', 'recording', 'hashed', 'worker'] as const) {
      expect(textOf(file)).toContain(fieldsOf(role)['Cache-Control'])
      expect(textOf(file)).toContain(fieldsOf(role)['Content-Security-Policy'] ?? '')
    }
    for (const type of ['application/rss+xml', 'application/json+chapters', 'text/vtt']) {
      expect(textOf(file)).toContain(type)
    }
    expect(textOf(file)).not.toMatch(/undefined|\[object|null/)
  })

  test('speak of compressed files only where there are some', () => {
    const plain = [...hostFiles(siteOf(show), show, false).values()].join('')
    expect(plain).not.toMatch(/gzip_static|precompressed|RewriteRule/)
    expect([...files.values()].join('')).toMatch(/gzip_static[^]*precompressed/)
  })

  // Netlify and Cloudflare Pages read the same form
  test('_headers never gives a field twice to one path, and keeps within the bounds of hosts', () => {
    const blocks = textOf('_headers')
      .split(/\n(?=\/)/)
      .slice(1)
    expect(blocks.length).toBeLessThan(100)
    for (const line of textOf('_headers').split('\n')) expect(line.length).toBeLessThan(2000)
    const [all = '', ...others] = blocks
      .map((block) => block.matchAll(/^ {2}([\w-]+): /gm))
      .map((found) => [...found].map(([, name = '']) => name).join())
    for (const other of others) {
      expect(other.split(',').filter((name) => all.split(',').includes(name))).toEqual([])
    }
  })
})

test('the snippets are in the guide by their names', () => {
  const guide = readFileSync(new URL('../../docs/go-live.md', import.meta.url), 'utf8')
  for (const file of hostFiles(new Map(), exampleShow(), false).keys())
    expect(guide).toContain(file)
})
