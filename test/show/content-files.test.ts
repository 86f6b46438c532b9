import { execFile } from 'node:child_process'
import { mkdir, realpath, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { formatProblem } from '../../src/base/problem.ts'
import { findPosts, type PostFiles } from '../../src/show/folder/content-files.ts'
import { makeFolder } from '../support/folder.ts'

const run = promisify(execFile)

async function find(folder: string, settings: Partial<PostFiles> = {}) {
  const blog = { generator: null, root: folder } as const
  const { files, problems } = await findPosts(folder, { posts: [], roots: [], blog, ...settings })
  return { files, printed: problems.map(formatProblem), problems }
}

function empty(...paths: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(paths.map((path) => [path, '']))
}

describe('findPosts', () => {
  test('lists every Markdown file below the folder, sorted, with "/"', async () => {
    const folder = await makeFolder(
      empty(
        'b.md',
        'B.MD',
        'a/c.markdown',
        'a/b/d.mdx',
        'e.mkd',
        'žluť/ř í.md',
        'README.md',
        'LICENSE',
      ),
    )
    expect(await find(folder)).toMatchObject({
      files: ['B.MD', 'README.md', 'a/b/d.mdx', 'a/c.markdown', 'b.md', 'e.mkd', 'žluť/ř í.md'],
      problems: [],
    })
  })

  test('takes HTML for a post only below _posts, and nothing else for one', async () => {
    const folder = await makeFolder(
      empty('a.md', 'index.html', '_posts/2026-01-01-b.html', 'c.txt', 'd.mp3', 'md', 'e.md.bak'),
    )
    expect((await find(folder)).files).toEqual(['_posts/2026-01-01-b.html', 'a.md'])
  })

  test('takes HTML for a post where generators look for posts, also from within', async () => {
    const folder = await makeFolder(
      empty(
        'content/blog/a.html',
        'source/_posts/b.htm',
        '_episodes/c.html',
        '_includes/d.html',
        'static/posts/e.html',
        'themes/x/content/f.html',
        'about.html',
      ),
    )
    const files = ['_episodes/c.html', 'content/blog/a.html', 'source/_posts/b.htm']
    expect((await find(folder)).files).toEqual(files)
    const blog = { generator: 'hugo', root: folder } as const
    expect((await find(join(folder, 'content'), { blog })).files).toEqual(['blog/a.html'])
  })

  test('names posts in a markup that is not read, once for each', async () => {
    const folder = await makeFolder(
      empty(
        'content/a.rst',
        'content/b.RST',
        'posts/c.adoc',
        'blog/d.org',
        'README.rst',
        'content/README.adoc',
        'docs/e.rst',
        'x.md',
      ),
    )
    expect((await find(folder)).printed).toEqual([
      'posts/c.adoc is AsciiDoc, which is not read; convert those that name a recording to Markdown with front matter, for example with Pandoc',
      'blog/d.org is Org mode, which is not read; convert those that name a recording to Markdown with front matter, for example with Pandoc',
      '2 files, such as content/a.rst, are reStructuredText, which is not read; convert those that name a recording to Markdown with front matter, for example with Pandoc',
    ])
    expect((await find(folder, { posts: ['x.md'] })).printed).toEqual([])
  })

  test('leaves out what others put into the folder', async () => {
    const folder = await makeFolder(
      empty(
        'a.md',
        '.git/b.md',
        '.hidden.md',
        'node_modules/c/d.md',
        '_site/e.md',
        'vendor/f.md',
        'posts/vendor/g.md',
        'public/h.md',
      ),
    )
    expect((await find(folder)).files).toEqual(['a.md', 'posts/vendor/g.md', 'public/h.md'])
  })

  test('leaves out what lies around the content of a blog, at its root only', async () => {
    const folder = await makeFolder(
      empty(
        'content/posts/a.md',
        'content/public/b.md',
        'public/c.md',
        'resources/d.md',
        'themes/t/e.md',
        'archetypes/f.md',
      ),
    )
    const hugo = { generator: 'hugo', root: folder } as const
    expect((await find(folder, { blog: hugo })).files).toEqual([
      'content/posts/a.md',
      'content/public/b.md',
    ])
    expect((await find(join(folder, 'content'), { blog: hugo })).files).toEqual([
      'posts/a.md',
      'public/b.md',
    ])
    const jekyll = await makeFolder(empty('_posts/a.md', '_drafts/b.md', '_includes/c.md'))
    const blog = { generator: 'jekyll', root: jekyll } as const
    expect((await find(jekyll, { blog })).files).toEqual(['_drafts/b.md', '_posts/a.md'])
  })

  test.each([
    { posts: ['_posts/**/*.md'], files: ['_posts/2026/b.md', '_posts/a.md'] },
    { posts: ['_posts'], files: ['_posts/2026/b.md', '_posts/a.md'] },
    { posts: ['_posts/*.md', 'notes/*.txt'], files: ['_posts/a.md', 'notes/c.txt'] },
    { posts: ['notes/**'], files: ['notes/d.md'] },
    { posts: ['notes/*.{md,txt}'], files: ['notes/c.txt', 'notes/d.md'] },
    { posts: ['_drafts'], files: ['_drafts/e.md'] },
    {
      posts: ['**/*.md'],
      files: ['_drafts/e.md', '_posts/2026/b.md', '_posts/a.md', 'notes/d.md'],
    },
    { posts: ['_posts/[ab].md'], files: ['_posts/a.md'] },
  ])('with posts: $posts lists $files', async ({ posts, files }) => {
    const folder = await makeFolder(
      empty(
        '_posts/a.md',
        '_posts/2026/b.md',
        '_posts/a.mp3',
        'notes/c.txt',
        'notes/d.md',
        '_drafts/e.md',
        'node_modules/f.md',
      ),
    )
    const blog = { generator: 'jekyll', root: folder } as const
    expect(await find(folder, { posts, blog })).toMatchObject({ files, problems: [] })
  })

  test('says what is wrong where there is nothing to list', async () => {
    const folder = await makeFolder(empty('a.txt'))
    expect(await find(folder)).toMatchObject({
      files: [],
      printed: ['there is no post here; name the folder that holds the Markdown files'],
      problems: [{ severity: 'warning', rule: 'content/empty' }],
    })
    expect((await find(folder, { posts: ['_posts/*.md', 'b'] })).printed).toEqual([
      'no file matches posts: _posts/*.md, b; correct it, or omit it to use every Markdown file',
    ])
  })

  test('says what is wrong with a folder that is none', async () => {
    const folder = await makeFolder(empty('a.md'))
    const missing = await find(join(folder, 'posts'))
    expect(missing).toMatchObject({
      files: [],
      printed: [
        `there is no folder "${join(folder, 'posts')}": it does not exist; name the folder that contains the posts`,
      ],
      problems: [{ severity: 'error', rule: 'content/folder' }],
    })
    expect((await find(join(folder, 'a.md'))).printed).toEqual([
      `there is no folder "${join(folder, 'a.md')}": it is a file; name the folder that contains the posts`,
    ])
  })

  test('walks into a folder that is called like a post', async () => {
    const folder = await makeFolder(empty('a.md/b.md'))
    expect(await find(folder)).toMatchObject({ files: ['a.md/b.md'], problems: [] })
  })

  test('tells of a folder that cannot be read, and lists the others', async () => {
    const folder = await makeFolder(empty('a.md', 'z.md'))
    const name = 'n'.repeat(200)
    onTestFinished(async () => void (await run('rm', ['-rf', join(folder, name)])))
    const deeper = `for (let i = 0; i < 25; i += 1) { fs.mkdirSync('${name}'); process.chdir('${name}') }`
    await run(process.execPath, ['-e', deeper], { cwd: folder })
    const { files, problems } = await find(folder)
    expect(files).toEqual(['a.md', 'z.md'])
    expect(problems).toMatchObject([
      {
        severity: 'warning',
        rule: 'content/unreadable',
        message:
          'this folder cannot be read: its path is too long; shorten the names of its folders',
      },
    ])
    expect(problems[0]?.file).toMatch(/^(n{200}\/){18,}n{200}$/)
  })

  test('does not touch a pipe, which would never end', async () => {
    const folder = await makeFolder(empty('a.md'))
    await run('mkfifo', [join(folder, 'b.md')])
    expect(await find(folder)).toMatchObject({
      files: ['a.md'],
      printed: ['b.md: this is not a file but a pipe or a device; replace it with a file'],
    })
  })
})

describe('findPosts follows symbolic links', () => {
  test('to files and folders that it would not list otherwise, once each', async () => {
    const folder = await makeFolder(empty('.store/a.md', '.store/deep/b.md', 'c.md', 'd/e.md'))
    await symlink('.store', join(folder, 'posts'))
    await symlink('.store', join(folder, 'posts-again'))
    await symlink('.store/a.md', join(folder, 'z.md'))
    await symlink('c.md', join(folder, 'same.md'))
    await symlink('d', join(folder, 'same'))
    expect(await find(folder)).toMatchObject({
      files: ['c.md', 'd/e.md', 'posts/a.md', 'posts/deep/b.md'],
      problems: [],
    })
  })

  test('but not round in a circle', async () => {
    const folder = await makeFolder(empty('a/b/c.md'))
    await symlink('..', join(folder, 'a/b/up'))
    await symlink('.', join(folder, 'here'))
    await symlink('self', join(folder, 'self'))
    await symlink('two.md', join(folder, 'one.md'))
    await symlink('one.md', join(folder, 'two.md'))
    expect(await find(folder)).toMatchObject({
      files: ['a/b/c.md'],
      printed: [
        'a/b/up: this link leads back to a folder that contains it, "a"; remove it',
        'here: this link leads back to a folder that contains it, "."; remove it',
        'one.md: this link cannot be followed: symbolic links form a circle; remove one of them',
        'self: this link cannot be followed: symbolic links form a circle; remove one of them',
        'two.md: this link cannot be followed: symbolic links form a circle; remove one of them',
      ],
    })
  })

  test('and ends where hidden folders lead into each other', async () => {
    const folder = await makeFolder(empty('.x/a.md', '.y/b.md'))
    await symlink('../.y', join(folder, '.x/y'))
    await symlink('../.x', join(folder, '.y/x'))
    await symlink('.x', join(folder, 'posts'))
    expect(await find(folder)).toMatchObject({
      files: ['posts/a.md', 'posts/y/b.md'],
      problems: [],
    })
  })

  test('but not out of the folder', async () => {
    const outside = await realpath(await makeFolder(empty('a.md', 'b.mp3')))
    const folder = await makeFolder(empty('c.md'))
    await symlink(outside, join(folder, 'away'))
    await symlink(join(outside, 'a.md'), join(folder, 'away.md'))
    await symlink(join(outside, 'b.mp3'), join(folder, 'away.mp3'))
    expect(await find(folder)).toMatchObject({
      files: ['c.md'],
      printed: [
        `away: this link leads out of the folder, to "${outside}", and is not followed; put the target into the folder, or name it in the settings (outside: …, in sidecast.yml)`,
        `away.md: this link leads out of the folder, to "${join(outside, 'a.md')}", and is not followed; put the target into the folder, or name it in the settings (outside: …, in sidecast.yml)`,
      ],
    })
  })

  test('and tells of those that lead nowhere, if a post was meant', async () => {
    const folder = await makeFolder(empty('a.md'))
    await symlink('gone.md', join(folder, 'b.md'))
    await symlink('gone', join(folder, 'c'))
    await symlink('gone.mp3', join(folder, 'd.mp3'))
    expect((await find(folder)).printed).toEqual([
      'b.md: this link cannot be followed: it does not exist',
      'c: this link cannot be followed: it does not exist',
    ])
  })

  test('and does not mind a content folder that is a link itself', async () => {
    const outside = await makeFolder(empty('posts/a.md', 'other/b.md'))
    await mkdir(join(outside, 'links'))
    await symlink('../posts', join(outside, 'links/content'))
    expect(await find(join(outside, 'links/content'))).toMatchObject({
      files: ['a.md'],
      problems: [],
    })
  })
})
