import { chmod, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { WORK } from '../../src/jobs/kinds.ts'
import type { Artwork } from '../../src/show/artwork/artwork.ts'
import type { OpenShow } from '../../src/show/open-show.ts'
import { id3Frame, id3v2 } from '../audio/corpus/tags.ts'
import { startServer } from '../audio/support/recording-server.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { openBlog, readBlog } from '../support/open-blog.ts'
import { silentMp3 } from '../support/silence.ts'
import { EVERYTHING, sampleOf } from '../support/extent.ts'

const NOW = new Date('2026-06-01T12:00:00Z')
/** The setting for pictures whose server is on this machine, as those of tests are. */
const OPEN = 'audio: { private_networks: yes }\n'

function plain(side: number, background = '#0f4c81'): Promise<Buffer> {
  return sharp({ create: { width: side, height: side, channels: 3, background } })
    .jpeg()
    .toBuffer()
}

function open(folder: string): Promise<OpenShow> {
  return openBlog(folder, 'https://podcast.example.org/')
}

/** Makes the artwork of a folder, as a command does. */
async function make(
  opened: OpenShow,
  now = NOW,
): Promise<{
  cover: Artwork | null
  tides: Artwork | null
  parts: (Artwork | null)[]
  worked: boolean
  told: string[]
}> {
  await readBlog(opened, { now, settle: 0, work: WORK.here })
  const read = await readBlog(opened, { now, settle: 0, work: WORK.all })
  if (read.composition !== null) await opened.prune(read.composition)
  const { show, problems, worked } = read
  return {
    cover: show?.image ?? null,
    tides: show?.episodes[0]?.artwork ?? null,
    parts: show?.parts.map(({ image }) => image) ?? [],
    worked,
    told: problems.flatMap(({ rule, message }) => (rule.startsWith('artwork/') ? message : [])),
  }
}

async function makeShow(post: string, settings = ''): Promise<string> {
  return makeFolder({
    'sidecast.yml': `title: Tides\nlanguage: en\nimage: cover.jpg\n${settings}`,
    'tides.md': `---\ntitle: The sea\ndate: 2026-05-04\naudio: tides.mp3\n${post}---\n\nText.\n`,
    'tides.mp3': silentMp3(1000),
    'cover.jpg': await plain(1400),
  })
}

describe('artwork', () => {
  test('of a show and of an episode without a picture is made once, also over a restart', async () => {
    const folder = await makeShow('')
    const first = await make(await open(folder))
    expect(first).toMatchObject({ worked: true, told: [] })
    expect(first.cover?.path).toMatch(/^\/artwork\/cover-[0-9a-f]{8}\.jpg$/)
    expect(first.tides).toMatchObject({ width: 1400, height: 1400, type: 'image/jpeg' })
    expect(first.tides?.small.map(({ width }) => width)).toEqual([256, 640])
    expect(await make(await open(folder))).toEqual({ ...first, worked: false })
  })

  test('of a part is made from the picture that the settings name, else drawn', async () => {
    const feeds = 'feeds: { category: { Sea: {}, Land: { image: land.png } } }\n'
    const folder = await makeShow('categories: [Sea, Land]\n', feeds)
    await addFiles(folder, {
      'land.png': await sharp(await plain(1600, '#2a7'))
        .resize(1600, 1500)
        .png()
        .toBuffer(),
    })
    const { cover, parts, told } = await make(await open(folder))
    expect(parts).toMatchObject([
      { path: expect.stringMatching(/^\/artwork\/cover-land-\w{8}\.jpg$/), type: 'image/jpeg' },
      { path: expect.stringMatching(/^\/artwork\/cover-sea-\w{8}\.jpg$/), type: 'image/jpeg' },
    ])
    for (const part of parts) {
      expect(part?.width).toBe(part?.height)
      expect(part?.url).not.toBe(cover?.url)
    }
    expect(told).toEqual([expect.stringContaining('directories would refuse "land.png"')])
  })

  test('of a part is the cover of the show where none is to be drawn', async () => {
    const settings = 'feeds: category\nartwork: { draw: false }\n'
    const folder = await makeShow('categories: [Sea]\n', settings)
    const { cover, parts } = await make(await open(folder))
    expect(parts).toEqual([cover])
  })

  test('has another name for other content only', async () => {
    const folder = await makeShow('')
    const loader = await open(folder)
    const { cover, tides } = await make(loader)
    await utimes(join(folder, 'cover.jpg'), NOW, NOW)
    expect((await make(loader)).cover?.path).toBe(cover?.path)
    await writeFile(join(folder, 'cover.jpg'), await plain(1400, '#c8553d'))
    const other = await make(loader)
    expect(other.cover?.path).not.toBe(cover?.path)
    // What is drawn follows the colours of the show.
    expect(other.tides?.path).not.toBe(tides?.path)
  })

  test.runIf(EVERYTHING)(
    'of a renamed title is drawn anew, and the old one is cleared away at the next start',
    async () => {
      const folder = await makeShow('')
      const loader = await open(folder)
      const before = await make(loader)
      await addFiles(folder, {
        'tides.md': '---\ntitle: The sea again\ndate: 2026-05-04\naudio: tides.mp3\n---\n\nText.\n',
      })
      const after = await make(loader)
      expect(after.tides?.path).not.toBe(before.tides?.path)
      const home = join(folder, '.sidecast/artwork')
      // What is quite new may be another program's, which has not put down yet what it is for.
      await make(await open(folder))
      const names = await readdir(home)
      expect(names).toHaveLength(3)
      const yesterday = new Date(Date.now() - 24 * 3600_000)
      for (const name of names) await utimes(join(home, name), yesterday, yesterday)
      await make(await open(folder))
      expect(await readdir(home)).toHaveLength(2)
    },
  )

  test('that somebody has deleted is made again', async () => {
    const folder = await makeShow('')
    const first = await make(await open(folder))
    await rm(join(folder, '.sidecast/artwork'), { recursive: true })
    expect(await make(await open(folder))).toEqual({ ...first, worked: true })
  })

  test('is left to the author where the settings say so', async () => {
    const folder = await makeShow('image: tides.png\n', 'artwork: { make: no }\n')
    await addFiles(folder, {
      'tides.png': await sharp(await plain(900))
        .png()
        .toBuffer(),
    })
    const { worked, tides, cover } = await make(await open(folder))
    expect(worked).toBe(false)
    expect(cover).toMatchObject({ file: join(folder, 'cover.jpg') })
    expect(tides?.url).toMatch(/tides\/image\.png$/)
  })

  test('is not drawn where the settings say so', async () => {
    const folder = await makeShow('', 'artwork: { draw: no }\n')
    const { tides, cover } = await make(await open(folder))
    expect(tides).toBeNull()
    expect(cover?.width).toBe(1400)
  })

  test.skipIf(process.getuid?.() === 0)(
    'of a folder that cannot be written lies elsewhere',
    async () => {
      const folder = await makeShow('')
      await chmod(folder, 0o555)
      const { tides } = await make(await open(folder))
      expect((await sharp(tides?.file ?? '').metadata()).width).toBe(1400)
    },
  )
})

/** Silence with a picture in its tag. */
function covered(picture: Buffer): Buffer {
  const head = Buffer.from('\0image/jpeg\0\x03\0', 'latin1')
  const content = id3Frame('APIC', Buffer.concat([head, picture]))
  return Buffer.concat([id3v2({ content }), silentMp3(1000)])
}

describe('the cover in a recording', () => {
  test('is the artwork of its episode, and once', async () => {
    const folder = await makeShow('')
    await addFiles(folder, { 'tides.mp3': covered(await plain(1400, '#c8553d')) })
    const first = await make(await open(folder))
    expect(first).toMatchObject({ worked: true, told: [] })
    const { dominant } = await sharp(first.tides?.file ?? '').stats()
    expect(dominant).toEqual({ r: 200, g: 88, b: 56 })
    expect(await make(await open(folder))).toEqual({ ...first, worked: false })
    const memory = await readFile(join(folder, '.sidecast/results/recordings.json'), 'utf8')
    expect(memory.length).toBeLessThan(1000)
  })

  test('gives way to the picture of the post', async () => {
    const folder = await makeShow('image: tides.jpg\n')
    const picture = await plain(1500)
    await addFiles(folder, { 'tides.jpg': picture, 'tides.mp3': covered(await plain(1400)) })
    expect((await make(await open(folder))).tides?.width).toBe(1500)
  })

  test('of an episode is at most 2000 pixels wide, and that of the show is not', async () => {
    const folder = await makeShow('image: tides.png\n')
    const large = await sharp(await plain(2500))
      .png()
      .toBuffer()
    await addFiles(folder, { 'tides.png': large, 'cover.jpg': await plain(2500) })
    const { cover, tides } = await make(await open(folder))
    expect([cover?.width, tides?.width]).toEqual([2500, 2000])
  })

  test('that cannot be read is told of, and another drawn', async () => {
    const folder = await makeShow('')
    await addFiles(folder, { 'tides.mp3': covered(Buffer.from('no picture')) })
    const { tides, told } = await make(await open(folder))
    expect(tides?.width).toBe(1400)
    expect(told).toEqual([expect.stringContaining('"the cover in tides.mp3" is not an image')])
  })
})

/** What a host may do instead of giving a picture → what the author is told. */
const MISBEHAVING = [
  { what: 'has nothing', status: 404, body: 'gone', told: /404/ },
  { what: 'gives a web page', status: 200, body: '<!doctype html>login', told: /is a web page/ },
  { what: 'gives nothing', status: 200, body: '', told: /is empty/ },
  { what: 'gives too much', status: 200, body: 'x'.repeat(31_000_000), told: /more than 30 MB/ },
] as const

describe('a picture on another host', () => {
  test('is fetched, told by its bytes, and not fetched again while it is believed', async () => {
    const png = await sharp(await plain(1500))
      .png()
      .toBuffer()
    const server = await startServer((_, response) => void response.end(png))
    const folder = await makeShow(`image: ${server.url}/picture.jpg\n`, OPEN)
    const { tides, told } = await make(await open(folder))
    expect(tides?.width).toBe(1500)
    expect(told).toEqual([
      expect.stringMatching(/picture\.jpg" is a PNG; give it the extension \.png/),
    ])
    await server.close()
    expect((await make(await open(folder))).tides?.path).toBe(tides?.path)
  })

  test.each(sampleOf(MISBEHAVING))(
    'of a host that $what gives way to a drawn cover',
    async (row) => {
      const server = await startServer(
        (_, response) => void response.writeHead(row.status).end(row.body),
      )
      const folder = await makeShow(`image: ${server.url}/picture.jpg\n`, OPEN)
      const { tides, told } = await make(await open(folder))
      await server.close()
      expect(tides?.width).toBe(1400)
      expect(told).toEqual([expect.stringMatching(row.told)])
      expect(told[0]).toMatch(/; until then a drawn cover is used$/)
    },
  )

  test('of this machine waits for the setting, and is made at once when it is there', async () => {
    const picture = await plain(1500)
    const server = await startServer((_, response) => void response.end(picture))
    const folder = await makeShow(`image: ${server.url}/picture.jpg\n`)
    const loader = await open(folder)
    const closed = await make(loader)
    expect(closed.tides?.width).toBe(1400)
    expect(closed.told).toEqual([
      `"${server.url}/picture.jpg" is at 127.0.0.1, an address of this machine, and addresses in content are only requested on the public internet; to allow it, write audio.private_networks: yes in sidecast.yml; until then a drawn cover is used`,
    ])
    const again = [await make(loader), await make(await open(folder))]
    expect(again.map(({ told }) => told)).toEqual([closed.told, closed.told])
    expect(server.requests).toHaveLength(0)
    await addFiles(folder, {
      'sidecast.yml': `title: Tides\nlanguage: en\nimage: cover.jpg\n${OPEN}`,
    })
    expect(await make(loader)).toMatchObject({ tides: { width: 1500 }, told: [] })
    expect(server.requests).toHaveLength(1)
    await server.close()
  })

  test.runIf(EVERYTHING)('stays when its host goes down', async () => {
    const picture = await plain(1500)
    const server = await startServer((_, response) => void response.end(picture))
    const folder = await makeShow(`image: ${server.url}/picture.jpg\n`, OPEN)
    const loader = await open(folder)
    const { tides } = await make(loader)
    await server.close()
    const later = await make(loader, new Date(NOW.getTime() + 40 * 86_400_000))
    expect(later.tides?.path).toBe(tides?.path)
    expect(later.told).toEqual([expect.stringMatching(/; until then the last artwork is used$/)])
  })

  test('is the cover at its own address where directories take it, else as a copy', async () => {
    const pictures = {
      '/good.jpg': await plain(1400),
      '/oblong.jpg': await sharp(await plain(1600))
        .resize(1600, 1500)
        .jpeg()
        .toBuffer(),
    }
    const server = await startServer(
      ({ url }, response) =>
        void response.end(pictures[url === '/good.jpg' ? '/good.jpg' : '/oblong.jpg']),
    )
    const folder = await makeShow('')
    const say = (name: string) =>
      addFiles(folder, {
        'sidecast.yml': `title: Tides\nlanguage: en\nimage: ${server.url}/${name}\n${OPEN}`,
      })
    const loader = await open(folder)
    await say('good.jpg')
    const good = await make(loader)
    expect(good.cover).toMatchObject({ url: `${server.url}/good.jpg`, path: null, width: 1400 })
    expect(good.cover?.small[0]?.path).toMatch(/^\/artwork\/cover-/)
    await say('oblong.jpg')
    const oblong = await make(loader)
    await server.close()
    expect(oblong.cover?.path).toMatch(/^\/artwork\/cover-/)
    expect(oblong.told).toEqual([
      expect.stringMatching(/it is not square \(1600 × 1500 pixels\); a copy/),
    ])
  })
})
