import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { text } from '../audio/support/answers.ts'
import { startServer } from '../audio/support/recording-server.ts'
import { silentMp3 } from '../support/silence.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { sidecast } from '../support/program.ts'
import { AGAINST_MISTAKES } from './against-mistakes.ts'
import { findings, runCheck } from './check-files.ts'
import { goodShow, type Files } from './good-show.ts'
import { EVERYTHING, sampleOf } from '../support/extent.ts'

/** The posts of the good show, the oldest first. */
const POSTS = ['2026-05-04-tides.md', '2026-05-11-moon.md', '2026-05-18-wind.md']
/** The good show and its export, from which each test has copies. */
let master: string
beforeAll(async () => {
  master = await mkdtemp(join(tmpdir(), 'sidecast-test-'))
  await addFiles(join(master, 'show'), goodShow())
  const build = ['build', join(master, 'show'), '--out', join(master, 'dist')]
  const { code, stderr } = await sidecast(build)
  if (code !== 0 || stderr !== '') throw new Error(`the build ended with ${code}: ${stderr}`)
  return () => rm(master, { recursive: true })
})

/** The folder of the good show, and that of its export as subscribers have it. */
async function published(): Promise<{ folder: string; out: string; feed: string }> {
  const copy = await makeFolder()
  await cp(master, copy, { recursive: true, preserveTimestamps: true })
  const out = join(copy, 'dist')
  return { folder: join(copy, 'show'), out, feed: await readFile(join(out, 'feed.xml'), 'utf8') }
}

/** Replaces in every post of a show. */
function inPosts(files: Files, from: RegExp, to: string): Files {
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      name,
      typeof content === 'string' && name.endsWith('.md') ? content.replace(from, to) : content,
    ]),
  )
}

describe('check --against', () => {
  test('says of the last export that nothing differs', async () => {
    const { folder, out } = await published()
    const { code, lines } = await runCheck(folder, { against: out })
    expect(code).toBe(0)
    expect(lines.slice(-2)).toEqual([
      'Tides: 3 episodes checked: no problems found.',
      'No guid differs: 3 episodes keep their guids, and nothing is downloaded again.',
    ])
  })

  test.runIf(EVERYTHING)(
    'says so where every recording moved, every title changed and another program made the feed',
    async () => {
      const { folder, feed } = await published()
      const moved = inPosts(goodShow(), /title: The (\w+)/, 'title: A new name for the $1')
      moved['sidecast.yml'] =
        `${String(moved['sidecast.yml'])}audio: { folders: { "https://media.example.net/": . } }\n`
      await addFiles(folder, moved)
      const old = join(folder, 'old.xml')
      await addFiles(folder, {
        'old.xml': feed.replace(/<generator>.*?<\/generator>/, '<generator>Jekyll</generator>'),
      })
      const { code, lines } = await runCheck(folder, { against: old })
      expect(code).toBe(0)
      expect(lines.slice(-4)).toEqual([
        'All 3 recordings moved, from podcast.example.org to media.example.net.',
        'All 3 titles changed.',
        'The feed was made by Jekyll, now by Sidecast.',
        'No guid differs: 3 episodes keep their guids, and nothing is downloaded again.',
      ])
    },
  )

  test('does not take a prefix that counts downloads for another recording', async () => {
    const { folder, feed } = await published()
    await addFiles(folder, { 'old.xml': feed })
    const settings = await readFile(join(folder, 'sidecast.yml'), 'utf8')
    for (const tracking of ['https://op3.dev/e/', 'https://dts.podtrac.com/redirect.mp3/']) {
      await addFiles(folder, { 'sidecast.yml': `${settings}audio: { tracking: ${tracking} }\n` })
      const { code, printed } = await runCheck(folder, { against: join(folder, 'old.xml') })
      expect(code).toBe(0)
      expect(printed).not.toMatch(/Changed|moved/)
      expect(printed).toContain('No guid differs: 3 episodes keep their guids')
    }
  })

  test.runIf(EVERYTHING)(
    'says so where a post was renamed, retitled and redated, with the recording that it had',
    async () => {
      const { folder, feed } = await published()
      await addFiles(folder, {
        'old.xml': feed,
        '2026-05-14-luna.md': String(goodShow()['2026-05-11-moon.md']).replace('The moon', 'Luna'),
      })
      await rm(join(folder, '2026-05-11-moon.md'))
      const out = join(await makeFolder(), 'dist')
      const { code, stderr } = await sidecast(['build', folder, '--out', out])
      expect([code, stderr]).toEqual([0, ''])
      expect(await readFile(join(out, 'feed.xml'), 'utf8')).toContain('Luna')
      const { lines } = await runCheck(folder, { against: join(folder, 'old.xml') })
      expect(lines.slice(-3)).toEqual([
        'Changed: 1',
        '  Luna: title, link, date, picture',
        'No guid differs: 3 episodes keep their guids, and nothing is downloaded again.',
      ])
    },
  )

  test('names what is new, what changed and in what, and what would be downloaded again', async () => {
    const { folder, feed } = await published()
    const { url, close } = await startServer(text('application/rss+xml', feed))
    onTestFinished(close)
    await rm(join(folder, 'sidecast.ledger.json'))
    const files = goodShow()
    await addFiles(folder, {
      '2026-05-04-tides.md': String(files['2026-05-04-tides.md']).replace(
        'title:',
        'guid: mine\ntitle:',
      ),
      '2026-05-11-moon.md': String(files['2026-05-11-moon.md']).replace('The moon', 'Our moon'),
      '2026-05-25-sun.md': String(files['2026-05-18-wind.md']).replaceAll('wind', 'sun'),
      'sun.mp3': silentMp3(1530),
    })
    const { code, printed } = await runCheck(folder, { against: `${url}/feed.xml`, format: 'json' })
    expect(code).toBe(1)
    const { against, findings: found } = JSON.parse(printed) as Record<string, unknown>
    expect(against).toMatchObject({
      new: [{ title: 'The sun' }],
      removed: [],
      changed: [{ title: 'Our moon', fields: ['title'] }],
      downloadedAgain: [{ title: 'The tides', guid: 'mine' }],
      unchanged: 1,
    })
    expect(found).toMatchObject([{ rule: 'against/guid', file: '2026-05-04-tides.md' }])
  })

  test('tells of every episode where all are gone', async () => {
    const { folder, feed } = await published()
    const old = join(folder, 'old.xml')
    await addFiles(folder, { 'old.xml': feed })
    for (const name of POSTS) await rm(join(folder, name))
    await rm(join(folder, 'sidecast.ledger.json'))
    const { code, printed } = await runCheck(folder, { against: old })
    expect(code).toBe(1)
    expect(printed).toContain('it had 3 items, and has none now')
    for (const title of ['The tides', 'The moon', 'The wind']) {
      expect(printed).toMatch(new RegExp(`"${title}" \\(\\S+\\) is no longer in the feed`))
    }
  })

  test.each(
    sampleOf([
      { what: 'the oldest', gone: 0, title: 'The tides' },
      { what: 'one between others', gone: 1, title: 'The moon' },
      { what: 'the newest', gone: 2, title: 'The wind' },
    ]),
  )('tells of an episode that is gone: $what', async ({ gone, title }) => {
    const { folder, feed } = await published()
    await addFiles(folder, { 'old.xml': feed })
    await rm(join(folder, POSTS[gone] ?? ''))
    await rm(join(folder, 'sidecast.ledger.json'))
    const options = { against: join(folder, 'old.xml') }
    expect(await findings(folder, options)).toMatchObject([
      { rule: 'against/removed', message: expect.stringContaining(`"${title}"`) },
    ])
  })

  test.runIf(EVERYTHING)(
    'looks for an episode on the pages of older ones, and pairs it there',
    async () => {
      const { folder, feed } = await published()
      await addFiles(folder, {
        'old.xml': feed,
        'sidecast.yml': `${String(goodShow()['sidecast.yml'])}feed: { episodes: 1 }\n`,
      })
      const options = { against: join(folder, 'old.xml') }
      const { code, lines } = await runCheck(folder, options)
      expect(code).toBe(0)
      expect(lines.at(-1)).toBe(
        'No guid differs: 3 episodes keep their guids, and nothing is downloaded again.',
      )
      await addFiles(folder, { 'old.xml': feed.replaceAll(/(<guid[^>]*>)/g, '$1old-') })
      const found = await findings(folder, options)
      expect(found.map(({ rule }) => rule)).toEqual(POSTS.map(() => 'against/guid'))
      await rm(join(folder, 'sidecast.ledger.json'))
      await rm(join(folder, POSTS[0] ?? ''))
      await addFiles(folder, { 'old.xml': feed })
      expect(await findings(folder, options)).toMatchObject([
        { rule: 'against/removed', message: expect.stringContaining('"The tides"') },
      ])
    },
  )

  test.each([
    { what: 'made room for a newer one', newer: 1, rules: [] },
    { what: 'made room for none', newer: 0, rules: ['against/removed'] },
  ])('knows of the oldest item of a server whether it $what', async ({ newer, rules }) => {
    const { folder, feed } = await published()
    const [wind = '', moon = '', tides = ''] = feed.match(/<item>.*?<\/item>/gs) ?? []
    const star = wind
      .replace(/(<guid[^>]*>)[^<]+/, '$1star')
      .replace(/<pubDate>[^<]+/, '<pubDate>Mon, 25 May 2026 00:00:00 GMT')
      .replaceAll(/wind/gi, 'star')
    const served = [...(newer === 1 ? [star] : []), wind, moon].join('')
    const [head = ''] = feed.split('<item>', 1)
    const answer = text('application/rss+xml', `${head}${served}</channel></rss>`)
    const { url, close } = await startServer(answer)
    onTestFinished(close)
    expect(tides).toContain('The tides')
    await addFiles(folder, { 'old.xml': feed })
    const options = { live: `${url}/feed.xml`, newest: '1', against: join(folder, 'old.xml') }
    const found = (await findings(folder, options)).map(({ rule }) => rule)
    expect(found.filter((rule) => rule === 'against/removed')).toEqual(rules)
  })

  test.each([
    {
      what: 'a path on the same host that the settings list',
      to: '$1podcast.xml"',
      settings: 'feed: { old_paths: [/podcast.xml] }',
      rules: [],
    },
    {
      what: 'a path that they do not list',
      to: '$1podcast.xml"',
      settings: 'feed: { old_paths: [/other.xml] }',
      rules: ['against/address'],
    },
    {
      what: 'another host, where the same path was',
      to: 'href="https://old.example.org/podcast.xml"',
      settings: 'feed: { old_paths: [/podcast.xml] }',
      rules: ['against/address'],
    },
  ])('takes a feed that was at $what: $rules', async ({ to, settings, rules }) => {
    const { folder, feed } = await published()
    const old = feed.replace(/(href="https:\/\/podcast\.example\.org\/)feed\.xml"/, to)
    expect(old).not.toBe(feed)
    await addFiles(folder, {
      'old.xml': old,
      'sidecast.yml': `${String(goodShow()['sidecast.yml'])}${settings}\n`,
    })
    const found = await findings(folder, { against: join(folder, 'old.xml') })
    expect(found.map(({ rule }) => rule)).toEqual(rules)
  })

  test('says nothing of covers that this machine has not drawn', async () => {
    const { folder, out } = await published()
    await rm(join(folder, '.sidecast'), { recursive: true })
    const { code, lines } = await runCheck(folder, { against: out })
    expect([code, lines.slice(-2)]).toEqual([
      0,
      [
        'Tides: 3 episodes checked: no problems found.',
        'No guid differs: 3 episodes keep their guids, and nothing is downloaded again.',
      ],
    ])
  })

  test.runIf(EVERYTHING)(
    'takes the address of a recording for the guid of an episode that had none',
    async () => {
      const { folder, feed } = await published()
      const old = feed.replace(/<guid[^>]*>[^<]+<\/guid>/, '')
      const [, address = ''] = /<enclosure url="([^"]+)"/.exec(old) ?? []
      await addFiles(folder, {
        'old.xml': old,
        '2026-05-18-wind.md': String(goodShow()['2026-05-18-wind.md']).replace(
          'title:',
          `guid: ${address}\ntitle:`,
        ),
      })
      await rm(join(folder, 'sidecast.ledger.json'))
      const found = await findings(folder, { against: join(folder, 'old.xml') })
      expect(found.map(({ rule }) => rule)).toEqual(['episode/guid-recording'])
    },
  )

  test.each(sampleOf(AGAINST_MISTAKES))(
    'finds $name by $rule, and nothing else',
    async ({ rule, before, arrange, besides = [] }) => {
      const { folder, feed } = await published()
      await addFiles(folder, { 'old.xml': before(feed) })
      await arrange?.(folder)
      const found = await findings(folder, { against: join(folder, 'old.xml') })
      const rules = new Set(found.map((finding) => finding.rule))
      expect([...rules].toSorted()).toEqual([rule, ...besides].toSorted())
    },
  )

  test.each(
    sampleOf(
      [
        { hours: -36, rules: [] },
        { hours: 36, rules: [] },
        { hours: -37, rules: ['against/date'] },
        { hours: 37, rules: ['against/date'] },
      ],
      ({ rules }) => rules[0],
    ),
  )('finds a date that moved by $hours hours: $rules', async ({ hours, rules }) => {
    const { folder, feed } = await published()
    const moved = feed.replace(/(?<=<item>.*?<pubDate>)[^<]+/s, (date) =>
      new Date(Date.parse(date) + hours * 3_600_000).toUTCString(),
    )
    expect(moved).not.toBe(feed)
    await addFiles(folder, { 'old.xml': moved })
    const found = await findings(folder, { against: join(folder, 'old.xml') })
    expect(found.map(({ rule }) => rule)).toEqual(rules)
  })

  test('refuses what is no feed', async () => {
    const { folder } = await published()
    const sentence = `--against: "${join(folder, 'cover.jpg')}" is not a feed`
    await expect(runCheck(folder, { against: join(folder, 'cover.jpg') })).rejects.toThrow(sentence)
    await expect(runCheck(folder, { against: folder })).rejects.toThrow(
      `--against: there is no feed in "${folder}"; name its file`,
    )
  })
})
