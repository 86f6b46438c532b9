import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatProblem } from '../../src/base/problem.ts'
import { readBlog } from '../../src/settings/blog/blog-config.ts'
import { EVERYTHING } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'

async function blogOf(files: Readonly<Record<string, string>>, inside = '.') {
  const root = await makeFolder(files)
  await mkdir(join(root, inside), { recursive: true })
  const blog = await readBlog(join(root, inside))
  return {
    ...blog,
    at: (path: string) => join(root, path),
    printed: blog.problems.map(formatProblem),
  }
}

describe('a Jekyll config', () => {
  test('says title, author, description, language, site, zone and permalinks', async () => {
    const blog = await blogOf({
      '_config.yml': `name: Tide *tables*
description: The sea &amp; the shore
author: { name: Anna Říhová, email: anna@example.org }
locale: en_US
timezone: Europe/Prague
url: https://www.example.org
baseurl: /sea
permalink: /item/:title/
collections:
  talks:
    output: true
    permalink: /talks/:title/
  notes:
    output: true
`,
    })
    expect(blog).toMatchObject({
      generator: 'jekyll',
      root: blog.at('.'),
      files: [blog.at('_config.yml')],
      publicFolders: [blog.at('.')],
      fileNameDateFirst: false,
      place: '',
      permalinks: {
        default: '/item/:title/',
        sections: { talks: '/talks/:title/', notes: '/:collection/:path/' },
      },
      problems: [],
    })
    expect(blog.values).toEqual({
      title: 'Tide tables',
      description: 'The sea & the shore',
      author: 'Anna Říhová',
      'owner.email': 'anna@example.org',
      language: 'en-us',
      timezone: 'Europe/Prague',
      site: 'https://www.example.org/sea/',
    })
  })

  // https://jekyllrb.com/docs/permalinks/ and lib/jekyll/collection.rb
  test.each([
    { yaml: 'title: Tides', posts: 'date', notes: '/:collection/:path:output_ext' },
    { yaml: 'permalink: pretty', posts: 'pretty', notes: '/:collection/:path/' },
    { yaml: 'permalink: none', posts: 'none', notes: '/:collection/:path:output_ext' },
    { yaml: 'permalink: /:title', posts: '/:title', notes: '/:collection/:path' },
  ])('with "$yaml" gives posts $posts and collections $notes', async ({ yaml, posts, notes }) => {
    const { permalinks } = await blogOf({ '_config.yml': `${yaml}\ncollections: [notes]\n` })
    expect(permalinks).toEqual({ default: posts, sections: { notes } })
  })

  test('gives posts and collections the permalinks of its front-matter defaults', async () => {
    const blog = await blogOf({
      '_config.yml': `permalink: pretty
collections: { notes: {} }
defaults:
  - scope: { path: "" }
    values: { layout: post }
  - scope: { path: "", type: posts }
    values: { permalink: "/p/:title/" }
  - scope: { path: _notes }
    values: { permalink: "/n/:title/" }
  - scope: { path: _posts/en, type: posts }
    values: { permalink: "/en/:title/" }
`,
    })
    expect(blog.permalinks).toEqual({ default: '/p/:title/', sections: { notes: '/n/:title/' } })
    expect(blog.printed).toEqual([
      '_config.yml:11 defaults[3].values.permalink: the permalink of one folder (_posts/en) is not understood; give its posts a permalink of their own',
    ])
  })

  test.each([
    { config: 'url: https://example.org/\nbaseurl: "/"', site: 'https://example.org/' },
    { config: 'url: https://example.org\nbaseurl: tides/', site: 'https://example.org/tides/' },
    { config: 'url: https://example.org\nbaseurl:', site: 'https://example.org/' },
    { config: 'url: ""\nbaseurl: /tides', site: undefined },
    { config: 'baseurl: /tides', site: undefined },
  ])('joins url and baseurl of "$config"', async ({ config, site }) => {
    const { values, printed } = await blogOf({ '_config.yml': config })
    expect(values.site).toBe(site)
    expect(printed).toEqual([])
  })

  test('publishes what lies in its source folder', async () => {
    const blog = await blogOf({ '_config.yml': 'source: src' }, 'src/_posts')
    expect(blog.publicFolders).toEqual([blog.at('src')])
    expect(blog.place).toBe('_posts')
  })

  test('warns of values that are not understood, with their line, and goes on', async () => {
    const blog = await blogOf(
      {
        '_config.yml':
          'title: Tides\nurl: example.org\ntimezone: Prague\npermalink: /:yaer/:title/\n',
      },
      '_posts',
    )
    expect(blog.values).toEqual({ title: 'Tides' })
    expect(blog.permalinks.default).toBeNull()
    expect(blog.printed).toEqual([
      '../_config.yml:2 url: expected an address such as https://example.org/, got "example.org/"; did you mean "https://example.org/"?; or set it in sidecast.yml (site: …)',
      '../_config.yml:3 timezone: expected a time zone such as Europe/Prague, got "Prague"; did you mean "Europe/Prague"?; or set it in sidecast.yml (timezone: …)',
      '../_config.yml:4 permalink: expected Jekyll\'s or Hugo\'s variables such as :year, :title or :slug, got ":yaer" in "/:yaer/:title/"; or set it in sidecast.yml (permalink: …)',
    ])
    expect(blog.problems.map(({ severity }) => severity)).toEqual(['warning', 'warning', 'warning'])
  })

  test('that is broken is a warning, and nothing is taken from it', async () => {
    const blog = await blogOf({ '_config.yml': 'title: Tides\nurl: {a: 1]\n' })
    expect(blog).toMatchObject({ generator: 'jekyll', values: {}, permalinks: { default: null } })
    expect(blog.printed).toEqual([
      '_config.yml:2: the configuration of the blog cannot be read, so this file is ignored: a comma is missing between entries in brackets',
    ])
  })
})

const HUGO_TOML = `baseURL = "https://www.example.org/"
title = "Tides"
defaultContentLanguage = "cs"
disablePathToLower = true
timeZone = "Europe/Prague"

[permalinks.page]
posts = "/item/:slug/"

[frontmatter]
date = [":filename", ":default"]

[params]
author = "Anna Říhová"
description = "The sea"
media_prefix = "https://media.example.org/"
`

describe('a Hugo config', () => {
  test('says the same in TOML', async () => {
    const blog = await blogOf({ 'hugo.toml': HUGO_TOML })
    expect(blog).toMatchObject({
      generator: 'hugo',
      files: [blog.at('hugo.toml')],
      publicFolders: [blog.at('static')],
      fileNameDateFirst: true,
      problems: [],
    })
    expect(blog.permalinks).toEqual({
      default: '/:sections/:slugorcontentbasename/',
      sections: { posts: '/item/:slug/' },
      lowerCase: false,
      defaultLanguage: 'cs',
      datedNames: 'all',
    })
    expect(blog.values).toEqual({
      title: 'Tides',
      description: 'The sea',
      author: 'Anna Říhová',
      language: 'cs',
      site: 'https://www.example.org/',
      timezone: 'Europe/Prague',
      'audio.prefix': 'https://media.example.org/',
    })
  })

  test.each([
    ['hugo.yaml', 'baseurl: https://example.org\nTitle: Tides\n'],
    ['hugo.json', '{ "baseURL": "https://example.org", "title": "Tides" }'],
    ['config.toml', 'BaseURL = "https://example.org"\ntitle = "Tides"\n'],
    ['config.yml', 'title: Tides\nbaseURL: https://example.org\n'],
    ['config/_default/hugo.toml', 'baseURL = "https://example.org"\ntitle = "Tides"\n'],
    ['config/_default/config.yaml', 'title: Tides\nbaseURL: https://example.org\n'],
  ])('is found as %s, keys in any case', async (name, text) => {
    const blog = await blogOf({ [name]: text })
    expect(blog).toMatchObject({ generator: 'hugo', files: [blog.at(name)], problems: [] })
    expect(blog.values).toEqual({ title: 'Tides', site: 'https://example.org/' })
  })

  test('is joined from the files of its config folder, production before the general ones', async () => {
    const blog = await blogOf({
      'hugo.toml': 'title = "Old"\nbaseURL = "http://localhost/"\n',
      'config/_default/hugo.toml': 'title = "Tides"\n',
      'config/_default/params.toml':
        'author = "Anna <anna@example.org>"\ndescription = "The sea"\n',
      'config/_default/permalinks.yaml': 'page:\n  posts: /p/:slug/\n',
      'config/_default/languages.toml': '[cs]\nlanguageCode = "cs-CZ"\n',
      'config/_default/params.cs.toml': '[params]\ndescription = "Moře"\n',
      'config/_default/menus.toml': 'not = [ read',
      'config/production/config.toml': 'baseURL = "https://example.org/"\n',
      'config/staging/hugo.toml': 'title = "Staging"\n',
    })
    expect(blog.printed).toEqual([])
    expect(blog.values).toEqual({
      title: 'Tides',
      description: 'Moře',
      author: 'Anna',
      language: 'cs-cz',
      site: 'https://example.org/',
    })
    expect(blog.permalinks.sections).toEqual({ posts: '/p/:slug/' })
    expect(blog.files).toHaveLength(7)
  })

  test.runIf(EVERYTHING)(
    'may have as many keys as fit, which take no longer than reading them',
    async () => {
      const many = Array.from({ length: 20_000 }, (_, at) => `[menu${at}]\n`).join('')
      const blog = await blogOf({
        'config/_default/hugo.toml': `Title = "Seas"\n__proto__.copyright = "Nobody"\n${many}`,
        'config/production/hugo.toml': `title = "Tides"\n${many.toUpperCase()}`,
      })
      expect(blog.values).toMatchObject({ title: 'Tides' })
      expect(blog.printed).toEqual([])
    },
  )

  test('takes what holds for the main language', async () => {
    const { values, permalinks } = await blogOf({
      'hugo.toml': `title = "All"
defaultContentLanguage = "cs"
[languages.en]
title = "Tides"
[languages.cs]
title = "Přílivy"
locale = "cs_CZ"
[languages.cs.params]
description = "Moře"
[params]
author = "Anna"
`,
    })
    expect(values).toEqual({
      title: 'Přílivy',
      description: 'Moře',
      author: 'Anna',
      language: 'cs-cz',
    })
    expect(permalinks).toMatchObject({ lowerCase: true, defaultLanguage: 'cs' })
  })

  // https://gohugo.io/configuration/front-matter/#dates
  test.each([
    { toml: '', datedNames: 'none' },
    { toml: '[frontmatter]\ndate = ["date", ":default"]', datedNames: 'none' },
    { toml: '[frontmatter]\ndate = [":filename", ":default"]', datedNames: 'all' },
    { toml: '[frontmatter]\ndate = [":default", ":fileName"]', datedNames: 'undated' },
  ])('dates these posts by their file names: $datedNames, with "$toml"', async (each) => {
    const { permalinks } = await blogOf({ 'hugo.toml': each.toml })
    expect(permalinks.datedNames).toBe(each.datedNames)
  })

  test('tells that its main language has a folder, whatever its case', async () => {
    const { permalinks } = await blogOf({
      'hugo.toml': 'defaultContentLanguage = "pt-BR"\ndefaultContentLanguageInSubdir = true\n',
    })
    expect(permalinks).toMatchObject({ defaultLanguage: 'pt-br', defaultLanguageInFolder: true })
  })

  // https://gohugo.io/configuration/permalinks/
  test.each([
    { toml: '[permalinks]\nposts = "/:year/:slug/"', sections: { posts: '/:year/:slug/' } },
    {
      toml: '[permalinks]\nposts = "/a/:slug/"\n[permalinks.page]\nposts = "/b/:slug/"\n[permalinks.section]\nposts = "/c/:slug/"',
      sections: { posts: '/b/:slug/' },
    },
    {
      toml: '[[permalinks]]\npattern = "/p/:slug/"\n[permalinks.target]\nkind = "page"\npath = "/posts/**"\n[[permalinks]]\npattern = "/all/:slug/"',
      sections: { posts: '/p/:slug/' },
      general: '/all/:slug/',
    },
    {
      toml: 'uglyURLs = true\n[permalinks]\nposts = "/p/:slug/"',
      sections: { posts: '/p/:slug.html' },
      general: '/:sections/:slugorcontentbasename.html',
    },
  ])('makes addresses by $toml', async ({ toml, sections, general }) => {
    const { permalinks } = await blogOf({ 'hugo.toml': toml })
    expect(permalinks).toMatchObject({
      default: general ?? '/:sections/:slugorcontentbasename/',
      sections,
    })
  })

  test('gives no address at all where one pattern is not understood', async () => {
    const { permalinks, printed } = await blogOf({
      'hugo.toml': '[permalinks.page]\nposts = "/:slgu/"\nnotes = "/n/:slug/"\n',
    })
    expect(permalinks).toMatchObject({ default: null, sections: { notes: '/n/:slug/' } })
    expect(printed).toEqual([
      'hugo.toml:2 permalinks.page.posts: expected Jekyll\'s or Hugo\'s variables such as :year, :title or :slug, got ":slgu" in "/:slgu/"; or set it in sidecast.yml (permalink: …)',
    ])
  })

  test.each([
    { toml: 'date = [":filename", "date"]', first: true },
    { toml: 'date = ["lastmod", ":fileName", ":default"]', first: true },
    { toml: 'date = ":filename"', first: true },
    { toml: 'date = ["date", ":filename"]', first: false },
    { toml: 'date = [":default", ":filename"]', first: false },
    { toml: 'lastmod = [":filename"]', first: false },
  ])('with $toml takes the date from the file name first: $first', async ({ toml, first }) => {
    const { fileNameDateFirst } = await blogOf({ 'hugo.toml': `[frontmatter]\n${toml}\n` })
    expect(fileNameDateFirst).toBe(first)
  })

  test.each([
    { toml: 'staticDir = "files"', folders: ['files'] },
    {
      toml: 'staticDir = ["static", "media"]\nstaticDir2 = "more"',
      folders: ['static', 'media', 'more'],
    },
    {
      toml: '[[module.mounts]]\nsource = "public_html"\ntarget = "static"',
      folders: ['public_html'],
    },
  ])('publishes the files of $folders', async ({ toml, folders }) => {
    const blog = await blogOf({ 'hugo.toml': toml })
    expect(blog.publicFolders).toEqual(folders.map(blog.at))
  })

  test.each([
    ['a server', '[server]\nport = 80\n'],
    ['Rust', '[build]\ntarget = "wasm32"\n'],
  ])('is not what %s keeps in config.toml', async (_, text) => {
    const blog = await blogOf({ 'config.toml': text })
    expect(blog).toMatchObject({ generator: null, values: {}, files: [], problems: [] })
  })

  test('goes before a Jekyll config that was left behind', async () => {
    const blog = await blogOf({ 'hugo.toml': 'title = "Tides"', '_config.yml': 'title: Old' })
    expect(blog.values).toEqual({ title: 'Tides' })
    expect(blog.printed).toEqual([
      '_config.yml: not read, because there is a Hugo configuration beside it; remove the one that is no longer used',
    ])
  })

  test('that is broken is a warning with its line', async () => {
    const blog = await blogOf({ 'hugo.toml': 'title = "Tides"\nbaseURL = https://example.org\n' })
    expect(blog).toMatchObject({
      generator: 'hugo',
      values: {},
      publicFolders: [blog.at('static')],
    })
    expect(blog.printed).toHaveLength(1)
    expect(blog.printed[0]).toMatch(
      /^hugo\.toml:2: the configuration of the blog cannot be read, so this file is ignored: /,
    )
  })
})

describe('readBlog', () => {
  test.each([
    { config: '_config.yml', inside: '_posts', place: '_posts' },
    { config: '_config.yml', inside: '_posts/2026', place: '_posts/2026' },
    { config: 'hugo.yaml', inside: 'content/posts', place: 'content/posts' },
    { config: 'hugo.yaml', inside: 'content', place: 'content' },
    { config: 'hugo.yaml', inside: 'a/b/c/d/e/f', place: '' },
  ])('finds $config above $inside', async ({ config, inside, place }) => {
    const blog = await blogOf({ [config]: 'title: Tides' }, inside)
    expect(blog).toMatchObject({ root: blog.at('.'), values: { title: 'Tides' }, place })
  })

  test('takes the folder that a Hugo config calls content for it', async () => {
    const blog = await blogOf({ 'hugo.toml': 'contentDir = "site/pages"' }, 'site/pages/posts')
    expect(blog.place).toBe('content/posts')
  })

  test('looks no higher than six folders', async () => {
    const blog = await blogOf({ '_config.yml': 'title: Tides' }, '1/2/3/4/5/6/7')
    expect(blog).toMatchObject({ generator: null, root: blog.at('1/2/3/4/5/6/7') })
  })

  test('looks no higher than the folder of the git repository, but into that one', async () => {
    const files = { '_config.yml': 'title: Far', 'blog/.git/HEAD': '', 'blog/hugo.toml': '' }
    const blog = await blogOf(files, 'blog/content')
    expect(blog).toMatchObject({ generator: 'hugo', root: blog.at('blog') })
    const none = await blogOf({ '_config.yml': 'title: Far', 'blog/.git/HEAD': '' }, 'blog/posts')
    expect(none).toMatchObject({ generator: null, root: none.at('blog/posts') })
  })

  test('takes the nearest of several blogs', async () => {
    const files = { '_config.yml': 'title: Outer', 'docs/_config.yml': 'title: Inner' }
    expect((await blogOf(files, 'docs/_posts')).values).toEqual({ title: 'Inner' })
  })

  test.each([
    { name: 'astro.config.mjs', generator: 'astro' },
    { name: 'eleventy.config.js', generator: 'eleventy' },
    { name: '.eleventy.js', generator: 'eleventy' },
    { name: 'next.config.ts', generator: null },
  ])(
    'knows the root of a blog by $name, and its published folders by their usual names',
    async ({ name, generator }) => {
      const blog = await blogOf(
        { [name]: 'throw new Error("run")', 'public/a.mp3': '', 'src/content/blog/a.md': '' },
        'src/content/blog',
      )
      expect(blog).toMatchObject({ generator, root: blog.at('.'), values: {}, problems: [] })
      expect(blog.publicFolders).toEqual([blog.at('public'), blog.at('src'), blog.at('.')])
    },
  )

  test('makes do without a blog', async () => {
    const blog = await blogOf({ 'a.md': '', 'static/a.mp3': '' })
    expect(blog).toMatchObject({
      generator: null,
      root: blog.at('.'),
      publicFolders: [blog.at('static'), blog.at('.')],
      permalinks: { default: null, sections: {} },
      values: {},
      problems: [],
    })
  })

  test('tells of a config that is a folder', async () => {
    const blog = await blogOf({ '_config.yml/a.md': '' })
    expect(blog.printed).toEqual([
      '_config.yml: the configuration of the blog cannot be read, so this file is ignored: this is not a file; replace it with a settings file',
    ])
  })
})
