import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { words as czech } from '../../src/render/words/words-cs.ts'
import { words as english } from '../../src/render/words/words-en.ts'
import { allWords, count, fill, wordsFor } from '../../src/render/words/words.ts'
import { addFiles, makeFolder } from '../support/folder.ts'

/** Every text of a file of words by its path, e.g. `errors.404.title`. */
function textsOf(words: object, path = ''): Map<string, string> {
  const texts = Object.entries(words).map(([key, value]: [string, unknown]) => {
    const place = path === '' ? key : `${path}.${key}`
    return value !== null && typeof value === 'object'
      ? [...textsOf(value, place)]
      : [[place, String(value)] as const]
  })
  return new Map(texts.flat())
}

function placeholdersOf(text: string | undefined): string[] {
  return [...(text ?? '').matchAll(/\{\w+\}/g)].map(([placeholder]) => placeholder).toSorted()
}

describe('a file of words', () => {
  const plural = /^episode(Count|sFound)\./
  const places = [...textsOf(english).keys()].filter((place) => !plural.test(place))

  test.each(allWords())(
    'has every text in $language, with the same placeholders as in English',
    (words) => {
      const [own, template] = [textsOf(words), textsOf(english)]
      const faults = places.filter(
        (place) =>
          (own.get(place) ?? '').trim() === '' ||
          placeholdersOf(own.get(place)).join() !== placeholdersOf(template.get(place)).join(),
      )
      expect(faults).toEqual([])
    },
  )

  test.each(allWords())('has every plural form that $language asks for', (words) => {
    const categories = new Intl.PluralRules(words.language).resolvedOptions().pluralCategories
    for (const forms of [words.episodeCount, words.episodesFound]) {
      expect(Object.keys(forms).toSorted()).toEqual(categories.toSorted())
    }
  })
})

/** The words of a label without their ends: of a language without spaces, its pairs of signs. */
function stemsOf(label: string): string[] {
  const words = [...label.toLowerCase().matchAll(/\p{L}{2,}/gu)].map(([word]) => word)
  return words.flatMap((word) =>
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word)
      ? Array.from({ length: word.length - 1 }, (_, index) => word.slice(index, index + 2))
      : word.slice(0, 4),
  )
}

test.each(allWords())(
  'following the show and reading along have no word in common in $language',
  ({ follow, readAlong }) => {
    const stems = stemsOf(follow)
    expect(stems).not.toEqual([])
    expect(stemsOf(readAlong).filter((stem) => stems.includes(stem))).toEqual([])
  },
)

describe('wordsFor', () => {
  test.each([
    { language: 'cs', words: 'cs' },
    { language: 'cs-cz', words: 'cs' },
    { language: 'EN-us', words: 'en' },
    { language: 'pt-BR', words: 'pt' },
    { language: 'zh-Hant-TW', words: 'zh' },
    { language: 'fa', words: 'en' },
    { language: 'csb', words: 'en' },
    { language: '', words: 'en' },
    { language: '__proto__', words: 'en' },
  ])('speaks $words for a show in "$language"', ({ language, words }) => {
    expect(wordsFor(language).language).toBe(words)
  })
})

test('a further language is one more file of words', async () => {
  const folder = await makeFolder()
  const source = join(import.meta.dirname, '../../src/render/words')
  for (const file of ['words.ts', 'words-en.ts', 'words-cs.ts']) {
    await copyFile(join(source, file), join(folder, file))
  }
  await addFiles(folder, {
    'words-de.ts': `import { words as english } from './words-en.ts'
export const words = { ...english, language: 'de', play: 'Abspielen' }
`,
  })
  const copy: typeof import('../../src/render/words/words.ts') = await import(
    pathToFileURL(join(folder, 'words.ts')).href
  )
  expect(copy.wordsFor('de-AT').play).toBe('Abspielen')
  expect(copy.allWords().map(({ language }) => language)).toEqual(['cs', 'de', 'en'])
})

describe('count', () => {
  test.each([
    { words: english, number: 0, text: '0 episodes' },
    { words: english, number: 1, text: '1 episode' },
    { words: english, number: 500, text: '500 episodes' },
    { words: czech, number: 0, text: '0 epizod' },
    { words: czech, number: 1, text: '1 epizoda' },
    { words: czech, number: 4, text: '4 epizody' },
    { words: czech, number: 5, text: '5 epizod' },
    { words: czech, number: 22, text: '22 epizod' },
  ])('says "$text"', ({ words, number, text }) => {
    expect(count(words, words.episodeCount, number)).toBe(text)
  })
})

test('fill leaves alone what it was given no value for, and values as they are', () => {
  expect(fill('{a} of {b}, {a}', { a: '$&{b}' })).toBe('$&{b} of {b}, $&{b}')
})
