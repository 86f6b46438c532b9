import { describe, expect, test } from 'vitest'
import { didYouMean, nearest } from '../../src/base/suggest.ts'

const NAMES = ['base_url', 'category', 'description', 'image', 'title', 'type']

describe('nearest', () => {
  test.each([
    { word: 'titel', meant: 'title' },
    { word: 'catgory', meant: 'category' },
    { word: 'Category', meant: 'category' },
    { word: 'baseUrl', meant: 'base_url' },
    { word: 'base-url', meant: 'base_url' },
    { word: 'imagee', meant: 'image' },
    { word: 'desc', meant: 'description' },
  ])('takes "$word" for "$meant"', ({ word, meant }) => {
    expect(nearest(word, NAMES)).toBe(meant)
  })

  test.each(['colour', 'x', '', '--', 'tile shop', 'a'.repeat(100_000)])(
    'offers nothing for a word that is near to none, case %#',
    (word) => {
      expect(nearest(word, NAMES)).toBeNull()
    },
  )

  test('prefers the candidate with the fewest slips, and the first of equals', () => {
    expect(nearest('posts', ['ports', 'post', 'posts'])).toBe('posts')
    expect(nearest('tost', ['post', 'test'])).toBe('post')
  })
})

describe('didYouMean', () => {
  test('ends a sentence with the candidate, or not at all', () => {
    expect(didYouMean('titel', NAMES)).toBe('; did you mean "title"?')
    expect(didYouMean('colour', NAMES)).toBe('')
  })
})
