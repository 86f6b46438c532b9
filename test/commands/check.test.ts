import { formatLines } from '../../src/base/terminal.ts'
import { describe, expect, test } from 'vitest'
import { formatAnnotation, formatFindings } from '../../src/check/format-findings.ts'
import { findingOf } from '../../src/check/rule.ts'
import { problem } from '../../src/base/problem.ts'
import { findings, runCheck } from '../check/check-files.ts'
import { goodShow } from '../check/good-show.ts'
import { sampleOf } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { sidecast } from '../support/program.ts'

const MOON = '2026-05-11-moon.md'

/** The good show with an error, two warnings of one rule and a piece of advice. */
async function badFolder(): Promise<string> {
  const files = goodShow()
  files[MOON] = String(files[MOON])
    .replace('audio: moon.mp3', 'audio: mon.mp3')
    .replace('title: The moon', 'title: "The moon, 100 %: up, down"')
  files['2026-05-18-wind.md'] =
    `${String(files['2026-05-18-wind.md']).replace('title: The', 'title: "#12 The').replace('wind\n', 'wind"\n')}\n![](https://www.example.org/wind.png)\n`
  files['2026-05-04-tides.md'] = String(files['2026-05-04-tides.md']).replace(
    'title: The tides',
    'title: "#11 The tides"',
  )
  return makeFolder(files)
}

/** A post whose recording is not there. */
function goneOf(index: number): [string, string] {
  return [
    `2026-04-${String(index + 1).padStart(2, '0')}-gone-${index}.md`,
    `---\ntitle: Gone ${index}\naudio: gone-${index}.mp3\n---\n\nText.\n`,
  ]
}

describe('check', () => {
  test('tells the worst first, by rule and place, each rule with its fix, and counts', async () => {
    const { code, lines, told } = await runCheck(await badFolder())
    expect(code).toBe(1)
    expect(lines.join('\n')).toBe(`✗ 1 error

  2026-05-11-moon.md:3 audio: no file "mon.mp3" beside the post; there is "moon.mp3"
    → add the file, or correct its name  [recording/missing]

! 2 warnings

  2 posts, e.g. 2026-05-04-tides.md:2 title: "#11" is a number; apps show numbers themselves (also 2026-05-18-wind.md:2)
    → write episode: 12, and only the words in the title  [episode/title-number]

· 1 piece of advice

  2026-05-18-wind.md:8: an image has no alternative text
    → describe the image in a few words: ![a tide table](…)  [writing/alt]

Tides: 2 episodes checked: 1 error, 2 warnings, 1 piece of advice.`)
    expect(told).toBe('To explain a rule: npm run -s sidecast -- check --explain RULE')
  })

  test.each([
    { posts: 4, more: false },
    { posts: 11, more: true },
  ])('tells one cause of $posts posts once, and where all places are', async ({ posts, more }) => {
    const gone = Object.fromEntries(Array.from({ length: posts }, (_, index) => goneOf(index)))
    const folder = await makeFolder({ ...goodShow(), ...gone })
    const { printed, told } = await runCheck(folder)
    expect(printed.match(/no file "gone-\d+\.mp3"/g)).toHaveLength(1)
    expect(printed).toContain(`✗ ${posts} errors`)
    expect(printed).toContain(`  ${posts} posts, e.g. 2026-04-01-gone-0.md:3 audio: no file`)
    expect(told.includes('To list every problem')).toBe(more)
    const places = (await findings(folder)).filter(({ rule }) => rule === 'recording/missing')
    expect(places).toHaveLength(posts)
  })

  test('looks at the pictures of a folder that was never served or built', async () => {
    const folder = await makeFolder({
      ...goodShow(),
      'cover.jpg': '<!doctype html><title>404</title>',
    })
    expect((await findings(folder)).map(({ rule }) => rule)).toContain('artwork/unreadable')
  })

  test('ends with 0 where nothing is an error, and with 2 where it is asked wrongly', async () => {
    expect((await runCheck(await makeFolder(goodShow()))).code).toBe(0)
    const wrong = [
      ['--format', 'xml'],
      ['--live', 'feed.xml'],
      ['--live', 'http://127.0.0.1:1/', '--newest', 'all'],
      ['--explain', 'recording/shrt'],
    ]
    for (const options of sampleOf(wrong)) {
      const { code, stderr } = await sidecast(['check', await makeFolder(goodShow()), ...options])
      expect(code).toBe(2)
      expect(stderr).toMatch(/^sidecast: --/)
    }
  })

  test('prints one JSON value with every finding, its source and its fix', async () => {
    const { code, stdout } = await sidecast(['check', await badFolder(), '--format', 'json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ against: null })
    const found = await findings(await badFolder())
    expect(found.find(({ line }) => line === 2)).toEqual({
      severity: 'warning',
      rule: 'episode/title-number',
      file: expect.stringMatching(/^2026-05-/),
      line: 2,
      field: 'title',
      url: null,
      message: expect.stringContaining('is a number; apps show numbers themselves'),
      fix: 'write episode: 12, and only the words in the title',
      source: {
        url: 'https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification',
        words: 'numbers have elements of their own and do not belong in the title',
      },
    })
  })

  test('prints annotations for GitHub, which stand in the way of no text', () => {
    const place = { file: 'a, b: 100%.md', line: 3, field: 'date' }
    const finding = findingOf(problem('post/date', place, 'expected\na date: 5 %, got none'))
    expect(formatAnnotation(finding, 'blog')).toBe(
      '::error file=blog/a%2C b%3A 100%25.md,line=3,title=post/date::date: expected%0Aa date: 5 %25, got none%0Awrite date: 2025-01-29 in the front matter, or start the file name with the date',
    )
    expect(
      formatAnnotation({ ...finding, severity: 'advice', file: null, line: null }, ''),
    ).toMatch(/^::notice title=post\/date::date: /)
  })

  test('colours for terminals only', () => {
    const finding = findingOf(problem('post/date-doubtful', { file: 'a.md', line: 3 }, 'no'))
    expect(formatLines(formatFindings([finding]))).not.toContain('\u001B')
    expect(formatLines(formatFindings([finding]), true)).toContain('\u001B[33m')
  })

  test('explains a rule, and suggests the right name', async () => {
    const { code, stdout } = await sidecast(['check', '--explain', 'item/length'])
    expect(code).toBe(0)
    expect(stdout).toBe(`item/length (error): the size of a recording is not given in bytes
  What to do: write the size of the file in bytes.
  Why:        length is the size of the enclosure in bytes
              https://www.rssboard.org/rss-specification
`)
    const { stderr } = await sidecast(['check', '--explain', 'item/lenght'])
    expect(stderr).toBe(
      'sidecast: --explain: there is no rule "item/lenght"; did you mean "item/length"?\n',
    )
  })
})

test.each([
  { flags: ['--newest', '0'], told: ['--newest'] },
  { flags: ['--all'], told: ['--all'] },
  { flags: ['--newest', '3', '--all'], told: ['--newest', '--all'] },
  { flags: [], told: [] },
])('check $flags of a folder says what does nothing there', async ({ flags, told }) => {
  const { stderr } = await sidecast(['check', await makeFolder(goodShow()), ...flags])
  const lines = stderr.split('\n').filter((line) => line.includes('does nothing'))
  expect(lines).toEqual(
    told.map(
      (flag) => `! ${flag} does nothing without --live: of a folder, every episode is checked`,
    ),
  )
})
