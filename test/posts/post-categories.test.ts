import { describe, expect, test } from 'vitest'
import { PLAIN_RULES, postOf } from './plain-rules.ts'

function categoriesOf(file: string, lines: string, jekyllPlace: string | null): readonly string[] {
  const text = `---\ntitle: A\ndate: 2026-01-02\naudio: a.mp3\n${lines}\n---\n`
  return postOf(file, text, { ...PLAIN_RULES, jekyllPlace }).categories
}

describe('the categories of a post of Jekyll', () => {
  test.each([
    { lines: 'categories: jekyll update', expected: ['jekyll', 'update'] },
    { lines: 'tags: a b  c', expected: ['a', 'b', 'c'] },
    { lines: 'categories: sea\ntags: moon sun', expected: ['sea', 'moon', 'sun'] },
    { lines: 'category: jekyll update', expected: ['jekyll update'] },
    { lines: 'tag: blue moon', expected: ['blue moon'] },
    { lines: 'categories: [jekyll update, sea]', expected: ['jekyll update', 'sea'] },
    { lines: 'categories:\n  - blue moon', expected: ['blue moon'] },
    { lines: 'tags: blue moon, high tide', expected: ['blue moon', 'high tide'] },
    { lines: 'keywords: blue moon', expected: ['blue moon'] },
    { lines: 'Tags: "blue moon"', expected: ['blue', 'moon'] },
  ])('$lines', ({ lines, expected }) => {
    expect(categoriesOf('_posts/2026-01-02-a.md', lines, '')).toEqual(expected)
  })

  test.each([
    { file: 'sea/_posts/2026-01-02-a.md', place: '', expected: ['sea', 'x'] },
    { file: 'sea/moon/_posts/2026-01-02-a.md', place: '', expected: ['sea', 'moon', 'x'] },
    { file: '2026-01-02-a.md', place: 'sea/_posts', expected: ['sea', 'x'] },
    { file: '_posts/sea/2026-01-02-a.md', place: '', expected: ['x'] },
    { file: 'sea/2026-01-02-a.md', place: '', expected: ['x'] },
    { file: 'x/_posts/2026-01-02-a.md', place: '', expected: ['x'] },
  ])('$file in $place: folders above _posts', ({ file, place, expected }) => {
    expect(categoriesOf(file, 'categories: x', place)).toEqual(expected)
  })

  test.each(['categories: jekyll update', 'tags: jekyll update'])(
    'elsewhere %s is one, and folders are none',
    (lines) => {
      expect(categoriesOf('sea/_posts/2026-01-02-a.md', lines, null)).toEqual(['jekyll update'])
    },
  )
})
