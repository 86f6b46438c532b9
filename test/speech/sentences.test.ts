import { describe, expect, test } from 'vitest'
import { splitSentences } from '../../src/speech/sentences.ts'
import { CZECH_SENTENCES, ENGLISH_SENTENCES } from './torture.ts'

function textsOf(text: string, language: string): string[] {
  return splitSentences(text, language).map((sentence) => sentence.text)
}

describe('splitSentences', () => {
  test('is tried with sixty sentences and more of each language', () => {
    expect(CZECH_SENTENCES.flat().length).toBeGreaterThanOrEqual(60)
    expect(ENGLISH_SENTENCES.flat().length).toBeGreaterThanOrEqual(60)
  })

  test.each(CZECH_SENTENCES.map((sentences) => ({ sentences })))(
    'finds the Czech $sentences',
    ({ sentences }) => {
      expect(textsOf(sentences.join(' '), 'cs')).toEqual(sentences)
    },
  )

  test.each(ENGLISH_SENTENCES.map((sentences) => ({ sentences })))(
    'finds the English $sentences',
    ({ sentences }) => {
      expect(textsOf(sentences.join(' '), 'en-US')).toEqual(sentences)
    },
  )

  test('says where each sentence is', () => {
    const text = '  Jeden.  Dva! '
    expect(splitSentences(text, 'cs')).toEqual([
      { text: 'Jeden.', start: 2, end: 8 },
      { text: 'Dva!', start: 10, end: 14 },
    ])
  })

  test.each([
    ['de', ['Das ist z. B. Dr. Maier.', 'Er wohnt in Nr. 5.']],
    ['sk', ['Povedal to napr. Ing. Kováč.', 'Pozri str. 5.']],
    ['ja', ['これはペンです。', 'それは本です。']],
    ['tlh', ['One.', 'Two.']],
  ])('joins what the words of "%s" join', (language, sentences) => {
    const gap = language === 'ja' ? '' : ' '
    expect(textsOf(sentences.join(gap), language)).toEqual(sentences)
  })
})
