import { realpath, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { realRoots } from '../../src/base/content-door.ts'
import { createDisk } from '../../src/base/disk.ts'
import { findRecording } from '../../src/show/recordings/find-recording.ts'
import type { Settings } from '../../src/settings/settings.ts'
import { makeFolder } from '../support/folder.ts'

interface Blog {
  readonly site?: string
  readonly prefix?: string
  readonly folders?: readonly { url: string; folder: string }[]
  readonly generator?: 'jekyll' | 'hugo'
  readonly public?: readonly string[]
}

/** The settings that finding a recording reads; with a site, its public folders are mapped to it. */
function settingsOf(root: string, blog: Blog): Settings {
  const publicFolders = (blog.public ?? ['.']).map((folder) => join(root, folder))
  const implicit =
    blog.site === undefined ? [] : publicFolders.map((folder) => ({ url: blog.site ?? '', folder }))
  const explicit = (blog.folders ?? []).map(({ url, folder }) => ({
    url,
    folder: join(root, folder),
  }))
  return {
    site: blog.site ?? null,
    audio: { prefix: blog.prefix ?? null, url: null, folders: [...explicit, ...implicit] },
    blog: { generator: blog.generator ?? null, root, publicFolders, files: [] },
  } as unknown as Settings
}

async function find(
  value: string,
  options: {
    files?: readonly string[]
    blog?: Blog
    post?: string
    link?: string
    prepare?: (root: string) => Promise<void>
  } = {},
): Promise<{ url: string | null; file: string | null; warning: string | null }> {
  const files = Object.fromEntries((options.files ?? []).map((name) => [name, 'x']))
  const root = await makeFolder({ 'post.md': '', ...files })
  await options.prepare?.(root)
  const { url, file, warning } = findRecording(
    { value, field: 'audio', line: 2 },
    {
      folder: root,
      post: join(root, options.post ?? 'post.md'),
      link: options.link ?? null,
      settings: settingsOf(root, options.blog ?? {}),
      disk: createDisk(await realRoots([root])),
    },
  )
  return { url, file: file === null ? null : file.slice(root.length + 1), warning }
}

const SITE = 'https://www.blog.example/'

describe('an absolute URL', () => {
  test('of another host is taken as it is', async () => {
    expect(await find('https://cdn.example/a.mp3?x=1')).toEqual({
      url: 'https://cdn.example/a.mp3?x=1',
      file: null,
      warning: null,
    })
  })

  test.each(['https://www.blog.example/audio/a.mp3', 'http://www.blog.example/audio/a.mp3'])(
    'of the blog itself (%s) is measured in its repository and keeps its address',
    async (url) => {
      const found = await find(url, {
        files: ['static/audio/a.mp3'],
        blog: { site: SITE, public: ['static'] },
      })
      expect(found).toEqual({ url, file: 'static/audio/a.mp3', warning: null })
    },
  )

  test('is found behind encoded letters', async () => {
    const found = await find('https://www.blog.example/audio/p%C5%99%C3%ADliv%20a.mp3', {
      files: ['audio/příliv a.mp3'],
      blog: { site: SITE },
    })
    expect(found.file).toBe('audio/příliv a.mp3')
  })

  test('is found in the folder that the settings map', async () => {
    const found = await find('https://media.example/show/a.mp3', {
      files: ['recordings/a.mp3'],
      blog: { folders: [{ url: 'https://media.example/show/', folder: 'recordings' }] },
    })
    expect(found.file).toBe('recordings/a.mp3')
  })

  test('warns where the mapped folder is there, but not the file', async () => {
    const found = await find('https://www.blog.example/audio/b.mp3', {
      files: ['audio/a.mp3'],
      blog: { site: SITE },
    })
    expect(found).toEqual({
      url: 'https://www.blog.example/audio/b.mp3',
      file: null,
      warning:
        'no file audio/b.mp3 behind "https://www.blog.example/audio/b.mp3"; add the recording, or correct its name',
    })
  })

  test('with raw spaces and letters becomes an ASCII one', async () => {
    expect((await find('https://cdn.example/Chris Keathley á.mp3')).url).toBe(
      'https://cdn.example/Chris%20Keathley%20%C3%A1.mp3',
    )
  })
})

describe("a path from the site's root", () => {
  test('is found in the public folder and has the address of the site', async () => {
    const found = await find('/audio/a.mp3', {
      files: ['static/audio/a.mp3'],
      blog: { site: SITE, public: ['static'] },
    })
    expect(found).toEqual({ url: `${SITE}audio/a.mp3`, file: 'static/audio/a.mp3', warning: null })
  })

  test.each(['/episodes/对牛/a.mp3', '/base/episodes/对牛/a.mp3'])(
    'gets the base path of the site once: %s',
    async (path) => {
      const site = 'https://blog.example/base/'
      expect(await find(path, { files: ['episodes/对牛/a.mp3'], blog: { site } })).toEqual({
        url: 'https://blog.example/base/episodes/%E5%AF%B9%E7%89%9B/a.mp3',
        file: 'episodes/对牛/a.mp3',
        warning: null,
      })
    },
  )

  test('of a blog without a known site is served from here', async () => {
    expect(
      await find('/audio/a.mp3', { files: ['public/audio/a.mp3'], blog: { public: ['public'] } }),
    ).toEqual({
      url: null,
      file: 'public/audio/a.mp3',
      warning: null,
    })
  })

  test('that leads nowhere ends in a sentence', async () => {
    await expect(find('/audio/a.mp3')).rejects.toThrow(
      'no file "/audio/a.mp3" in ./; put it there, or set the site that it belongs to (site: https://…)',
    )
  })
})

describe('a bare name', () => {
  test.each([
    { where: 'beside the post', files: ['blog/a.mp3'], file: 'blog/a.mp3' },
    { where: 'in the content folder', files: ['a.mp3'], file: 'a.mp3' },
    { where: 'in a folder called audio', files: ['audio/a.mp3'], file: 'audio/a.mp3' },
  ])('is found $where', async ({ files, file }) => {
    expect(await find('a.mp3', { files, post: 'blog/post.md' })).toEqual({
      url: null,
      file,
      warning: null,
    })
  })

  test('gets the media prefix, with every letter encoded that needs it', async () => {
    expect(
      (
        await find("Azure & VMWare - Kuehn's #1?.mp3", {
          blog: { prefix: 'https://media.example/x/' },
        })
      ).url,
    ).toBe("https://media.example/x/Azure%20%26%20VMWare%20-%20Kuehn's%20%231%3F.mp3")
  })

  test('that is encoded already is not encoded again', async () => {
    expect((await find('a%20b.mp3', { blog: { prefix: 'https://media.example/' } })).url).toBe(
      'https://media.example/a%20b.mp3',
    )
  })

  test('in a page bundle is published beside its article', async () => {
    const found = await find('audio.mp3', {
      files: ['content/posts/tides/audio.mp3'],
      post: 'content/posts/tides/index.md',
      link: 'https://www.blog.example/item/tides/',
      blog: { generator: 'hugo', site: SITE, public: ['static'] },
    })
    expect(found.url).toBe('https://www.blog.example/item/tides/audio.mp3')
  })

  test.each([
    { name: 'moon.mp3', files: ['moon-final.mp3'], hint: 'there is "moon-final.mp3"' },
    {
      name: 'moon.mp3',
      files: [],
      hint: 'put the recording there, or set where recordings are (audio.prefix: https://…, or audio.folders)',
    },
  ])('that is not there ends in a sentence: $hint', async ({ name, files, hint }) => {
    await expect(find(name, { files })).rejects.toThrow(
      `no file "${name}" beside the post; ${hint}`,
    )
  })
})

describe('a recording outside of the show', () => {
  test.each(['../secret.mp3', '/../secret.mp3', 'a/../../secret.mp3', '%2e%2e/secret.mp3'])(
    'is never read: %s',
    async (value) => {
      const outside = await makeFolder({ 'secret.mp3': 'x', 'inside/post.md': '' })
      const root = join(outside, 'inside')
      const place = {
        folder: root,
        post: join(root, 'post.md'),
        link: null,
        settings: settingsOf(root, {}),
        disk: createDisk(await realRoots([root])),
      }
      expect(() => findRecording({ value, field: 'audio', line: 1 }, place)).toThrow(
        /^(no file|".+" beside the post is not a readable file)/,
      )
    },
  )

  test('is not read through a symbolic link', async () => {
    const outside = await makeFolder({ 'secret.mp3': 'x' })
    await expect(
      find('a.mp3', {
        prepare: (root) => symlink(join(outside, 'secret.mp3'), join(root, 'a.mp3')),
      }),
    ).rejects.toThrow(
      `"a.mp3" leads out of the folder, to "${join(await realpath(outside), 'secret.mp3')}"`,
    )
  })
})

test.each(['ftp://x.example/a.mp3', 'file:///etc/passwd', 'javascript:alert(1)'])(
  'a value that is no http(s) URL is refused: %s',
  async (value) => {
    await expect(find(value)).rejects.toThrow(
      `expected an http(s) URL, a path or a file name, got "${value}"`,
    )
  },
)
