import { describe, expect, test } from 'vitest'
import {
  APPLE_CATEGORIES,
  CATEGORY_NAMES,
  formatCategory,
  parseCategory,
} from '../../src/base/categories.ts'

describe('parseCategory', () => {
  test("knows Apple's 19 categories with their 91 subcategories, and prints them as it reads them", () => {
    expect(Object.keys(APPLE_CATEGORIES)).toHaveLength(19)
    expect(CATEGORY_NAMES).toHaveLength(19 + 91)
    expect(CATEGORY_NAMES.map((name) => formatCategory(parseCategory(name)))).toEqual(
      CATEGORY_NAMES,
    )
  })

  test.each([
    { text: 'Technology', name: 'Technology', subcategory: null },
    {
      text: 'society & culture > documentary',
      name: 'Society & Culture',
      subcategory: 'Documentary',
    },
    { text: '  TV  &  Film>TV Reviews ', name: 'TV & Film', subcategory: 'TV Reviews' },
    {
      text: 'Religion & Spirituality > Religion',
      name: 'Religion & Spirituality',
      subcategory: 'Religion',
    },
  ])('reads "$text"', ({ text, name, subcategory }) => {
    expect(parseCategory(text)).toEqual({ name, subcategory })
  })

  test.each([
    { text: 'Tecnology', meant: 'Technology' },
    { text: 'Tech', meant: 'Technology' },
    { text: 'Documentary', meant: 'Society & Culture > Documentary' },
    { text: 'Society and Culture', meant: 'Society & Culture' },
    { text: 'Society &amp; Culture', meant: 'Society & Culture' },
    { text: 'Society & Culture > Documentaries', meant: 'Society & Culture > Documentary' },
    // Given up by Apple in 2019
    { text: 'Games & Hobbies', meant: 'Leisure' },
    { text: 'Technology > Podcasting', meant: 'Technology' },
    { text: 'science & medicine > natural sciences', meant: 'Science > Natural Sciences' },
    { text: 'Health > Fitness & Nutrition', meant: 'Health & Fitness > Fitness' },
  ])('refuses "$text" and offers "$meant"', ({ text, meant }) => {
    expect(() => parseCategory(text)).toThrow(
      `expected one of Apple's categories, got "${text}"; did you mean "${meant}"?`,
    )
    expect(formatCategory(parseCategory(meant))).toBe(meant)
  })

  test('points to the list where nothing is near', () => {
    expect(() => parseCategory('Zvuk')).toThrow(
      'expected one of Apple\'s categories, got "Zvuk"; see https://podcasters.apple.com/support/1691-apple-podcasts-categories',
    )
  })
})
