import { describe, expect, test } from 'vitest'
import { splitSentences } from './sentences.ts'

describe('splitSentences', () => {
  test.each([
    {
      language: 'cs',
      sentences: [
        'Vyjeli 28. ledna 2025 v 9.30 hod. a dojeli v noci.',
        'Platí to např. pro čl. 4 na str. 17, jak píše Ing. Novotná, Ph.D., na téže straně.',
        'V 19. století vládl Karel I.',
        'Po něm vládl V. Novák z téže vesnice.',
        '„Kdy to vyjde?“ zeptal se tiše.',
        'A co Node.js 24.1?',
        'Opravdu?!',
        'Ano… možná.',
      ],
    },
    {
      language: 'en',
      sentences: [
        'On Jan. 28 Dr. Smith of Apple Inc. arrived at 5 p.m. on foot.',
        '"When?" he asked.',
        'See e.g. fig. 4, i.e. the last one.',
        'J. K. Jerome wrote it, not Mr. Brown.',
        'Wait... what?!',
        'Yes.',
      ],
    },
  ])('finds the sentences of $language prose', ({ language, sentences }) => {
    expect(splitSentences(sentences.join(' '), language)).toEqual(sentences)
  })
})
