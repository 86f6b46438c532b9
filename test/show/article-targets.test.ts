import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { publish } from '../../src/show/published.ts'
import { createResolve } from '../../src/render/article-urls.ts'
import { openBlog, readBlog } from '../support/open-blog.ts'
import { makeFolder } from '../support/folder.ts'
import { silentMp3 } from '../support/silence.ts'

const HOME = 'https://pod.example/'
const OWN = 'title: Show\nartwork: { make: no, draw: no }\n'
const JEKYLL = 'url: https://blog.example\npermalink: /:year/:title/\n'
const HUGO = 'baseURL: https://blog.example/\n'

interface Found {
  /** Where an address of the post's article leads in a feed. */
  readonly lead: (address: string, kind?: 'link' | 'image') => string | null
  readonly image: string | null
  readonly told: readonly string[]
  readonly asset: (address: string) => string | undefined
}

/** Reads a blog with the post at `post`, whose article is `body`, as the content folder `content`. */
async function find(
  post: string,
  body: string,
  {
    files = {},
    content = '.',
    lines = '',
  }: { files?: Record<string, string | Uint8Array>; content?: string; lines?: string } = {},
): Promise<Found> {
  const folder = await makeFolder({
    [join(content, 'sidecast.yml')]: OWN,
    [post]: `---\ntitle: A\ndate: 2026-01-02\naudio: https://cdn.example/a.mp3\nlength: 1000\n${lines}---\n${body}\n`,
    ...files,
  })
  const root = join(folder, content)
  const { show, problems } = await readBlog(await openBlog(root, HOME))
  const episode = show && publish(show).episodes.find(({ title }) => title === 'A')
  if (!show || !episode) throw new Error(JSON.stringify(problems))
  const resolve = createResolve(show, episode)
  const whole = show.episodes.find(({ title }) => title === 'A')
  return {
    lead: (address, kind = 'link') => resolve(address, kind),
    image: episode.image,
    told: problems
      .filter(({ rule }) => ['episode/picture', 'episode/image', 'content/link'].includes(rule))
      .map(({ rule, message }) => `${rule} ${message}`),
    asset: (address) => {
      const file = whole?.assets.get(address)?.file
      return file === undefined ? undefined : relative(folder, file)
    },
  }
}

describe('a relative picture of a blog that has a site', () => {
  test.each([
    // Where the blog publishes it
    [
      'Jekyll, at the root',
      '_config.yml',
      JEKYLL,
      '_posts/2026-01-02-a.md',
      'images/x.png',
      'images/x.png',
      'https://blog.example/images/x.png',
    ],
    [
      'Jekyll, in assets',
      '_config.yml',
      JEKYLL,
      '_posts/2026-01-02-a.md',
      'x.png',
      'assets/x.png',
      'https://blog.example/assets/x.png',
    ],
    [
      'Hugo, in static',
      'hugo.yaml',
      HUGO,
      'content/posts/a.md',
      'images/x.png',
      'static/images/x.png',
      'https://blog.example/images/x.png',
    ],
    [
      'Hugo, in a bundle',
      'hugo.yaml',
      HUGO,
      'content/posts/a/index.md',
      'x.png',
      'content/posts/a/x.png',
      'https://blog.example/posts/a/x.png',
    ],
    // Where it does not
    [
      'Jekyll, beside the post',
      '_config.yml',
      JEKYLL,
      '_posts/2026-01-02-a.md',
      'x.png',
      '_posts/x.png',
      `${HOME}episodes/a/x.png`,
    ],
    [
      'Hugo, in assets',
      'hugo.yaml',
      HUGO,
      'content/posts/a.md',
      'x.png',
      'assets/x.png',
      `${HOME}episodes/a/x.png`,
    ],
    [
      'Hugo, in a theme',
      'hugo.yaml',
      HUGO,
      'content/posts/a.md',
      'img/x.png',
      'themes/sea/static/img/x.png',
      `${HOME}episodes/a/x.png`,
    ],
    [
      'Hugo, beside a post that is no bundle',
      'hugo.yaml',
      HUGO,
      'content/posts/a.md',
      'x.png',
      'content/posts/x.png',
      `${HOME}episodes/a/x.png`,
    ],
    [
      'a query behind it',
      'hugo.yaml',
      HUGO,
      'content/posts/a.md',
      'x.png?v=2',
      'assets/x.png',
      `${HOME}episodes/a/x.png`,
    ],
  ])('%s', async (_, config, text, post, address, file, url) => {
    const { lead, told } = await find(post, `![x](${address})`, {
      files: { [config]: text, [file]: 'picture' },
    })
    expect(lead(address, 'image')).toBe(url)
    expect(told).toEqual([])
  })

  test.each(['![x](x.png)', '<img alt="x" src="x.png">', '![x][p]\n\n[p]: x.png'])(
    'is told where it is nowhere: %s',
    async (body) => {
      const { lead, told } = await find('_posts/2026-01-02-a.md', body, {
        files: { '_config.yml': JEKYLL },
      })
      expect(told).toEqual([
        'episode/picture no image "x.png" beside the post, nor in static/, public/, assets/; correct the path, or write its URL',
      ])
      expect(lead('x.png', 'image')).toBe('https://blog.example/2026/a/x.png')
    },
  )

  test.each([
    '`![x](x.png)`',
    '```\n![x](x.png)\n```',
    '<!-- ![x](x.png) -->',
    '![x](/x.png)',
    '![x](https://x.example/x.png)',
    '![x]({{ page.image }}.png)',
  ])('is not missed where it is none: %s', async (body) => {
    const { told } = await find('_posts/2026-01-02-a.md', body, {
      files: { '_config.yml': JEKYLL },
    })
    expect(told).toEqual([])
  })
})

describe('a picture of a show without a site', () => {
  test.each([
    ['x.png', 'assets/x.png'],
    ['images/x.png', 'public/images/x.png'],
    ['/images/x.png', 'static/images/x.png'],
    ['/images/x.png', 'themes/sea/static/images/x.png'],
    ['../img/x.png', 'img/x.png'],
  ])('%s, of %s, is served beside the page', async (address, file) => {
    const { asset, told } = await find('posts/a.md', `![x](${address})`, {
      files: { [file]: 'picture' },
    })
    expect(asset(address)).toBe(file)
    expect(told).toEqual([])
  })

  test('from the root, which is nowhere, asks for the site', async () => {
    const { told } = await find('a.md', '![x](/images/x.png)', { lines: 'image: /images/y.png\n' })
    expect(told.toSorted()).toEqual([
      'episode/image no image "/images/y.png" in the folders of the blog; correct the path, or set the site that serves it (site: https://…)',
      'episode/picture no image "/images/x.png" in the folders of the blog; correct the path, or set the site that serves it (site: https://…)',
    ])
  })

  test('cannot be had from outside the folder', async () => {
    const { asset } = await find('show/a.md', '![x](../../secret.png) ![x](../secret.png)', {
      content: 'show',
      files: { 'secret.png': 'picture' },
    })
    expect(asset('../../secret.png')).toBeUndefined()
    expect(asset('../secret.png')).toBeUndefined()
  })
})

describe('the picture of a post that has a site', () => {
  test.each([
    ['images/x.png', 'images/x.png', 'https://blog.example/images/x.png'],
    ['x.png', 'assets/x.png', 'https://blog.example/assets/x.png'],
    ['x.png', '_posts/x.png', `${HOME}episodes/a/image.png`],
    ['/x.png', 'y.png', 'https://blog.example/x.png'],
  ])('%s, of %s, is %s', async (image, file, url) => {
    const found = await find('_posts/2026-01-02-a.md', '', {
      lines: `image: ${image}\n`,
      files: { '_config.yml': JEKYLL, [file]: 'picture' },
    })
    expect(found.image).toBe(url)
    expect(found.told).toEqual([])
  })

  test('is told where it is nowhere, and goes out as before', async () => {
    const { image, told } = await find('_posts/2026-01-02-a.md', '', {
      lines: 'image: x.png\n',
      files: { '_config.yml': JEKYLL },
    })
    expect(image).toBe('https://blog.example/2026/a/x.png')
    expect(told).toEqual([
      expect.stringMatching(/^episode\/image no image "x.png" beside the post, nor/),
    ])
  })
})

const TEXT = (title: string, more = '') =>
  `---\ntitle: ${title}\ndate: 2026-04-05\n${more}---\nText.\n`

describe('a file that the blog has, by an address from its root', () => {
  const AT_BASE = {
    '_config.yml': 'url: https://blog.example\nbaseurl: /b\npermalink: /:year/:title/\n',
  }
  const IN_HUGO = { 'hugo.yaml': HUGO, 'static/images/a.png': '' }
  const THERE = {
    '_config.yml': JEKYLL,
    'images/a b.png': '',
    'files/a.pdf': '',
    'logo.png': '',
    'audio/a.mp3': silentMp3(50),
  }

  test.each<[text: string, files: Record<string, string | Uint8Array>, told: readonly string[]]>([
    ['![x](/images/x.png)', THERE, ['image "/images/x.png"']],
    ['<img alt="x" src="/images/x.webp?w=1">', THERE, ['image "/images/x.webp?w=1"']],
    ['![x](/image/x.png)', THERE, ['image "/image/x.png"']],
    ['![x](/x.png)', THERE, ['image "/x.png"']],
    ['![x](/images/x.png)', IN_HUGO, ['image "/images/x.png"']],
    ['![x](/b/images/x.png)', { ...AT_BASE, 'images/a.png': '' }, ['image "/b/images/x.png"']],
    ['[the slides](/files/x.pdf)', THERE, ['file "/files/x.pdf"']],
    ['[the slides](x.pdf)', THERE, ['file "x.pdf"']],
    ['[the sound](/audio/x.mp3)', THERE, ['file "/audio/x.mp3"']],
    // Here
    ['![x](/images/a%20b.png)', THERE, []],
    ['![x](/images/a.png)', IN_HUGO, []],
    ['![x](/b/images/a.png)', { ...AT_BASE, 'images/a.png': '' }, []],
    ['[the slides](/files/a.pdf#page=2) [the sound](/audio/a.mp3)', THERE, []],
    // Made by the generator, or where nobody knows
    [
      '[the feed](/feed.xml) [a page](/tags/x/) [the style](/main.css) [a page](/x.html)',
      THERE,
      [],
    ],
    ['![x](/wp-content/2004/x.png)', THERE, []],
    ['![x](/images/x.png)', { '_config.yml': JEKYLL }, []],
    ['![x](https://elsewhere.example/images/x.png)', THERE, []],
  ])('%s', async (text, files, told) => {
    const post = 'hugo.yaml' in files ? 'content/posts/a.md' : '_posts/2026-01-02-a.md'
    const found = await find(post, text, { files, content: 'hugo.yaml' in files ? 'content' : '.' })
    expect(found.told.map((each) => /no (.*) (?:in the|beside)/.exec(each)?.[1])).toEqual(told)
  })
})

describe('a link to another post', () => {
  const OTHERS = {
    '_config.yml': JEKYLL,
    '_posts/2026-04-05-other.md': TEXT('Other', 'audio: https://cdn.example/o.mp3\nlength: 5\n'),
    '_posts/2026-04-05-text.md': TEXT('Text only'),
    '_posts/2026-04-05-own.md': TEXT('Own', 'permalink: /own/address/\n'),
    '_posts/2026-04-05-hidden.md': TEXT('Hidden', 'published: false\n'),
    '_posts/2026-04-05-ťuk.md': TEXT('Ťuk', 'audio: https://cdn.example/t.mp3\nlength: 5\n'),
  }
  test.each([
    ['[x](2026-04-05-other.md)', '2026-04-05-other.md', 'https://blog.example/2026/other/'],
    [
      '[x](./2026-04-05-other.md#part)',
      './2026-04-05-other.md#part',
      'https://blog.example/2026/other/#part',
    ],
    [
      '[x](/_posts/2026-04-05-other.md)',
      '/_posts/2026-04-05-other.md',
      'https://blog.example/2026/other/',
    ],
    [
      '<a href="../_posts/2026-04-05-other.md">x</a>',
      '../_posts/2026-04-05-other.md',
      'https://blog.example/2026/other/',
    ],
    [
      '[x][o]\n\n[o]: 2026-04-05-other.md',
      '2026-04-05-other.md',
      'https://blog.example/2026/other/',
    ],
    [
      '[x]({% post_url 2026-04-05-other %})',
      '2026-04-05-other.md',
      'https://blog.example/2026/other/',
    ],
    ['[x](2026-04-05-text.md)', '2026-04-05-text.md', 'https://blog.example/2026/text/'],
    ['[x](2026-04-05-own.md)', '2026-04-05-own.md', 'https://blog.example/own/address/'],
    ['[[2026-04-05-other]]', '2026-04-05-other.md', 'https://blog.example/2026/other/'],
    [
      '[[2026-04-05-other#part|there]]',
      '2026-04-05-other.md#part',
      'https://blog.example/2026/other/#part',
    ],
    [
      '[x](2026-04-05-%C5%A5uk.md)',
      '2026-04-05-%C5%A5uk.md',
      'https://blog.example/2026/%C5%A5uk/',
    ],
    ['[x](2026-04-05-hidden.md)', '2026-04-05-hidden.md', null],
    ['[x](2026-04-05-missing.md)', '2026-04-05-missing.md', null],
    [
      '[x](https://blog.example/notes.md)',
      'https://blog.example/notes.md',
      'https://blog.example/notes.md',
    ],
  ])('%s', async (body, address, url) => {
    expect((await find('_posts/2026-01-02-a.md', body, { files: OTHERS })).lead(address)).toBe(url)
  })

  test('leads to its page where there is no blog', async () => {
    const { lead } = await find('a.md', '[x](b.md) and [y](notes.md)', {
      files: {
        'b.md': TEXT('B', 'audio: https://cdn.example/b.mp3\nlength: 5\n'),
        'notes.md': TEXT('Notes'),
      },
    })
    expect(lead('b.md')).toBe(`${HOME}episodes/b/`)
    expect(lead('notes.md')).toBeNull()
  })
})

describe('a recording that the text plays or links', () => {
  test.each([
    ['<audio src="a.mp3"></audio>', 'a.mp3', `${HOME}audio/a.mp3`],
    ['<audio src="b.mp3"></audio>', 'b.mp3', `${HOME}episodes/a/b.mp3`],
    ['[Download](audio/b.mp3)', 'audio/b.mp3', `${HOME}episodes/a/b.mp3`],
    [
      '<audio><source src="static-b.mp3"></audio>',
      'static-b.mp3',
      'https://blog.example/static-b.mp3',
    ],
  ])('%s', async (body, address, url) => {
    const { lead } = await find('_posts/2026-01-02-a.md', body, {
      lines: 'audio_url: a.mp3\n',
      files: {
        '_config.yml': JEKYLL,
        '_posts/a.mp3': silentMp3(100),
        '_posts/b.mp3': silentMp3(200),
        '_posts/audio/b.mp3': silentMp3(200),
        'static-b.mp3': silentMp3(200),
      },
    })
    expect(lead(address)).toBe(url)
  })
})
