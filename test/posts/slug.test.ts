import { describe, expect, test } from 'vitest'
import { parseFileName } from '../../src/posts/file-name.ts'
import { isLanguageCode, parseLanguage } from '../../src/posts/fields/language-tag.ts'
import { toSlug } from '../../src/posts/slug.ts'

describe('toSlug', () => {
  test.each([
    { text: 'tides', slug: 'tides' },
    { text: 'Nauka-O-Mori', slug: 'nauka-o-mori' },
    { text: 'srpen-2025-ebb_flow', slug: 'srpen-2025-ebb_flow' },
    { text: 'sea-news-15-5-2025', slug: 'sea-news-15-5-2025' },
    { text: 'Příliš žluťoučký kůň', slug: 'prilis-zlutoucky-kun' },
    { text: 'rust-1.36.0', slug: 'rust-1-36-0' },
    { text: 'What’s new?', slug: 'whats-new' },
    { text: '  – 42 –  ', slug: '42' },
    { text: '🐟', slug: 'fish' },
  ])('makes "$slug" of "$text"', ({ text, slug }) => {
    expect(toSlug(text)).toBe(slug)
  })

  test.each(['', '.', '..', '/', '???', '\uD800'])('never comes out empty: "%s"', (text) => {
    expect(toSlug(text)).toMatch(/^episode-[0-9a-f]{8}$/)
  })

  test('is bounded, and keeps long texts apart that begin alike', () => {
    const slugs = ['a', 'b'].map((end) => toSlug(`${'long-'.repeat(50)}${end}`))
    expect(slugs.map(({ length }) => length <= 80)).toEqual([true, true])
    expect(slugs[0]).not.toBe(slugs[1])
  })

  test('is the same each time, also when made of a slug', () => {
    const slug = toSlug('Kůň & kráva')
    expect(toSlug(slug)).toBe(slug)
  })
})

describe('parseFileName', () => {
  test.each([
    { file: '_posts/2025/2025-01-29-tides.md', slug: 'tides', day: '2025-01-29' },
    { file: '2025-05-15-sea-news-15-5-2025.md', slug: 'sea-news-15-5-2025', day: '2025-05-15' },
    { file: '2025-1-5-short.md', slug: 'short', day: '2025-01-05' },
    { file: '2025-01-29.md', slug: '2025-01-29', day: '2025-01-29' },
    // A page bundle is named by its folder
    { file: 'content/posts/2025-01-29-tides/index.md', slug: 'tides', day: '2025-01-29' },
    { file: 'content/posts/tides/index.md', slug: 'tides', day: null },
    { file: 'index.md', slug: 'index', day: null },
    // No date, but Jekyll parts it from the slug all the same
    { file: '_posts/0000-00-00-01-introduction.markdown', slug: '01-introduction', day: null },
    { file: '_posts/2025-02-31-never.md', slug: 'never', day: null },
    { file: '2025-03.22-news.md', slug: '2025-03.22-news', day: null },
    { file: 'shows/042 - potluck.md', slug: '042-potluck', day: null },
    { file: 'shows/7 - A  ×  B, C + more.md', slug: '7-A-×-B,-C-+-more', day: null },
    { file: '_posts/2025-08-18-潮汐.md', slug: '潮汐', day: '2025-08-18' },
    { file: 'a/rust-1.36.0.md', slug: 'rust-1.36.0', day: null },
    { file: 'a/ends-with-dots...md', slug: 'ends-with-dots', day: null },
    // Composed, however the disk writes it
    { file: 'a/cafe\u0301.md', slug: 'café', day: null },
  ])('finds slug "$slug" and day $day in $file', ({ file, slug, day }) => {
    expect(parseFileName(file)).toMatchObject({ slug, day })
  })

  test.each([
    { file: 'content/en/posts/tides.md', language: 'en' },
    { file: 'site/content/pt-BR/posts/tides.md', language: 'pt-br' },
    { file: '_posts/en/2024-08-14-tides.md', language: 'en' },
    { file: 'content/posts/tides.de.md', language: 'de' },
    { file: 'posts/tides/index.cs.md', language: 'cs' },
    { file: 'content/posts/tides.md', language: null },
    { file: 'content/xx/tides.md', language: null },
    { file: 'content/posts/en/tides.md', language: null },
    { file: 'posts/en/tides.md', language: null },
    { file: 'content/posts/socket.io.md', language: null },
    { file: 'content/posts/deno.ts.md', language: null },
    { file: '_posts/2024-08-14-intro.de.md', language: null },
  ])('finds language $language in $file', ({ file, language }) => {
    expect(parseFileName(file).language).toBe(language)
  })

  test('takes the language out of the slug', () => {
    expect(parseFileName('content/posts/tides.de.md').slug).toBe('tides')
  })

  test.each([
    { file: 'content/show/_index.md', section: true },
    { file: 'content/show/_index.en.md', section: true },
    { file: 'content/show/index.md', section: false },
  ])('knows that $file is a section page: $section', ({ file, section }) => {
    expect(parseFileName(file).section).toBe(section)
  })
})

describe('parseLanguage', () => {
  test.each([
    { text: 'cs', language: 'cs' },
    { text: 'en_US', language: 'en-us' },
    { text: 'pt-BR', language: 'pt-br' },
    { text: 'en_US.UTF-8', language: 'en-us' },
    { text: 'zh-Hans-CN', language: 'zh-hans-cn' },
  ])('reads "$text" as $language', ({ text, language }) => {
    expect(parseLanguage(text)).toBe(language)
  })

  test.each(['English', 'xx', '', 'e', 'en us'])('refuses "%s"', (text) => {
    expect(() => parseLanguage(text)).toThrow(
      `expected a language tag such as cs or en-us, got "${text}"`,
    )
  })

  test('knows the codes of ISO 639-1 alone', () => {
    expect(['cs', 'EN', 'de-at', 'cz', 'tv', 'eng'].filter(isLanguageCode)).toEqual([
      'cs',
      'EN',
      'de-at',
    ])
  })
})
