import { appendFile, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addFiles, makeFolder } from '../support/folder.ts'
import { openBlog, readBlog } from '../support/open-blog.ts'
import { silentMp3, silentSeconds } from '../support/silence.ts'
import { postText, smallBlog } from '../support/small-blog.ts'

const NOW = new Date('2026-06-01T12:00:00Z')

describe('a Jekyll blog without settings of ours', () => {
  const BLOG = {
    '_config.yml': `name: Zátoka
author: Žofie Říčná
description: Moře a my
url: https://www.zatoka.example
baseurl: "/"
permalink: /item/:title/
`,
    '_posts/2025/2025-01-29-priliv.md': `---
audio_url: https://www.zatoka.example/audio/2025-01-29-priliv.mp3
author: Žofie Říčná
categories:
- moře
- Měsíc
- příliv
- odliv
layout: post
post_excerpt: Moře se dvakrát denně zvedne
  a dvakrát klesne.
thumbnail: https://www.zatoka.example/assets/priliv.jpg
title: "\\U0001F30A Příliv jako jízdní řád"
---

Voda stoupá.
`,
    'audio/2025-01-29-priliv.mp3': silentMp3(200),
  }

  test('gives the episode that its author means', async () => {
    const { show } = await readBlog(await openBlog(await makeFolder(BLOG)))
    expect(show?.title).toBe('Zátoka')
    expect(show?.episodes).toMatchObject([
      {
        title: '🌊 Příliv jako jízdní řád',
        published: new Date('2025-01-29T00:00:00Z'),
        categories: ['moře', 'Měsíc', 'příliv', 'odliv'],
        summary: 'Moře se dvakrát denně zvedne a dvakrát klesne.',
        image: 'https://www.zatoka.example/assets/priliv.jpg',
        guid: 'https://www.zatoka.example/item/priliv/',
        link: 'https://www.zatoka.example/item/priliv/',
        listed: true,
        audio: {
          url: 'https://www.zatoka.example/audio/2025-01-29-priliv.mp3',
          path: null,
          bytes: silentMp3(200).length,
          seconds: silentSeconds(200),
          type: 'audio/mpeg',
          how: 'scan',
        },
      },
    ])
  })

  test('is found from the folder of its posts too', async () => {
    const folder = await makeFolder(BLOG)
    const { show } = await readBlog(await openBlog(join(folder, '_posts')))
    expect(show?.episodes.map(({ guid, audio }) => [guid, audio.how])).toEqual([
      ['https://www.zatoka.example/item/priliv/', 'scan'],
    ])
  })

  test('keeps what the ledger measured where the recording is not at hand', async () => {
    const folder = await makeFolder(BLOG)
    const here = await openBlog(folder)
    const { composition } = await readBlog(here)
    if (composition !== null) await here.remember(composition, NOW)
    await rm(join(folder, 'audio'), { recursive: true })
    await rm(join(folder, '.sidecast'), { recursive: true })
    const { show } = await readBlog(await openBlog(folder))
    expect(show?.episodes[0]).toMatchObject({
      listed: true,
      audio: {
        file: null,
        bytes: silentMp3(200).length,
        seconds: silentSeconds(200),
        how: 'ledger',
      },
    })
  })
})

describe('a second load', () => {
  test('reads only what changed and keeps the other episodes as they are', async () => {
    const folder = await makeFolder(smallBlog())
    const loader = await openBlog(folder)
    const first = await readBlog(loader)
    await appendFile(join(folder, '2026-05-04-tides.md'), 'One more sentence.\n')
    const second = await readBlog(loader, { changed: ['2026-05-04-tides.md'] })
    const [moon, tides] = second.show?.episodes ?? []
    expect(moon).toBe(first.show?.episodes[0])
    expect(tides?.body.text()).toContain('One more sentence.')
  })

  test('sees posts come and go', async () => {
    const folder = await makeFolder(smallBlog())
    const loader = await openBlog(folder)
    await readBlog(loader)
    await addFiles(folder, { '2026-05-18-sun.md': postText('Sun', 'moon.mp3') })
    expect((await readBlog(loader, { changed: ['2026-05-18-sun.md'] })).titles).toEqual([
      'Sun',
      'Moon',
      'Tides',
    ])
    await rm(join(folder, '2026-05-18-sun.md'))
    expect((await readBlog(loader, { changed: ['2026-05-18-sun.md'] })).titles).toEqual([
      'Moon',
      'Tides',
    ])
  })

  test('measures a recording that was replaced', async () => {
    const folder = await makeFolder(smallBlog())
    const loader = await openBlog(folder)
    await readBlog(loader)
    await addFiles(folder, { 'moon.mp3': silentMp3(77) }, new Date('2026-02-02T00:00:00Z'))
    const { show } = await readBlog(loader, { changed: ['moon.mp3'] })
    expect(show?.episodes[0]?.audio.seconds).toBe(silentSeconds(77))
  })

  test('reads every post anew when the settings name other fields', async () => {
    const folder = await makeFolder({
      ...smallBlog(),
      'own.md': '---\ntitle: Own\ndate: 2026-05-20\nzvuk: moon.mp3\n---\nText.\n',
    })
    const loader = await openBlog(folder)
    expect((await readBlog(loader)).titles).toEqual(['Moon', 'Tides'])
    await appendFile(join(folder, 'sidecast.yml'), 'fields: { audio: zvuk }\n')
    expect((await readBlog(loader, { changed: ['sidecast.yml'] })).titles).toEqual([
      'Own',
      'Moon',
      'Tides',
    ])
  })

  test('measures nothing again after a new start', async () => {
    const folder = await makeFolder(smallBlog())
    await readBlog(await openBlog(folder))
    const content = silentMp3(100).fill(0, 4)
    const file = join(folder, 'tides.mp3')
    await writeFile(file, content)
    await utimes(file, new Date('2026-01-01T00:00:00Z'), new Date('2026-01-01T00:00:00Z'))
    const { show, problems } = await readBlog(await openBlog(folder))
    expect(problems).toEqual([])
    expect(show?.episodes[1]?.audio.seconds).toBe(silentSeconds(100))
  })
})

describe('the words of an article that was read aloud', () => {
  const FILE = '2026-05-04-tides.md'
  const LATER = new Date('2026-02-02T00:00:00Z')

  test.each([
    { change: 'nothing', files: {}, changed: false },
    {
      change: 'its markup',
      files: {
        [FILE]: postText('Tides', 'tides.mp3').replace('Text of Tides', '*Text* of: Tides'),
      },
      changed: false,
    },
    {
      change: 'its title',
      files: {
        [FILE]: postText('Tides', 'tides.mp3').replace('title: Tides', 'title: The tides'),
      },
      changed: false,
    },
    {
      change: 'a word',
      files: { [FILE]: postText('Tides', 'tides.mp3').replace('Text of', 'Texts of') },
      changed: true,
    },
    {
      change: 'a word and its recording',
      files: {
        [FILE]: postText('Tides', 'tides.mp3').replace('Text of', 'Texts of'),
        'tides.mp3': silentMp3(101),
      },
      changed: false,
    },
  ])('are known to differ from the recording: $change', async ({ files, changed }) => {
    const folder = await makeFolder(smallBlog())
    const before = await openBlog(folder)
    const { composition } = await readBlog(before)
    if (composition !== null) await before.remember(composition, NOW)
    await addFiles(folder, files, LATER)
    for (const loader of [before, await openBlog(folder)]) {
      const read = await readBlog(loader)
      const flags = read.show?.episodes.map(({ textChanged }) => textChanged)
      expect(flags).toEqual([false, changed])
      if (read.composition !== null) await loader.remember(read.composition, NOW)
    }
  })
})

describe('the hour', () => {
  test('holds a scheduled episode back and says when to look again', async () => {
    const folder = await makeFolder({
      ...smallBlog(),
      'later.md': postText('Later', 'moon.mp3', ['date: 2026-06-01T15:00:00Z']),
    })
    const loader = await openBlog(folder)
    const before = await readBlog(loader)
    expect(before.titles).toEqual(['Moon', 'Tides'])
    expect(before.composition?.wakeAt).toEqual(new Date('2026-06-01T15:00:00Z'))
    const after = await readBlog(loader, { changed: [], now: new Date('2026-06-01T15:00:00Z') })
    expect(after.titles).toEqual(['Later', 'Moon', 'Tides'])
    expect(after.composition?.wakeAt).toBeNull()
  })

  test('holds a recording back that changed a moment ago', async () => {
    const folder = await makeFolder(smallBlog())
    const loader = await openBlog(folder)
    await addFiles(folder, { 'moon.mp3': silentMp3(60) }, new Date(NOW.getTime() - 500))
    const resting = await readBlog(loader)
    expect(resting.titles).toEqual(['Tides'])
    expect(resting.composition?.settling).toEqual(['2026-05-11-moon.md'])
    expect(resting.show?.skipped).toContainEqual({
      file: '2026-05-11-moon.md',
      reason: 'its recording is still being written',
    })
    const rested = await readBlog(loader, { changed: [], now: resting.composition?.wakeAt ?? NOW })
    expect(rested.titles).toEqual(['Moon', 'Tides'])
  })
})

test('a recording that is replaced keeps its episode live, as it was, until it rests', async () => {
  const folder = await makeFolder(smallBlog())
  const loader = await openBlog(folder)
  await readBlog(loader)
  await addFiles(folder, { 'moon.mp3': silentMp3(60) }, new Date(NOW.getTime() - 500))
  const resting = await readBlog(loader, { changed: ['moon.mp3'] })
  expect(resting.titles).toEqual(['Moon', 'Tides'])
  expect(resting.show?.episodes[0]?.audio.seconds).toBe(silentSeconds(50))
  const rested = await readBlog(loader, { changed: [], now: resting.composition?.wakeAt ?? NOW })
  expect(rested.show?.episodes[0]?.audio.seconds).toBe(silentSeconds(60))
})

describe('what cannot be read', () => {
  test('as settings leaves the show to the caller', async () => {
    const folder = await makeFolder({ ...smallBlog(), 'sidecast.yml': 'title: "open\n' })
    const { show, problems } = await readBlog(await openBlog(folder))
    expect(show).toBeNull()
    expect(problems.map(({ severity, file }) => [severity, file])).toEqual([
      ['error', 'sidecast.yml'],
    ])
  })

  test('as a post costs only that post', async () => {
    const folder = await makeFolder({
      ...smallBlog(),
      'broken.md': '---\ntitle: [\naudio: moon.mp3\n---\n',
    })
    const { titles, problems } = await readBlog(await openBlog(folder))
    expect(titles).toEqual(['Moon', 'Tides'])
    expect(problems.map(({ severity, file }) => [severity, file])).toEqual([['error', 'broken.md']])
  })
})

describe('pictures of an article without a blog', () => {
  test('go out with its page, those with spaces too', async () => {
    const folder = await makeFolder({
      ...smallBlog(),
      'sun.md':
        '---\ntitle: Sun\ndate: 2026-05-20\naudio: moon.mp3\nimage: art/sun.png\n---\n![a](art/a.png) ![b](<b b.png>) <img src="c.jpg"> ![no](gone.png) ![far](https://x.example/d.png)\n',
      'art/sun.png': 'x',
      'art/a.png': 'x',
      'b b.png': 'x',
      'c.jpg': 'x',
    })
    const { show } = await readBlog(await openBlog(folder))
    const sun = show?.episodes.find(({ title }) => title === 'Sun')
    expect(sun?.image).toBe('http://127.0.0.1:3000/episodes/sun/image.png')
    expect([...(sun?.assets ?? [])].map(([address, { path }]) => [address, path])).toEqual([
      ['art/a.png', '/episodes/sun/a.png'],
      ['b b.png', '/episodes/sun/b-b.png'],
      ['c.jpg', '/episodes/sun/c.jpg'],
      ['/episodes/sun/image.png', '/episodes/sun/image.png'],
    ])
  })
})

function dated(title: string, date: string, guid: string): string {
  return postText(title, 'tides.mp3', [`date: ${date}`, `guid: ${guid}`])
}

describe('the order of the episodes', () => {
  test('is that of their dates, the newest first, and of their guids where those are equal', async () => {
    const folder = await makeFolder({
      'sidecast.yml': 'title: Tides\n',
      'tides.mp3': silentMp3(),
      'a.md': dated('Old', '2026-05-01', '0'),
      'b.md': dated('Second', '2026-05-04 10:00', 'q'),
      'c.md': dated('Third', '2026-05-04 10:00', 'r'),
      'd.md': dated('First', '2026-05-04 10:00', 'p'),
      'e.md': dated('New', '2026-05-04 10:01', 'z'),
    })
    const loader = await openBlog(folder)
    const order = ['New', 'First', 'Second', 'Third', 'Old']
    expect((await readBlog(loader)).titles).toEqual(order)
    // Whichever of them was read last.
    await addFiles(folder, { 'b.md': dated('Second', '2026-05-04 10:00', 'q') }, NOW)
    expect((await readBlog(loader, { changed: ['b.md'] })).titles).toEqual(order)
  })
})

describe('the feeds of parts', () => {
  const SETTINGS = `${String(smallBlog()['sidecast.yml'])}base_url: https://tides.example/\n`
  const SEA = postText('Sea', 'tides.mp3', ['date: 2026-05-01', 'series: By the sea'])

  test('keep address, guid and cover once they went out, also under another host', async () => {
    const feeds = 'feeds: { series: { By the sea: { image: sea.png } } }\n'
    const folder = await makeFolder({
      ...smallBlog(),
      'sidecast.yml': `${SETTINGS}${feeds}`,
      'sea.md': SEA,
      'sea.png': 'x',
    })
    const loader = await openBlog(folder)
    const { show: before, composition } = await readBlog(loader)
    const [part] = before?.parts ?? []
    expect(part?.path).toBe('/feeds/by-the-sea.xml')
    expect(part?.image?.url).toMatch(/^https:\/\/tides\.example\/artwork\/.*\.png$/)
    if (composition !== null) await loader.remember(composition, NOW)
    await addFiles(folder, {
      'sidecast.yml': `${SETTINGS.replace('tides.example', 'moon.example')}${feeds}`,
      'sea.md': SEA.replace('By the sea', 'By-the-Sea'),
    })
    const { show: after } = await readBlog(await openBlog(folder))
    expect(after?.parts).toMatchObject([{ path: part?.path, guid: part?.guid }])
  })

  test('say by their own name which cover is missing', async () => {
    const folder = await makeFolder({
      ...smallBlog(),
      'sidecast.yml': `${SETTINGS}feeds: { series: { By the sea: { image: gone.png } } }\n`,
      'sea.md': SEA,
    })
    const { problems } = await readBlog(await openBlog(folder))
    expect(problems.map(({ field }) => field)).toContain('feeds.series.By the sea.image')
  })
})

describe('the ledger', () => {
  test('is its own as it has written it, not as somebody else has', async () => {
    const folder = await makeFolder(smallBlog())
    const ledger = join(folder, 'sidecast.ledger.json')
    const opened = await openBlog(folder)
    const { composition } = await readBlog(opened)
    if (composition === null) throw new Error('expected a show')
    expect(await opened.isOwn(ledger)).toBe(false)
    await opened.remember(composition, NOW)
    expect(await opened.isOwn(ledger)).toBe(true)
    expect(await opened.isOwn(join(folder, 'sidecast.yml'))).toBe(false)
    await appendFile(ledger, '\n')
    expect(await opened.isOwn(ledger)).toBe(false)
    await opened.remember(composition, NOW)
    expect(await opened.isOwn(ledger)).toBe(true)
    await rm(ledger)
    expect(await opened.isOwn(ledger)).toBe(false)
  })
})
