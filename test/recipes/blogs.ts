import { silentMp3 } from '../support/silence.ts'

/** A blog as its generator's users have it, before it has a podcast. */
export interface Blog {
  /** The folder of its recipe. */
  readonly recipe: string
  readonly files: Readonly<Record<string, string | Uint8Array>>
  /** What is installed beside Sidecast by npm. */
  readonly packages: readonly string[]
  /** The folder that its generator writes. */
  readonly out: string
  /** The page of its one article in there, and its address. */
  readonly page: string
  readonly url: string
}

const POST =
  '---\nlayout: post\ntitle: Tides\ndate: 2026-05-04\naudio: /audio/tides.mp3\n---\n\nText of the tides.\n'

/** Bytes of the recording. */
export const RECORDING = silentMp3(100)

const PLAYER = '<sidecast-player></sidecast-player>'

export const BLOGS: readonly Blog[] = [
  {
    recipe: 'hugo',
    files: {
      'hugo.toml': 'baseURL = "https://www.example.org/"\ntitle = "Tides"\nlanguageCode = "en"\n',
      'content/posts/tides.md': POST,
      'static/audio/tides.mp3': RECORDING,
      'layouts/_default/single.html': `<!doctype html><title>{{ .Title }}</title>{{ partial "podcast.html" . }}${PLAYER}{{ .Content }}`,
      'layouts/_default/list.html':
        '<!doctype html><title>{{ .Title }}</title>{{ partial "podcast.html" . }}',
    },
    packages: [],
    out: 'public',
    page: 'posts/tides/index.html',
    url: 'https://www.example.org/posts/tides/',
  },
  {
    recipe: 'jekyll',
    files: {
      '_config.yml': 'title: Tides\nurl: https://www.example.org\nlang: en\n',
      '_posts/2026-05-04-tides.md': POST,
      'audio/tides.mp3': RECORDING,
      '_layouts/post.html': `<!doctype html><title>{{ page.title }}</title>{% include podcast.html %}${PLAYER}{{ content }}`,
    },
    packages: [],
    out: '_site',
    page: '2026/05/04/tides.html',
    url: 'https://www.example.org/2026/05/04/tides.html',
  },
  {
    recipe: 'eleventy',
    files: {
      'posts/tides.md': POST.replace('layout: post', 'layout: post.njk'),
      'audio/tides.mp3': RECORDING,
      '_includes/post.njk': `<!doctype html><title>{{ title }}</title><script src="/podcast/player.js" async></script>${PLAYER}{{ content | safe }}`,
    },
    packages: ['@11ty/eleventy@3'],
    out: '_site',
    page: 'posts/tides/index.html',
    url: 'https://www.example.org/posts/tides/',
  },
  {
    recipe: 'astro',
    files: {
      'src/content/blog/tides.md': POST.replace('layout: post\n', ''),
      'public/audio/tides.mp3': RECORDING,
      'src/content.config.ts': `
        import { defineCollection } from 'astro:content'
        import { glob } from 'astro/loaders'
        const loader = glob({ pattern: '**/*.md', base: 'src/content/blog' })
        export const collections = { blog: defineCollection({ loader }) }
      `,
      'src/pages/blog/[slug].astro': `---
        import { getCollection, render } from 'astro:content'
        export async function getStaticPaths() {
          const posts = await getCollection('blog')
          return posts.map((post) => ({ params: { slug: post.id }, props: { post } }))
        }
        const { post } = Astro.props
        const { Content } = await render(post)
---
<html lang="en"><head><title>{post.data.title}</title><script is:inline src="/podcast/player.js" async></script></head><body>${PLAYER}<Content /></body></html>`,
    },
    packages: ['astro@6'],
    out: 'dist',
    page: 'blog/tides/index.html',
    url: 'https://www.example.org/blog/tides/',
  },
]
