import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ALL_RULES } from '../../src/check/all-rules.ts'
import { createSite } from '../../src/site/create-site.ts'
import { readPublicFiles } from '../../src/site/public-files.ts'
import { fieldsOf } from '../../src/site/response-headers.ts'
import { exampleEpisode, examplePart, exampleShow } from '../support/example-show.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { sidecast } from '../support/program.ts'
import { line } from '../stats/logs.ts'
import { silentMp3 } from '../support/silence.ts'
import { postText, smallBlog } from '../support/small-blog.ts'
import { CHAPTERS, REFERENCE_FOLDER, withReference } from '../tools/reference.ts'
import { PAGES, ROOT, tableOf } from './pages.ts'

const REFERENCE = PAGES.filter(({ file }) => file.startsWith(REFERENCE_FOLDER))

describe('the reference', () => {
  test.each(REFERENCE)(
    '$file is what the program says (npm run reference writes it)',
    ({ text }) => {
      expect(text).toBe(withReference(text))
    },
  )

  test.each(Object.keys(CHAPTERS))('has "%s" in one place', (name) => {
    expect(REFERENCE.filter(({ text }) => text.includes(`<!-- ${name} -->\n`))).toHaveLength(1)
  })

  test('explains every rule that comes from nowhere else', () => {
    const own = Object.values(ALL_RULES)
      .map(({ source }) => source.url)
      .filter((url) => !url.startsWith('https://'))
    expect(own.length).toBeGreaterThan(0)
    expect(own.filter((url) => !PAGES.some(({ file }) => file === url))).toEqual([])
  })
})

describe('the reference of addresses', async () => {
  const publicFiles = await readPublicFiles(join(ROOT, 'public'))
  const page = '/episodes/priliv/'
  const transcript = (ending: string, type: string) => ({
    url: `https://podcast.example.org${page}transcript.${ending}`,
    path: `${page}transcript.${ending}`,
    file: null,
    type,
    language: 'cs',
    rel: null,
    cues: [],
  })
  const full = exampleEpisode({
    transcripts: [
      transcript('vtt', 'text/vtt'),
      transcript('srt', 'application/x-subrip'),
      transcript('json', 'application/json'),
      transcript('html', 'text/html'),
      transcript('txt', 'text/plain'),
    ],
    cues: [{ start: 0, end: 2, speaker: null, text: 'The tide' }],
  })
  const others = Array.from({ length: 60 }, (_, index) => exampleEpisode({ slug: `dil-${index}` }))
  const { site, problems } = createSite(
    exampleShow({
      episodes: [full, ...others],
      parts: [examplePart({ episodes: others })],
      feed: { episodes: 10, oldPaths: ['/old.xml'] },
    }),
    { publicFiles, previous: null, now: new Date(), modified: new Date() },
  )
  const rows = tableOf('urls.md', 'urls').map(([path = '', , type = '', kept = '']) => ({
    path,
    type,
    kept,
    pattern: new RegExp(
      `^${path.replaceAll('.', '\\.').replaceAll('<n>', '\\d+').replaceAll(/<\w+>/g, '[\\w .-]+')}$`,
    ),
  }))
  const KEPT: Readonly<Record<string, number>> = {
    'a minute': 60,
    'an hour': 3600,
    'a year': 365 * 24 * 3600,
  }

  test('knows every address of a show, with its type and for how long it is kept', () => {
    expect(problems).toEqual([])
    const wrong = [...site].filter(([path, { type, role }]) => {
      const age = Number(/max-age=(\d+)/.exec(fieldsOf(role)['Cache-Control'] ?? '')?.[1])
      return !rows.some(
        (row) =>
          (row.pattern.test(path) || (path === '/old.xml' && row.path === '/feed.xml')) &&
          (row.type === 'by the file' || type.split(';')[0] === row.type) &&
          KEPT[row.kept] === age,
      )
    })
    expect(wrong.map(([path, { type, role }]) => `${path} ${type} ${role}`)).toEqual([])
  })

  test.each(rows)('has $path in a show', ({ pattern }) => {
    expect([...site.keys()].some((path) => pattern.test(path))).toBe(true)
  })
})

/** The paths of all that a JSON value holds, in the form of the reference. */
function pathsIn(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsIn(item, `${path}[]`))
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, inner]) =>
    pathsIn(inner, path === '' ? key : `${path}.${key}`),
  )
}

/** An episode that a feed had and that is no more. */
const GONE = `<item><title>Stars</title><guid>stars</guid><link>https://old.example.org/stars</link>
<pubDate>Mon, 05 Jan 2015 08:00:00 GMT</pubDate>
<enclosure url="https://old.example.org/stars.mp3" length="1000" type="audio/mpeg"/></item>`

/** The paths of all that a command prints as JSON, sorted. */
async function printed(args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await sidecast(args)
  const paths = pathsIn(JSON.parse(stdout)).filter((path) => !path.startsWith('scheduled'))
  return [...new Set(paths)].toSorted()
}

/** The same as the reference has them. */
function documented(marker: string): readonly string[] {
  return tableOf('json.md', marker)
    .map(([path = '']) => path)
    .toSorted()
}

/** A show in which nothing is missing that the commands print. */
async function fullFolder(): Promise<string> {
  const blog = smallBlog()
  return makeFolder({
    ...blog,
    'sidecast.yml': `${String(blog['sidecast.yml'])}feeds: category\nbase_url: https://podcast.example.org\n`,
    '2026-05-18-sun.md': postText('Sun', 'sun.mp3', [
      'chapters: ["0:00 Dawn", "0:01 Noon"]',
      'categories: [Sky]',
      'season: spring',
    ]),
    'sun.mp3': silentMp3(200),
  })
}

describe('the reference of JSON output', () => {
  test('is what list prints', async () => {
    const args = ['list', await fullFolder(), '--json', '--offline']
    expect(await printed(args)).toEqual(documented('list'))
  })

  test('is what probe prints', async () => {
    const file = join(ROOT, 'episodes/2026-03-16-what-the-ear-cannot-skip.mp3')
    const cut = join(await makeFolder({ 'cut.mp3': silentMp3(20).subarray(0, -9) }), 'cut.mp3')
    expect(await printed(['probe', file, cut, '--json'])).toEqual(documented('probe'))
  })

  test('is what stats prints', async () => {
    const folder = await fullFolder()
    const log = join(folder, 'access.log')
    const lines = [
      line({ more: ' "CZ"', path: '/audio/sun.mp3' }),
      line({ by: 'curl/8.5.0', path: '/audio/sun.mp3' }),
      line({ path: '/audio/stars.mp3' }),
    ]
    await addFiles(folder, { 'access.log': lines.join('\n') })
    expect(await printed(['stats', log, '--folder', folder, '--format', 'json'])).toEqual(
      documented('stats'),
    )
  })

  test('is what check prints', async () => {
    const folder = await fullFolder()
    const out = join(await makeFolder(), 'out')
    await sidecast(['build', folder, '--out', out, '--keep-going'])
    const before = readFileSync(join(out, 'feed.xml'), 'utf8')
      .replace(/<item>(?:(?!<\/item>)[^])*sun\.mp3[^]*?<\/item>/, GONE)
      .replace(/(<title>(?:<!\[CDATA\[)?)Moon/, '$1Full moon')
      .replace(/(<guid[^>]*>)[^<]+(<\/guid>(?:(?!<\/item>)[^])*tides\.mp3)/, '$1changed$2')
    const settings = readFileSync(join(folder, 'sidecast.yml'), 'utf8')
    // So that a directory has something to refuse
    const anonymous = settings.replace('author: Ann Reader\n', '')
    await addFiles(folder, { 'before.xml': before, 'sidecast.yml': anonymous })
    const args = ['check', folder, '--format', 'json', '--against', join(folder, 'before.xml')]
    expect(await printed(args)).toEqual(documented('check'))
  })
})
