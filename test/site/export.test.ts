import { chmod, lstat, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pid } from 'node:process'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { exportPathOf } from '../../src/site/export-stage.ts'
import { exportSite } from '../../src/site/export.ts'
import { Refusal } from '../../src/base/fault.ts'
import type { Show } from '../../src/show/show.ts'
import { serve, type Served } from './served.ts'
import { put, RECORDING, WRITTEN } from './show-on-disk.ts'

const write = (site: Served, out = site.file('out'), table = site.site) =>
  exportSite(table, out, { content: [site.file('content')] })

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted()
}

const without = (show: Show, slug: string): Show => ({
  ...show,
  episodes: show.episodes.filter((episode) => episode.slug !== slug),
})

describe('exportPathOf', () => {
  const HTML = 'text/html; charset=utf-8'
  const RSS = 'application/rss+xml; charset=utf-8'
  test.each([
    { path: '/', type: HTML, file: 'index.html' },
    { path: '/episodes/x/', type: HTML, file: 'episodes/x/index.html' },
    { path: '/feed.xml', type: RSS, file: 'feed.xml' },
    { path: '/feed/podcast/', type: RSS, file: 'feed/podcast/index.xml' },
    { path: '/a b/č.mp3', type: 'audio/mpeg', file: 'a b/č.mp3' },
    { path: '/.well-known/x', type: HTML, file: '.well-known/x' },
  ])('puts $path into $file', ({ path, type, file }) => {
    expect(exportPathOf(path, type)).toBe(file)
  })

  test.each([
    '',
    'feed.xml',
    '//feed.xml',
    '/../x',
    '/a/../../x',
    '/a/..',
    '/./x',
    '/a//b',
    '/a\\..\\b',
    '/a\0b',
    '/a\nb',
  ])('refuses %j', (path) => {
    expect(() => exportPathOf(path, HTML)).toThrow(RangeError)
  })
})

describe('exportSite', () => {
  test('writes for every path the very bytes that are served there', async () => {
    await using site = await serve()
    const result = await write(site)
    let bytes = 0
    for (const [path, { type }] of site.site) {
      const { status, body } = await site.ask(encodeURI(path))
      const file = await readFile(join(site.file('out'), exportPathOf(path, type)))
      expect({ path, status, same: file.equals(body) }).toEqual({ path, status: 200, same: true })
      bytes += file.length
    }
    const { size } = site.site
    expect(result).toEqual({ files: size, bytes, written: size, removed: 0 })
    expect(await filesIn(site.file('out'))).toHaveLength(size + 1)
  })

  test('tells how far it is', async () => {
    await using site = await serve()
    const told: string[] = []
    const progress = (done: number, total: number): unknown => told.push(`${done}/${total}`)
    await exportSite(site.site, site.file('out'), { content: [], progress })
    // Each is made, and then put into its place.
    const size = 2 * site.site.size
    expect(told).toEqual(Array.from({ length: size }, (_, index) => `${index + 1}/${size}`))
  })

  test('touches nothing that is right already', async () => {
    await using site = await serve()
    await write(site)
    const facts = async (name: string) => {
      const { ino, mtimeMs } = await stat(site.file(`out/${name}`))
      return { ino, mtimeMs }
    }
    const before = [await facts('feed.xml'), await facts('audio/priliv.mp3')]
    expect(await write(site)).toMatchObject({ written: 0, removed: 0 })
    expect([await facts('feed.xml'), await facts('audio/priliv.mp3')]).toEqual(before)
  })

  test('replaces what changed, and only that', async () => {
    await using site = await serve()
    await write(site)
    const other = site.air({ ...site.show, description: 'Jiný popis' })
    const { written } = await write(site, undefined, other)
    expect(written).toBeGreaterThan(0)
    expect(written).toBeLessThan(other.size)
    expect(await readFile(site.file('out/feed.xml'), 'utf8')).toContain('Jiný popis')
  })

  test('sees a changed recording of the same size, and repairs a damaged copy', async () => {
    await using site = await serve()
    await write(site)
    await put(site.file('out/audio/priliv.mp3'), Buffer.alloc(RECORDING.length), new Date())
    expect(await write(site)).toMatchObject({ written: 1 })
    expect((await readFile(site.file('out/audio/priliv.mp3'))).equals(RECORDING)).toBe(true)
  })

  test('removes what is gone from the site with its empty folders, and nothing of others', async () => {
    await using site = await serve()
    await write(site)
    await put(site.file('out/CNAME'), 'podcast.example.org')
    await put(site.file('out/episodes/moonlight/mine.txt'), 'mine')
    const fewer = site.air({ ...site.show, episodes: [] })
    expect(await write(site, undefined, fewer)).toMatchObject({ removed: 10 })
    expect(await filesIn(site.file('out'))).toEqual([
      '.sidecast-export.json',
      'CNAME',
      'artwork/cover-0a1b2c3d.jpg',
      'episodes.json',
      'episodes/moonlight/mine.txt',
      'feed.css',
      'feed.json',
      'feed.xml',
      'icons/šipka 1.svg',
      'index.html',
      'offline/index.html',
      'opml.xml',
      'robots.txt',
      'sitemap.xml',
      'style.css',
    ])
    await expect(stat(site.file('out/episodes/priliv'))).rejects.toThrow('ENOENT')
  })

  test('never removes a file that was there before, though the site had the same', async () => {
    await using site = await serve()
    await put(site.file('out/audio/priliv.mp3'), RECORDING)
    await write(site)
    await write(site, undefined, site.air(without(site.show, 'priliv')))
    expect((await readFile(site.file('out/audio/priliv.mp3'))).equals(RECORDING)).toBe(true)
  })

  test('lets a folder take the place of a file that it wrote', async () => {
    await using site = await serve()
    const feed = { ...site.show.feed, path: '/podcast' }
    await write(site, undefined, site.air({ ...site.show, feed }))
    await write(
      site,
      undefined,
      site.air({ ...site.show, feed: { ...feed, path: '/podcast/feed.xml' } }),
    )
    expect(await readFile(site.file('out/podcast/feed.xml'), 'utf8')).toContain('<rss')
  })

  test('can be taken up again after it broke off', async () => {
    await using site = await serve()
    const away = site.file('content/priliv.mp3')
    await rm(away)
    await expect(write(site)).rejects.toThrow(
      `${away} no longer exists; restore it, or run this again without it`,
    )
    await put(away, RECORDING)
    const other = site.air({ ...site.show, description: 'Jiný popis' })
    expect(await write(site, undefined, other)).toMatchObject({ files: other.size })
  })

  test('makes copies that a web server may read, as old as their sources', async () => {
    await using site = await serve()
    await chmod(site.file('content/priliv.mp3'), 0o600)
    await write(site)
    const { mode, mtime } = await stat(site.file('out/audio/priliv.mp3'))
    expect({ mode: mode & 0o777, mtime }).toEqual({ mode: 0o644, mtime: WRITTEN })
  })

  test('leaves no file of its own behind when a recording changed since it was measured', async () => {
    await using site = await serve()
    const file = site.file('content/priliv.mp3')
    await put(file, Buffer.alloc(RECORDING.length), new Date())
    await expect(write(site)).rejects.toThrow(
      `${file} changed since it was measured; wait until it is complete, then run this again`,
    )
    expect((await filesIn(site.file('out'))).filter((name) => name.includes('mp3'))).toEqual([])
  })
})

describe('exportSite, where its manifest is broken,', () => {
  test.each([
    // What a full disk left of it
    '',
    '{',
    '[]',
    '{"files":["../content/cover.jpg"]}',
    '{"files":["/etc/passwd"]}',
    '{"files":[1]}',
    'null',
  ])('warns, writes the site anew and removes nothing: %s', async (manifest) => {
    await using site = await serve()
    await write(site)
    const whole = await filesIn(site.file('out'))
    const last = await readFile(site.file('out/.sidecast-export.json'), 'utf8')
    await put(site.file('out/mine.txt'), 'mine')
    await put(site.file('out/index.html'), 'half')
    await writeFile(site.file('out/.sidecast-export.json'), manifest)
    const warnings: string[] = []
    const warn = (message: string): unknown => warnings.push(message)
    const result = await exportSite(site.site, site.file('out'), { content: [], warn })
    expect(result).toMatchObject({ written: 1, removed: 0 })
    expect(warnings).toEqual([
      expect.stringMatching(
        /sidecast-export\.json cannot be read \(.+\), so it and all outdated files are written again/,
      ),
    ])
    expect(await filesIn(site.file('out'))).toEqual([...whole, 'mine.txt'].toSorted())
    expect(await readFile(site.file('out/index.html'), 'utf8')).not.toBe('half')
    expect(await readFile(site.file('out/.sidecast-export.json'), 'utf8')).toBe(last)
    expect(await filesIn(site.file('content'))).toContain('cover.jpg')
  })
})

test('exportSite reads its manifest with a byte order mark before it', async () => {
  await using site = await serve()
  await write(site)
  const manifest = site.file('out/.sidecast-export.json')
  await writeFile(manifest, `\uFEFF${await readFile(manifest, 'utf8')}`)
  const warnings: string[] = []
  const warn = (message: string): unknown => warnings.push(message)
  await exportSite(site.site, site.file('out'), { content: [], warn })
  expect(warnings).toEqual([])
})

describe('exportSite, after a run that was killed,', () => {
  const KILLED = '0b5f1c1e-5d0c-4d0e-9a3f-0123456789ab.tmp'

  test('removes what that run left of its own files, and nothing of others', async () => {
    await using site = await serve()
    await write(site)
    const whole = await filesIn(site.file('out'))
    for (const name of ['feed.xml', 'episodes/priliv/index.html', '.sidecast-export.json']) {
      await put(site.file(`out/${name}.${KILLED}`), 'half')
    }
    const others = [
      `mine.txt.${KILLED}`,
      'feed.xml.old.tmp',
      'feed.xml.tmp',
      `mine/feed.xml.${KILLED}`,
    ]
    for (const name of others) await put(site.file(`out/${name}`), 'mine')
    expect(await write(site)).toMatchObject({ written: 0, removed: 0 })
    expect(await filesIn(site.file('out'))).toEqual([...whole, ...others].toSorted())
  })

  test('removes what it left of an episode that is gone since then', async () => {
    await using site = await serve()
    await write(site)
    await put(site.file(`out/episodes/priliv/index.html.${KILLED}`), 'half')
    await write(site, undefined, site.air(without(site.show, 'priliv')))
    await expect(stat(site.file('out/episodes/priliv'))).rejects.toThrow('ENOENT')
  })
})

describe('exportSite, while another export writes to its folder,', () => {
  const STAGE = '0b5f1c1e-5d0c-4d0e-9a3f-0123456789ab'

  test('says so and writes nothing, and does its work once the other has ended', async () => {
    await using site = await serve()
    const stage = site.file(`out/.sidecast-export-${pid}-${STAGE}`)
    await put(join(stage, '1'), 'half')
    await expect(write(site)).rejects.toThrow(
      new Refusal(
        `${site.file('out')}: another Sidecast (process ${pid}) is writing to this folder; run this again when it has ended`,
      ),
    )
    expect(await readdir(site.file('out'))).toEqual([`.sidecast-export-${pid}-${STAGE}`])
    await rm(stage, { recursive: true })
    expect(await write(site)).toMatchObject({ removed: 0 })
  })

  test('never breaks off: of two at a time, one at least says who is in the way', async () => {
    await using site = await serve()
    const both = await Promise.allSettled([write(site), write(site)])
    const causes = both.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
    expect(causes.length).toBeGreaterThan(0)
    for (const cause of causes) expect(cause).toBeInstanceOf(Refusal)
    expect(await write(site)).toMatchObject({ removed: 0 })
  })

  test.each([`.sidecast-export-${STAGE}`, `.sidecast-export-4194999-${STAGE}`])(
    'or was killed, removes what that left: %s',
    async (left) => {
      await using site = await serve()
      await put(site.file(`out/${left}/1`), 'half')
      await write(site)
      expect(existsSync(site.file(`out/${left}`))).toBe(false)
    },
  )
})

describe('exportSite refuses', () => {
  test.each([
    { what: 'the content folder itself', out: 'content' },
    { what: 'a folder that holds it', out: '.' },
    { what: 'another way to it', out: 'public/../content/' },
    { what: 'a link to it', out: 'link' },
    { what: 'a folder above it through a link', out: 'link/..' },
  ])('$what', async ({ out }) => {
    await using site = await serve()
    await symlink(site.file('content'), site.file('link'))
    const before = await filesIn(site.file('content'))
    await expect(write(site, `${site.file('')}/${out}`)).rejects.toThrow(
      /contains the content \(.*content\), with which an export must not be mixed; choose another folder, e\.g\. --out dist$/,
    )
    expect(await filesIn(site.file('content'))).toEqual(before)
  })

  test('nothing for a folder inside the content', async () => {
    await using site = await serve()
    expect(await write(site, site.file('content/dist'))).toMatchObject({ removed: 0 })
  })

  test('to write over a file that it did not write, and writes nothing then', async () => {
    await using site = await serve()
    await put(site.file('out/index.html'), 'my own page')
    await expect(write(site)).rejects.toThrow(
      `${site.file('out/index.html')} is in the way: Sidecast did not write it; remove it, or choose another folder`,
    )
    expect(await filesIn(site.file('out'))).toEqual(['index.html'])
  })

  test('a file where a folder is needed', async () => {
    await using site = await serve()
    await put(site.file('out'), 'a file')
    const refused = await write(site).catch((cause: unknown) => cause)
    expect(refused).toBeInstanceOf(Refusal)
    expect(String(refused)).toContain(
      'a file is where a folder is needed; remove it, or choose another folder',
    )
  })

  test('to make pages half: a page that cannot be made leaves the folder as it was', async () => {
    await using site = await serve()
    const broken = site.air({
      ...site.show,
      get description(): string {
        throw new Error('broken inside')
      },
    })
    await expect(write(site, undefined, broken)).rejects.toThrow('broken inside')
    await expect(lstat(site.file('out'))).rejects.toThrow('ENOENT')
  })
})

/** The files of a folder after each step of an export. */
async function steps(site: Served, table = site.site): Promise<readonly (readonly string[])[]> {
  const out = site.file('out')
  const seen: (readonly string[])[] = []
  const progress = (): void => {
    if (!existsSync(out)) return
    const entries = readdirSync(out, { recursive: true, withFileTypes: true })
    const files = entries.filter(
      (entry) =>
        entry.isFile() &&
        !entry.name.endsWith('.tmp') &&
        !entry.parentPath.includes('.sidecast-export-'),
    )
    seen.push(files.map(({ parentPath, name }) => join(parentPath, name).slice(out.length + 1)))
  }
  await exportSite(table, out, { content: [], progress })
  return seen
}

describe('exportSite, while somebody reads,', () => {
  test('never has a page or a feed before what it names', async () => {
    await using site = await serve()
    const seen = await steps(site)
    const firstWith = (file: string) => seen.findIndex((files) => files.includes(file))
    const order = [
      'audio/priliv.mp3',
      'episodes/priliv/transcript.vtt',
      'episodes/priliv/index.html',
      'feed.xml',
    ].map(firstWith)
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    // Only the feed as JSON comes with it
    expect(firstWith('feed.xml')).toBeGreaterThanOrEqual(seen.length - 2)
  })

  test('keeps what the old feed names until the new one is there', async () => {
    await using site = await serve()
    await write(site)
    const before = await readFile(join(site.file('out'), 'feed.xml'), 'utf8')
    const table = site.air(without(site.show, 'priliv'))
    for (const files of await steps(site, table)) expect(files).toContain('audio/priliv.mp3')
    expect(await filesIn(site.file('out'))).not.toContain('audio/priliv.mp3')
    expect(await readFile(join(site.file('out'), 'feed.xml'), 'utf8')).not.toBe(before)
  })

  test('makes way for a folder where a file was', async () => {
    await using site = await serve()
    const [from, to] = ['/x', '/x/y']
    const resource = site.site.get('/robots.txt')
    if (resource === undefined) throw new Error('expected robots.txt')
    await write(site, undefined, new Map([[from, resource]]))
    await write(site, undefined, new Map([[to, resource]]))
    expect(await filesIn(site.file('out'))).toEqual(['.sidecast-export.json', to.slice(1)])
  })
})

describe('exportSite with compressed forms', () => {
  test('writes those of long texts, once, and the same on every machine', async () => {
    await using site = await serve()
    const options = {
      content: [],
      compressed: true,
      beside: new Map([['_headers', '/*\n'.repeat(999)]]),
    }
    const { written } = await exportSite(site.site, site.file('out'), options)
    const files = await filesIn(site.file('out'))
    expect(files.length).toBe(written + 1)
    const compressed = files.filter((file) => /\.(?:br|gz)$/.test(file))
    expect(compressed).toEqual(
      expect.arrayContaining(['feed.xml.br', 'feed.xml.gz', 'style.css.br']),
    )
    // Recordings and images are compressed already; the others are too short, or for the host alone
    expect(compressed.join()).not.toMatch(/mp3|jpg|robots|_headers/)
    for (const file of compressed) {
      const bytes = await readFile(join(site.file('out'), file))
      const whole = await readFile(join(site.file('out'), file.slice(0, -3)))
      const isGzip = file.endsWith('.gz')
      expect((isGzip ? gunzipSync(bytes) : brotliDecompressSync(bytes)).equals(whole)).toBe(true)
    }
    // No time and no system. RFC 1952 section 2.3.1
    const head = (await readFile(join(site.file('out'), 'feed.xml.gz'))).subarray(4, 10)
    expect([...head]).toEqual([0, 0, 0, 0, 2, 255])
    expect(await exportSite(site.site, site.file('out'), options)).toMatchObject({
      written: 0,
      removed: 0,
    })
    await write(site)
    expect(
      (await filesIn(site.file('out'))).filter((file) => /\.(?:br|gz)$|_headers/.test(file)),
    ).toEqual([])
  })

  test.each(['', '{'])(
    'leaves a file for hosts that somebody else wrote, manifest "%s"',
    async (manifest) => {
      await using site = await serve()
      await put(site.file('out/_headers'), 'of the author')
      if (manifest !== '') await put(site.file('out/.sidecast-export.json'), manifest)
      const warnings: string[] = []
      const beside = new Map([
        ['_headers', '/*'],
        ['.htaccess', 'Options -Indexes'],
      ])
      const warn = (text: string) => void warnings.push(text)
      for (const _ of [1, 2])
        await exportSite(site.site, site.file('out'), { content: [], beside, warn })
      expect(await readFile(site.file('out/_headers'), 'utf8')).toBe('of the author')
      expect(await readFile(site.file('out/.htaccess'), 'utf8')).toBe('Options -Indexes')
      expect(warnings.join('\n')).toContain(
        `${site.file('out/_headers')} was not written by Sidecast, so it was left as it is`,
      )
      await write(site)
      expect(await filesIn(site.file('out'))).toContain('_headers')
    },
  )
})
