import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as serve from '../../src/commands/serve.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { runAt } from '../support/in-process.ts'
import { sidecast, until } from '../support/program.ts'
import { freePort } from '../support/free-port.ts'
import { servedTitles, titlesOf } from '../support/served-titles.ts'
import { postText, smallBlog } from '../support/small-blog.ts'
import { buildAt } from '../support/numbered-blog.ts'

const LEDGER = 'sidecast.ledger.json'
const TIDES = '2026-05-04-tides.md'
const TODAY = '2026-06-01T12:00:00Z'
/** What a board without a battery for its clock believes at each start. */
const LONG_AGO = '1990-01-01T00:00:00Z'

/** A blog under an address of its own, so that what goes out is no preview. */
async function makeBlog(): Promise<string> {
  const files = smallBlog()
  return makeFolder({
    ...files,
    'sidecast.yml': `${String(files['sidecast.yml'])}base_url: https://podcast.example.org\n`,
  })
}

async function built(hour: string, folder: string, options = {}) {
  const { code, output, feed: written } = await buildAt(hour, folder, options)
  const feed = written ?? ''
  return { code, output, feed, titles: titlesOf(feed) }
}

const ledgerOf = (folder: string): Promise<string> => readFile(join(folder, LEDGER), 'utf8')

describe('what went out stays', () => {
  test('in the feed that is built, whatever the clock says, byte for byte', async () => {
    const folder = await makeBlog()
    const before = await built(TODAY, folder)
    const ledger = await ledgerOf(folder)
    const after = await built(LONG_AGO, folder)
    expect(after.titles).toEqual(['Moon', 'Tides'])
    expect(after.feed).toBe(before.feed)
    expect(await ledgerOf(folder)).toBe(ledger)
    expect(after.code).toBe(0)
    expect(after.output).toMatch(
      /! sidecast\.ledger\.json: the clock of this computer says 1990-01-01, but "\w+" of 2026-\S+ was already published; episodes that subscribers have stay, and all others wait for their date; correct the clock of this machine, or the date/,
    )
    expect(before.output).not.toContain('the clock of this computer')
  })

  test('in the feed that is served, whatever the clock says', async () => {
    const folder = await makeBlog()
    await built(TODAY, folder)
    const port = await freePort()
    const { output } = runAt(LONG_AGO, serve, folder, { host: '127.0.0.1', port })
    const told = await until(
      async () => output(),
      (text) => text.includes('Ctrl+C'),
    )
    expect(await servedTitles(port)).toEqual(['Moon', 'Tides'])
    expect(told).toContain('the clock of this computer says 1990')
  })

  test('also where its guid was adopted from another feed', async () => {
    const folder = await makeBlog()
    const { feed } = await built(TODAY, folder)
    await writeFile(join(folder, LEDGER), '{"version":1,"episodes":[]}')
    await addFiles(folder, { 'old.xml': feed.replaceAll(/(<guid[^>]*>)/g, '$1old-') })
    expect((await sidecast(['adopt', join(folder, 'old.xml'), folder])).code).toBe(0)
    const after = await built(LONG_AGO, folder)
    expect(after.titles).toEqual(['Moon', 'Tides'])
    expect(after.feed.match(/>old-/g)).toHaveLength(2)
  })

  test('when its author moves it to a later day, and that is told at each build', async () => {
    const folder = await makeBlog()
    await built(TODAY, folder)
    await addFiles(folder, {
      [TIDES]: postText('Tides', 'tides.mp3', ['date: 2026-07-01']),
    })
    for (const hour of [TODAY, '2026-06-02T12:00:00Z']) {
      const { code, titles, output } = await built(hour, folder)
      expect([code, titles.toSorted()]).toEqual([0, ['Moon', 'Tides']])
      expect(output).toContain(
        `! ${TIDES}:4 date: 2026-07-01T00:00:00.000Z is in the future, but subscribers have this episode, so it stays in the feed`,
      )
      expect(output).not.toContain('the clock of this computer')
    }
    const later = await built('2026-07-02T12:00:00Z', folder)
    expect(later.output).not.toContain('still to come')
  })
})

describe('what did not go out waits for its hour', () => {
  test.each([TODAY, LONG_AGO])('a new post of a later day, at %s', async (hour) => {
    const folder = await makeBlog()
    await built(TODAY, folder)
    await addFiles(folder, { '2026-06-15-sun.md': postText('Sun', 'moon.mp3') })
    const { titles } = await built(hour, folder)
    expect(titles).toEqual(['Moon', 'Tides'])
  })

  test.each([
    { hour: '2060-01-01T00:00:00Z', isTold: true },
    { hour: '2027-06-05T00:00:00Z', isTold: true },
    { hour: '2026-06-15T08:00:00Z', isTold: false },
    { hour: '2027-05-01T00:00:00Z', isTold: false },
  ])('a scheduled post until its day; a clock that is ahead is told: $hour', async (row) => {
    const folder = await makeBlog()
    await addFiles(folder, { '2026-06-15-sun.md': postText('Sun', 'moon.mp3') })
    expect((await built(TODAY, folder)).titles).toEqual(['Moon', 'Tides'])
    const { titles, output } = await built(row.hour, folder)
    expect(titles).toEqual(['Sun', 'Moon', 'Tides'])
    const sentence = `the clock of this computer says ${row.hour.slice(0, 10)}, more than a year after anything was published here, so "Sun" of 2026-06-15T`
    expect(output.includes(sentence)).toBe(row.isTold)
    // What went out stays, and only once is it told.
    const back = await built('2026-06-02T12:00:00Z', folder)
    expect(back.titles).toEqual(['Sun', 'Moon', 'Tides'])
  })

  test('a post of an old day that is added after a year, without doubts about the clock', async () => {
    const folder = await makeBlog()
    await built(TODAY, folder)
    await addFiles(folder, {
      '2026-02-01-old.md': postText('Old', 'moon.mp3'),
      '2028-05-30-new.md': postText('New', 'moon.mp3'),
    })
    const { titles, output } = await built('2028-06-01T12:00:00Z', folder)
    expect(titles).toEqual(['New', 'Moon', 'Tides', 'Old'])
    expect(output).not.toContain('the clock of this computer')
  })

  test('a post that was only seen on this machine, once it is moved to a later day', async () => {
    const folder = await makeFolder(smallBlog())
    expect((await built(TODAY, folder)).titles).toEqual(['Moon', 'Tides'])
    await addFiles(folder, { [TIDES]: postText('Tides', 'tides.mp3', ['date: 2026-07-01']) })
    expect((await built(TODAY, folder)).titles).toEqual(['Moon'])
  })

  test('a post that was taken out of the feed before it comes back with a later day', async () => {
    const folder = await makeBlog()
    await built(TODAY, folder)
    await addFiles(folder, { [TIDES]: postText('Tides', 'tides.mp3', ['draft: true']) })
    expect((await built(TODAY, folder, { allowRemoval: true })).titles).toEqual(['Moon'])
    await addFiles(folder, { [TIDES]: postText('Tides', 'tides.mp3', ['date: 2026-07-01']) })
    expect((await built(TODAY, folder)).titles).toEqual(['Moon'])
    expect((await built('2026-07-02T12:00:00Z', folder)).titles).toEqual(['Tides', 'Moon'])
  })
})
