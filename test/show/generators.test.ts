import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatProblem } from '../../src/base/problem.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { openBlog, readBlog } from '../support/open-blog.ts'
import { silentMp3 } from '../support/silence.ts'

const NOW = new Date('2026-06-01T12:00:00Z')
const AUDIO = 'audio_url: https://cdn.example.org/tides.mp3'

/** Front matter of a post with a recording. */
function post(...lines: readonly string[]): string {
  return `---\ntitle: Low Tide\ndate: 2025-01-29T10:00:00Z\n${AUDIO}\n${lines.join('\n')}\n---\nThe sea.\n`
}

function toml(...lines: readonly string[]): string {
  return `+++\ntitle = "Low Tide"\ndate = 2025-01-29T10:00:00Z\n${lines.join('\n')}\n+++\nThe sea.\n`
}

interface Blog {
  readonly name: string
  readonly files: Readonly<Record<string, string>>
  /** Content folders; each gives the same. */
  readonly folders?: readonly string[]
  /** Post, from the root → slug and path; null for one without an address. */
  readonly episodes: Readonly<Record<string, readonly [slug: string, path: string | null]>>
  readonly settings?: string
}

const ASTRO_PAGE = `---
import { getCollection, render } from 'astro:content'
export async function getStaticPaths() {
  const posts = await getCollection('blog')
  return posts.map((post) => ({ params: { slug: post.id }, props: post }))
}
---
`

const BLOGS: readonly Blog[] = [
  {
    name: 'Zola',
    files: {
      'config.toml':
        'base_url = "https://example.org"\ntitle = "Tides"\n[extra]\nauthor = "Anna"\n',
      'content/_index.md': '+++\ntitle = "Home"\n+++\n',
      'content/blog/_index.md': '+++\ntitle = "Blog"\n+++\n',
      'content/blog/2025-01-29-low_tide.md': toml(
        '[extra]',
        'audio_url = "https://cdn.example.org/1.mp3"',
      ),
      'content/blog/own.md': toml(
        'slug = "My Süß Slug"',
        '[extra]',
        'audio_url = "https://cdn.example.org/2.mp3"',
      ),
      'content/blog/deep/bundle/index.md': toml(
        '[extra]',
        'audio_url = "https://cdn.example.org/3.mp3"',
      ),
      'content/blog/path.md': toml(
        'path = "talks/one"',
        '[extra]',
        'audio_url = "https://cdn.example.org/4.mp3"',
      ),
    },
    folders: ['.', 'content'],
    episodes: {
      'content/blog/2025-01-29-low_tide.md': ['low_tide', '/blog/low-tide/'],
      'content/blog/own.md': ['my-suss-slug', '/blog/my-suss-slug/'],
      'content/blog/deep/bundle/index.md': ['bundle', '/blog/deep/bundle/'],
      'content/blog/path.md': ['path', '/talks/one/'],
    },
  },
  {
    name: 'Zola that keeps names as they are, in zola.toml',
    files: {
      'zola.toml':
        'base_url = "https://example.org/sea/"\ntitle = "Tides"\n[slugify]\npaths = "safe"\npaths_keep_dates = true\n',
      'content/blog/other.fr.md': toml('[extra]', 'audio_url = "https://cdn.example.org/5.mp3"'),
      'content/2025-01-29-潮.md': toml('[extra]', 'audio_url = "https://cdn.example.org/1.mp3"'),
    },
    episodes: {
      'content/2025-01-29-潮.md': ['chao', '/sea/2025-01-29-%E6%BD%AE/'],
      'content/blog/other.fr.md': ['other', '/sea/fr/blog/other/'],
    },
  },
  {
    name: 'Hexo',
    files: {
      '_config.yml':
        'title: Tides\nurl: https://example.org\nsource_dir: source\nnew_post_name: :title.md\npermalink: :category/:year/:title/\n',
      'source/_posts/low-tide.md': post('categories: [Sea, Moon Light]'),
      'source/_posts/deep/high-tide.md': post(),
      'source/_posts/own.md': post('permalink: my/own.html'),
    },
    folders: ['.', 'source/_posts'],
    episodes: {
      'source/_posts/low-tide.md': ['low-tide', '/Sea/Moon-Light/2025/low-tide/'],
      'source/_posts/deep/high-tide.md': ['high-tide', '/uncategorized/2025/deep/high-tide/'],
      'source/_posts/own.md': ['own', '/my/own.html'],
    },
  },
  {
    name: 'Hexo with dated names and a key of its own',
    files: {
      '_config.yml':
        'title: Tides\nurl: https://example.org/child\nnew_post_name: :year-:month-:day-:title.md\npermalink: :lang/:name-:hash/\npermalink_defaults: { lang: en }\n',
      'source/_posts/2025-01-29-hello-world.md': post('lang: de').replace(
        '2025-01-29T10:00:00Z',
        '2013-07-14 17:01:34',
      ),
      'source/_posts/2025-01-30-other.md': post(),
    },
    episodes: {
      'source/_posts/2025-01-29-hello-world.md': [
        'hello-world',
        '/child/de/hello-world-a2c8ac003b43/',
      ],
      'source/_posts/2025-01-30-other.md': ['other', '/child/en/other-fa55b4badeb7/'],
    },
  },
  {
    name: 'Eleventy',
    settings: 'site: https://example.org/\n',
    files: {
      'eleventy.config.js': `export default (config) => {}\nexport const config = { dir: { input: "src" } }\n`,
      'src/2025-01-29-low-tide.md': post(),
      'src/talks/talks.11tydata.json': '{ "permalink": "/t/{{ page.fileSlug }}/index.html" }',
      'src/talks/2025-01-29-one.md': post(),
      'src/talks/deep/two.md': post(),
      'src/notes/notes.json':
        '{ "permalink": "/n/{{ page.date | date: \\"%Y/%m\\" }}/{{ title | slugify }}/" }',
      'src/notes/three.md': post().replace('Low Tide', 'Three Tides'),
      'src/notes/own.md': post('permalink: "/mine/{{ number }}/"', 'number: 7'),
      'src/notes/file.md': post('permalink: /mine/file.html'),
      'src/bundle/2025-01-01-x/index.md': post(),
      'src/same/same.md': post(),
    },
    folders: ['.', 'src'],
    episodes: {
      'src/2025-01-29-low-tide.md': ['low-tide', '/low-tide/'],
      'src/talks/2025-01-29-one.md': ['one', '/t/one/'],
      'src/talks/deep/two.md': ['two', '/t/two/'],
      'src/notes/three.md': ['three', '/n/2025/01/three-tides/'],
      'src/notes/own.md': ['own', '/mine/7/'],
      'src/notes/file.md': ['file', '/mine/file.html'],
      'src/bundle/2025-01-01-x/index.md': ['x', '/bundle/2025-01-01-x/'],
      'src/same/same.md': ['same', '/same/'],
    },
  },
  {
    name: 'Eleventy with data that programs give',
    settings: 'site: https://example.org/\n',
    files: {
      '.eleventy.js': 'module.exports = () => ({})\n',
      'package.json': '{ "scripts": { "build": "npx @11ty/eleventy --input=web" } }',
      'web/blog/blog.json': '{ "permalink": "/old/{{ page.fileSlug }}/" }',
      'web/blog/blog.11tydata.js':
        '// permalink: "/no/"\nmodule.exports = { permalink: "/blog/{{ page.fileSlug }}.html" }\n',
      'web/blog/one.md': post(),
      'web/talks/talks.11tydata.js':
        'module.exports = { permalink: (data) => `/t/${data.title}/` }\n',
      'web/talks/two.md': post(),
    },
    episodes: {
      'web/blog/one.md': ['one', '/blog/one.html'],
      'web/talks/two.md': ['two', null],
    },
  },
  {
    name: 'Eleventy with a permalink for all pages',
    settings: 'site: https://example.org/\n',
    files: {
      'eleventy.config.mjs':
        "// addGlobalData('permalink', '/no/')\nexport default (config) => {\n  config.addGlobalData('permalink', '/all/{{ page.fileSlug }}/')\n}\n",
      'one.md': post(),
      'talks/talks.json': '{ "permalink": "/t/{{ page.fileSlug }}/" }',
      'talks/two.md': post(),
      'own.md': post('permalink: /mine/'),
    },
    episodes: {
      'one.md': ['one', '/all/one/'],
      'talks/two.md': ['two', '/t/two/'],
      'own.md': ['own', '/mine/'],
    },
  },
  {
    name: 'Eleventy with permalinks that the config computes',
    settings: 'site: https://example.org/\n',
    files: {
      '.eleventy.js':
        'module.exports = (config) => config.addGlobalData("eleventyComputed.permalink", () => (data) => data.x)\n',
      'one.md': post(),
    },
    episodes: { 'one.md': ['one', null] },
  },
  {
    name: 'Astro',
    settings: 'site: https://example.org/\n',
    files: {
      'astro.config.mjs': "export default defineConfig({ site: 'https://example.org' })\n",
      'src/pages/blog/[...slug].astro': ASTRO_PAGE,
      'src/pages/blog/index.astro': "getCollection('blog')",
      'src/pages/tags/[tag].astro': "getCollection('blog')\nparams: { tag }",
      'src/content/blog/2025-01-29-Low Tide.v2.md': post(),
      'src/content/blog/deep/index.mdx': post(),
      'src/content/blog/own.md': post('slug: my/own'),
      'src/content/talks/alone.md': post(),
      'src/pages/notes/page.md': post(),
    },
    folders: ['.', 'src'],
    episodes: {
      'src/content/blog/2025-01-29-Low Tide.v2.md': ['low-tide-v2', '/blog/2025-01-29-low-tidev2/'],
      'src/content/blog/deep/index.mdx': ['deep', '/blog/deep/'],
      'src/content/blog/own.md': ['my-own', '/blog/my/own/'],
      'src/content/talks/alone.md': ['alone', null],
      'src/pages/notes/page.md': ['page', '/notes/page/'],
    },
  },
  {
    name: 'Astro with a collection elsewhere and no folders',
    settings: 'site: https://example.org/\n',
    files: {
      'astro.config.ts': "export default { trailingSlash: 'never' }\n",
      'src/content.config.ts':
        "const blog = defineCollection({ loader: glob({ pattern: '**/*.md', base: './data/posts' }) })\n",
      'src/pages/[slug].astro': ASTRO_PAGE,
      'data/posts/low-tide.md': post(),
    },
    episodes: { 'data/posts/low-tide.md': ['low-tide', '/low-tide'] },
  },
  {
    name: 'VuePress',
    settings: 'site: https://example.org/\n',
    files: {
      '.vuepress/config.js': "export default { title: 'Tides' }\n",
      'posts/2025-01-29-low-tide.md': post(),
      'posts/deep/README.md': post(),
      'posts/own.md': post('permalink: /:year/:month/:slug'),
      'posts/pattern.md': post('permalinkPattern: /p/:slug.html'),
    },
    folders: ['.', 'posts'],
    episodes: {
      'posts/2025-01-29-low-tide.md': ['low-tide', '/posts/2025-01-29-low-tide.html'],
      'posts/deep/README.md': ['readme', '/posts/deep/'],
      'posts/own.md': ['own', '/2025/01/own/'],
      'posts/pattern.md': ['pattern', '/p/pattern.html'],
    },
  },
  {
    name: 'VuePress 1 with a pattern for all, in a folder of a project',
    files: {
      'docs/.vuepress/config.js':
        "module.exports = { title: 'T', base: '/b/', permalink: '/:year/:i_month/:slug' }\n",
      'docs/_posts/2025-01-29-low-tide.md': post(),
      'docs/_posts/plain.md': post('permalink: /plain.html'),
      'docs/sidecast.yml': 'site: https://example.org/b/\n',
      'package.json': '{}',
    },
    folders: ['docs'],
    episodes: {
      'docs/_posts/2025-01-29-low-tide.md': ['low-tide', '/b/2025/1/low-tide/'],
      'docs/_posts/plain.md': ['plain', '/b/plain.html'],
    },
  },
  {
    name: 'VitePress with clean addresses',
    settings: 'site: https://example.org/\n',
    files: {
      '.vitepress/config.mts': "export default { cleanUrls: true, srcDir: './src' }\n",
      'src/posts/low-tide.md': post(),
      'src/posts/index.md': post(),
    },
    episodes: {
      'src/posts/low-tide.md': ['low-tide', '/posts/low-tide'],
      'src/posts/index.md': ['posts', '/posts/'],
    },
  },
  {
    name: 'Pelican',
    files: {
      'pelicanconf.py':
        "AUTHOR = 'Anna'\nSITENAME = 'Tides'\nSITEURL = ''\nPATH = 'content'\nARTICLE_URL = 'posts/{date:%Y}/{category}/{slug}/'\nTIMEZONE = 'Europe/Prague'\n",
      'publishconf.py':
        "import os\nfrom pelicanconf import *\nSITEURL = 'https://example.org'\nFEED = os.environ['X']\n",
      'content/four.md': post('lang: fr', 'slug: quatre'),
      'content/five.md': post('lang: en', 'slug: five', 'category: a'),
      'content/one.md': post('category: Deep Sea'),
      'content/moon/two.md': post('slug: own_slug'),
      'content/three.md': `Title: Three: Tides\nDate: 2025-01-29 10:00\nCategory: Deep Sea\n${AUDIO}\n\nThe sea.\n`,
    },
    folders: ['.', 'content'],
    episodes: {
      'content/four.md': ['quatre', '/quatre-fr.html'],
      'content/five.md': ['five', '/posts/2025/a/five/'],
      'content/one.md': ['one', '/posts/2025/deep-sea/low-tide/'],
      'content/moon/two.md': ['own_slug', '/posts/2025/moon/own_slug/'],
      'content/three.md': ['three', '/posts/2025/deep-sea/three-tides/'],
    },
  },
  {
    name: 'Nikola and Pelican, whose posts have headers of their own',
    files: {
      'conf.py': "BLOG_TITLE = 'Tides'\nSITE_URL = 'https://example.org/'\nPRETTY_URLS = False\n",
      'posts/one.md': `<!--\n.. title: One\n.. slug: first\n.. date: 2025-01-29 10:00:00 UTC+01:00\n.. audio: https://cdn.example.org/1.mp3\n-->\n\nThe sea.\n`,
      'posts/two.md': 'The sea.\n',
      'posts/two.meta':
        '.. title: Two\n.. slug: second\n.. date: 2025-01-30 10:00:00 UTC\n.. audio: https://cdn.example.org/2.mp3\n',
      'posts/three.md': 'The sea.\n',
      'posts/three.meta':
        '---\ntitle: Three\ndate: 2025-01-31\naudio: https://cdn.example.org/3.mp3\n---\n',
      'posts/four.md':
        'Title: Four\nDate: 2025-02-01\nAudio: https://cdn.example.org/4.mp3\n\nThe sea.\n',
    },
    folders: ['.', 'posts'],
    episodes: {
      'posts/one.md': ['first', '/posts/first.html'],
      'posts/two.md': ['second', '/posts/second.html'],
      'posts/three.md': ['three', '/posts/three.html'],
      'posts/four.md': ['four', '/posts/four.html'],
    },
  },
  {
    name: 'Nikola',
    files: {
      'conf.py':
        "BLOG_TITLE = 'Tides'\nBLOG_AUTHOR = \"Anna\"  # (translatable)\nSITE_URL = 'https://example.org/'\nPOSTS = (\n    ('posts/*.md', 'blog', 'post.tmpl'),\n    ('talks/*.rst', 'talks', 'post.tmpl'),\n)\n",
      'posts/low tide.md': post(),
      'posts/2025/two.md': post('slug: second'),
      'other/three.md': post(),
    },
    episodes: {
      'posts/low tide.md': ['low-tide', '/blog/low-tide/'],
      'posts/2025/two.md': ['second', '/blog/2025/second/'],
      'other/three.md': ['three', null],
    },
  },
]

describe.each(BLOGS)('a blog made with $name', ({ files, folders = ['.'], episodes, settings }) => {
  test.each(folders)('has its addresses as guids, from %s', async (inside) => {
    const title = settings === undefined ? {} : { [`${inside}/sidecast.yml`]: settings }
    const root = await makeFolder({ ...files, ...title })
    const { show } = await readBlog(await openBlog(join(root, inside)), { work: () => false })
    const found = (show?.episodes ?? []).map(({ file, slug, guid }) => [
      inside === '.' ? file : `${inside}/${file}`,
      [
        slug,
        guid.startsWith('https://example.org/') ? guid.slice('https://example.org'.length) : null,
      ],
    ])
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(
        Object.entries(episodes).filter(([file]) => inside === '.' || file.startsWith(inside)),
      ),
    )
  })
})

describe('an address that programs make', () => {
  test('is told, and not guessed', async () => {
    const folder = await makeFolder({
      '.eleventy.js': '',
      'talks/talks.11tydata.js': 'module.exports = { permalink: (data) => data.x }\n',
      'notes/notes.json': '{ "permalink": "/{% if x %}{{ x }}{% endif %}/" }',
    })
    const { problems } = await readBlog(await openBlog(folder), { work: () => false })
    expect(problems.map(formatProblem).filter((line) => line.includes('permalink'))).toEqual([
      '.eleventy.js permalink: the permalink in notes/notes.json is a template that is not understood, so its posts have no address; write permalink: … in sidecast.yml',
      '.eleventy.js permalink: the permalink in talks/talks.11tydata.js is computed by a program, which is not run, so its posts have no address; write permalink: … in sidecast.yml',
    ])
  })
})

const LOCAL = post().replace(AUDIO, 'audio_url: /audio/tides.mp3')

describe('a generator that was not known when the show went live', () => {
  test.each([
    { name: 'eleventy.config.js', text: '', file: 'posts/a.md', fresh: '/posts/b/' },
    {
      name: 'zola.toml',
      text: 'base_url = "https://example.org"\n',
      file: 'content/a.md',
      fresh: '/b/',
    },
    {
      name: '_config.yml',
      before: 'url: https://example.org\npermalink: /:year/:title/\n',
      text: 'url: https://example.org\npermalink: /:year/:title/\nnew_post_name: :title.md\n',
      file: 'source/_posts/a.md',
      fresh: '/2025/b/',
    },
  ])('leaves the guids that went out, with $name', async ({ name, text, before, file, fresh }) => {
    const folder = await makeFolder({
      ...(before === undefined ? {} : { [name]: before }),
      'sidecast.yml':
        'title: Tides\nsite: https://example.org/\nbase_url: https://podcast.example.org/\n',
      [file]: LOCAL,
      'static/audio/tides.mp3': silentMp3(40),
    })
    const first = await openBlog(folder)
    const went = await readBlog(first)
    if (went.composition === null) throw new Error('expected a show')
    await first.remember(went.composition, NOW)
    const guid = went.show?.episodes[0]?.guid

    await addFiles(folder, {
      [name]: text,
      [file.replace('a.md', 'b.md')]: LOCAL.replace('Low', 'High'),
    })
    const { show, problems } = await readBlog(await openBlog(folder))
    const guids = show?.episodes.map((episode) => [episode.title, episode.guid]) ?? []
    expect(Object.fromEntries(guids)).toEqual({
      'Low Tide': guid,
      'High Tide': `https://example.org${fresh}`,
    })
    expect(guid).toBeDefined()
    expect(problems.filter(({ rule }) => rule.startsWith('ledger/'))).toEqual([])
  })
})

function meta(title: string): string {
  return `.. title: ${title}\n.. date: 2025-01-30\n.. audio: https://cdn.example.org/2.mp3\n`
}

describe('a post that Nikola describes in a file of its own', () => {
  test('follows a change of that file', async () => {
    const folder = await makeFolder({
      'conf.py': "BLOG_TITLE = 'Tides'\n",
      'posts/two.md': 'The sea.\n',
      'posts/two.meta': meta('Two'),
    })
    const opened = await openBlog(folder)
    expect((await readBlog(opened, { work: () => false })).titles).toEqual(['Two'])
    await addFiles(folder, { 'posts/two.meta': meta('Too') }, new Date('2026-02-01T00:00:00Z'))
    const options = { work: () => false, changed: ['posts/two.meta'] }
    expect((await readBlog(opened, options)).titles).toEqual(['Too'])
  })
})

describe('a vault of Obsidian', () => {
  test('has its notes as posts: by their names, with what they embed, wherever it lies', async () => {
    const folder = await makeFolder({
      '.obsidian/app.json': '{ "attachmentFolderPath": "Files" }',
      'Journal/Low Tide – a note.md': `---\ndate: 2025-01-29\ntags: ["#sea", moon/full]\nimage: "[[wave.png]]"\n---\n![[tides.mp3]]\n\nSee [[Sea/Tides#Ebb|the ebb]] and [[High Tide]]. #shore/north and #12\n\n\`#no\`\n`,
      'Journal/Other.md':
        '---\ndate: 2025-01-30\naudio: "[[ebb.mp3]]"\npermalink: other\n---\nText.\n',
      'Journal/Third.md': '---\ndate: 2025-01-30\naudio: [[ebb.mp3]]\n---\nText.\n',
      'Templates/Note.md': '---\ntags: []\n---\n',
      'Files/Sound/tides.mp3': silentMp3(40),
      'Other/ebb.mp3': silentMp3(60),
      'sidecast.yml': 'title: Tides\nsite: https://example.org/\n',
    })
    const { show, problems } = await readBlog(await openBlog(folder))
    const [note, other] = ['Low Tide – a note', 'Other'].map((title) =>
      show?.episodes.find((episode) => episode.title === title),
    )
    expect(note).toMatchObject({
      slug: 'low-tide-a-note',
      categories: ['sea', 'moon/full', 'shore/north'],
    })
    expect(note?.guid).toMatch(/^[\da-f-]{36}$/)
    expect(other?.guid).toBe('https://example.org/other')
    expect(show?.episodes).toHaveLength(3)
    expect(
      problems.filter(({ rule }) => /^(?:post|recording)\//.test(rule)).map(formatProblem),
    ).toEqual([])
  })

  test('is not taken for the blog where another generator is', async () => {
    const folder = await makeFolder({
      'zola.toml': 'base_url = "https://example.org"\n',
      'content/.obsidian/app.json': '{}',
      'content/a.md': toml('[extra]', 'audio_url = "https://cdn.example.org/1.mp3"'),
    })
    const { show } = await readBlog(await openBlog(join(folder, 'content')), { work: () => false })
    expect(show?.episodes.map(({ guid }) => guid)).toEqual(['https://example.org/a/'])
  })
})
