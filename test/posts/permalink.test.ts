import { describe, expect, test } from 'vitest'
import { parseFileName } from '../../src/posts/file-name.ts'
import { formatPermalink, permalinkOf } from '../../src/posts/permalink.ts'
import type { PermalinkParts } from '../../src/posts/permalink-variables.ts'
import { PLAIN_RULES, postOf } from './plain-rules.ts'

const JEKYLL: PermalinkParts = {
  generator: 'jekyll',
  // A Sunday, and in Prague another day, month and year than in UTC
  published: new Date('2016-12-31T23:05:09Z'),
  timezone: 'Europe/Prague',
  title: 'Ebb & Flow: the Moon’s Work',
  slug: null,
  fileName: parseFileName('_posts/2017-01-01-Ebb_and.flow (část 1).md'),
  path: '_posts/2017-01-01-Ebb_and.flow (část 1)',
  below: '_posts/2017-01-01-Ebb_and.flow (část 1)',
  values: {},
  categories: ['Umělá inteligence', 'C#', 'c#'],
}

const HUGO: PermalinkParts = {
  ...JEKYLL,
  generator: 'hugo',
  fileName: parseFileName('content/en/posts/sea/tides/Ebb_and.flow.md'),
}

describe('formatPermalink', () => {
  // https://jekyllrb.com/docs/permalinks/#placeholders
  test.each([
    { variable: ':year', text: '2017' },
    { variable: ':short_year', text: '17' },
    { variable: ':month', text: '01' },
    { variable: ':i_month', text: '1' },
    { variable: ':short_month', text: 'Jan' },
    { variable: ':long_month', text: 'January' },
    { variable: ':day', text: '01' },
    { variable: ':i_day', text: '1' },
    { variable: ':y_day', text: '001' },
    { variable: ':w_year', text: '2016' },
    { variable: ':week', text: '52' },
    { variable: ':w_day', text: '7' },
    { variable: ':short_day', text: 'Sun' },
    { variable: ':long_day', text: 'Sunday' },
    { variable: ':hour', text: '00' },
    { variable: ':minute', text: '05' },
    { variable: ':second', text: '09' },
    { variable: ':title', text: 'Ebb_and.flow-(část-1)' },
    { variable: ':slug', text: 'ebb-and-flow-část-1' },
    { variable: ':name', text: '2017-01-01-ebb-and-flow-část-1' },
    { variable: ':categories', text: 'umělá inteligence/c%23' },
    { variable: ':slugified_categories', text: 'umělá-inteligence/c' },
    { variable: ':collection', text: 'posts' },
    { variable: ':title:output_ext', text: 'Ebb_and.flow-(část-1).html' },
    { variable: ':year_:month', text: '2017_01' },
  ])('writes Jekyll’s $variable as $text', ({ variable, text }) => {
    expect(formatPermalink(`/a/${variable}/`, JEKYLL)).toBe(`/a/${text}/`)
  })

  // https://jekyllrb.com/docs/permalinks/#built-in-formats
  test.each([
    { style: 'date', path: '/sea/2017/01/01/tides.html' },
    { style: 'pretty', path: '/sea/2017/01/01/tides/' },
    { style: 'ordinal', path: '/sea/2017/001/tides.html' },
    { style: 'weekdate', path: '/sea/2017/W52/Sun/tides.html' },
    { style: 'none', path: '/sea/tides.html' },
  ])('knows Jekyll’s style $style', ({ style, path }) => {
    expect(formatPermalink(style, { ...JEKYLL, slug: 'tides', categories: ['Sea'] })).toBe(path)
  })

  // https://gohugo.io/configuration/permalinks/#tokens
  test.each([
    { variable: ':year', text: '2017' },
    { variable: ':month', text: '01' },
    { variable: ':monthname', text: 'January' },
    { variable: ':day', text: '01' },
    { variable: ':weekday', text: '0' },
    { variable: ':weekdayname', text: 'Sunday' },
    { variable: ':yearday', text: '1' },
    { variable: ':section', text: 'posts' },
    { variable: ':sections', text: 'posts/sea/tides' },
    { variable: ':sections[1:]', text: 'sea/tides' },
    { variable: ':sections[:last]', text: 'posts/sea' },
    { variable: ':sections[last]', text: 'tides' },
    { variable: ':sections[1:2]', text: 'sea' },
    { variable: ':sections[0]', text: 'posts' },
    { variable: ':title', text: 'ebb-flow-the-moons-work' },
    { variable: ':slug', text: 'ebb-flow-the-moons-work' },
    { variable: ':filename', text: 'Ebb_and.flow' },
    { variable: ':contentbasename', text: 'Ebb_and.flow' },
    { variable: ':slugorfilename', text: 'Ebb_and.flow' },
    { variable: ':slugorcontentbasename', text: 'Ebb_and.flow' },
    { variable: ':2006/:1/:2', text: '2017/1/1' },
    { variable: ':06-:01-:02', text: '17-01-01' },
  ])('writes Hugo’s $variable as $text', ({ variable, text }) => {
    expect(formatPermalink(`/a/${variable}/`, HUGO)).toBe(`/a/${text}/`)
  })

  test.each([':slug', ':slugorfilename', ':slugorcontentbasename'])(
    'prefers the front matter’s slug for Hugo’s %s',
    (variable) => {
      expect(formatPermalink(variable, { ...HUGO, slug: 'Low Tide' })).toBe('/Low-Tide/')
    },
  )

  test('takes what follows the date in a file name for Hugo’s slug', () => {
    const fileName = parseFileName('content/posts/2017-01-01-tides.md')
    expect(formatPermalink('/:slug/', { ...HUGO, fileName })).toBe('/tides/')
  })

  test.each([
    { pattern: '//:categories//x', parts: { ...JEKYLL, categories: [] }, path: '/x' },
    { pattern: 'item/:title', parts: { ...JEKYLL, slug: 'tides' }, path: '/item/tides' },
    { pattern: '/a/../:title/./', parts: { ...JEKYLL, slug: 'tides' }, path: '/a/tides/' },
    { pattern: '/:title/', parts: { ...JEKYLL, slug: '..' }, path: '/' },
    { pattern: '/item/:slug', parts: { ...HUGO, slug: 'tides' }, path: '/item/tides/' },
    { pattern: '/item/:slug.html', parts: { ...HUGO, slug: 'tides' }, path: '/item/tides.html' },
    { pattern: '/:slug/', parts: { ...HUGO, slug: 'c#-a?b' }, path: '/c%23-ab/' },
  ])('cleans $pattern up to $path', ({ pattern, parts, path }) => {
    expect(formatPermalink(pattern, parts)).toBe(path)
  })

  test.each([':topic', ':sectionslug', ':titel', ':sections[x]'])('refuses %s', (variable) => {
    expect(() => formatPermalink(`/a/${variable}/`, JEKYLL)).toThrow(
      `expected Jekyll's or Hugo's variables such as :year, :title or :slug, got "${variable}" in "/a/${variable}/"`,
    )
  })
})

/** The address of a post with this front matter. */
function address(file: string, keys: string, permalinks: Parameters<typeof permalinkOf>[1]) {
  const text = `---\naudio_url: /tides.mp3\ntitle: Low Tide\ndate: 2025-01-29\n${keys}\n---\n`
  const rules = { ...PLAIN_RULES, timezone: 'Europe/Prague' }
  return permalinkOf(postOf(file, text, rules), permalinks, rules.timezone)
}

describe('permalinkOf', () => {
  const rules = {
    default: '/item/:title/',
    sections: { posts: '/p/:slug/', 'posts/news': '/news/:slug/', episodes: '/episode/:title' },
  }
  const none = { default: null, sections: {} }

  test.each([
    // The post's own address goes first
    { file: '_posts/2025-01-29-tides.md', keys: 'permalink: /en/tides/', path: '/en/tides/' },
    { file: 'content/posts/tides.md', keys: 'permalink: en/tides', path: '/en/tides' },
    {
      file: '_posts/2025-01-29-tides.md',
      keys: 'permalink: /x/:year/:title/',
      path: '/x/2025/tides/',
    },
    { file: '_posts/2025-01-29-tides.md', keys: 'permalink: /a:b/', path: '/a:b/' },
    { file: 'content/posts/tides.md', keys: 'url: /at/the/sea/', path: '/at/the/sea/' },
    { file: 'content/posts/tides.md', keys: 'url: sub/rel', path: '/sub/rel' },
    { file: 'content/posts/tides.md', keys: 'url: example.org/x', path: '/p/low-tide/' },
    {
      file: 'a.md',
      keys: 'permalink: https://example.org/tides',
      path: 'https://example.org/tides',
    },
    // Then the rule of the section or collection
    { file: '_posts/2025-01-29-tides.md', keys: '', path: '/p/tides/' },
    { file: 'content/posts/tides.md', keys: 'slug: ebb', path: '/p/ebb/' },
    { file: 'content/posts/2025-01-29-tides.md', keys: '', path: '/p/tides/' },
    { file: 'content/posts/tides.md', keys: '', path: '/p/low-tide/' },
    { file: 'content/posts/tides.md', keys: 'slug: tides', path: '/p/tides/' },
    { file: 'content/posts/news/tides.md', keys: 'slug: ebb', path: '/news/ebb/' },
    { file: 'content/en/posts/tides.md', keys: 'slug: ebb', path: '/en/p/ebb/' },
    { file: '_episodes/sea/2025-01-29-tides.md', keys: '', path: '/episode/tides' },
    // Then the default; of that, a collection of Jekyll's has only the end
    { file: 'content/sea/tides.md', keys: '', path: '/item/low-tide/' },
    { file: 'notes/2025-01-29-tides.md', keys: '', path: '/item/tides/' },
    { file: '_talks/sea/tides.md', keys: '', path: '/talks/sea/tides/' },
    // Letters stay as they are
    { file: '_posts/2025-01-29-konec_č.md', keys: 'slug: Příliv', path: '/p/příliv/' },
    { file: 'notes/Konec_č.md', keys: '', path: '/item/Konec_č/' },
  ])('of $file with "$keys" is $path', ({ file, keys, path }) => {
    expect(address(file, keys, rules)).toBe(path)
  })

  test('is null where no rule is known', () => {
    expect(address('content/posts/tides.md', '', none)).toBeNull()
  })

  test('counts the day in the blog’s zone, where UTC still has the day before', () => {
    const daily = { default: '/:year/:month/:day/', sections: {} }
    expect(address('notes/2025-01-29-tides.md', '', daily)).toBe('/2025/01/29/')
  })

  test.each([
    { keys: 'categories: [Sea, Moon]', path: '/science/sea/moon/tides.html' },
    { keys: 'categories: Sea Moon', path: '/science/sea/moon/tides.html' },
    { keys: 'category: Sea Moon', path: '/science/sea moon/tides.html' },
    { keys: 'tags: [Sea]', path: '/science/tides.html' },
  ])('reads "$keys" as Jekyll does', ({ keys, path }) => {
    const jekyll = { default: 'none', sections: {} }
    expect(address('science/_posts/2025-01-29-tides.md', keys, jekyll)).toBe(path)
  })

  test('is in lower case where the blog writes paths so', () => {
    const slug = 'slug: Low_Tide'
    const file = 'content/posts/tides.md'
    expect(address(file, slug, rules)).toBe('/p/Low_Tide/')
    expect(address(file, slug, { ...rules, lowerCase: true })).toBe('/p/low_tide/')
  })

  test('has no language before the path for the blog’s main one', () => {
    const czech = { ...rules, defaultLanguage: 'cs' }
    expect(address('content/cs/posts/tides.md', 'slug: ebb', czech)).toBe('/p/ebb/')
    expect(address('content/en/posts/tides.md', 'slug: ebb', czech)).toBe('/en/p/ebb/')
  })

  test.each([
    { file: 'content/posts/tides.md', keys: 'slug: ebb', path: '/cs/p/ebb/' },
    { file: 'content/posts/tides.cs.md', keys: 'slug: ebb', path: '/cs/p/ebb/' },
    { file: 'content/cs/posts/tides.md', keys: 'slug: ebb', path: '/cs/p/ebb/' },
    { file: 'content/en/posts/tides.md', keys: 'slug: ebb', path: '/en/p/ebb/' },
    { file: 'content/posts/tides.md', keys: 'url: /at/the/sea/', path: '/at/the/sea/' },
    { file: 'content/posts/tides.md', keys: 'url: at/the/sea/', path: '/cs/at/the/sea/' },
    { file: '_posts/2025-01-29-tides.md', keys: '', path: '/p/tides/' },
  ])('has the main language before the path of $file too where the blog writes it', (each) => {
    const czech = { ...rules, defaultLanguage: 'cs', defaultLanguageInFolder: true }
    expect(address(each.file, each.keys, czech)).toBe(each.path)
  })

  // https://gohugo.io/configuration/front-matter/#dates
  const byPlace = {
    default: '/:sections/:slugorcontentbasename/',
    sections: { item: '/item/:slug/' },
  }
  const DATED_FILE = 'content/posts/2024-03-05-first.md'
  const DATED_ITEM = 'content/item/2024-03-05-first.md'
  test.each([
    { datedNames: 'none', file: DATED_FILE, path: '/posts/2024-03-05-first/' },
    { datedNames: 'none', file: DATED_ITEM, path: '/item/low-tide/' },
    { datedNames: 'undated', file: DATED_FILE, path: '/posts/2024-03-05-first/' },
    { datedNames: 'undated', file: DATED_ITEM, path: '/item/low-tide/' },
    { datedNames: 'all', file: DATED_FILE, path: '/posts/first/' },
    { datedNames: 'all', file: DATED_ITEM, path: '/item/first/' },
  ] as const)('of $file where names date $datedNames is $path', ({ datedNames, file, path }) => {
    expect(address(file, '', { ...byPlace, datedNames })).toBe(path)
  })

  test('is made of the rest of a dated name for a post that Hugo dates by it', () => {
    const post = postOf(DATED_FILE, '---\naudio_url: /a.mp3\ntitle: Low Tide\n---\n', PLAIN_RULES)
    const permalinks = { ...byPlace, datedNames: 'undated' } as const
    expect(permalinkOf(post, permalinks, 'UTC')).toBe('/posts/first/')
  })

  test('throws on a rule that cannot be kept', () => {
    expect(() => address('a.md', '', { default: '/:topic/', sections: {} })).toThrow(RangeError)
  })
})
