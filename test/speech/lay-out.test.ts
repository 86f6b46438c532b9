import { describe, expect, test } from 'vitest'
import { cutIntoChunks } from '../../src/speech/chunks.ts'
import { layOut } from '../../src/speech/lay-out.ts'
import { writeScript } from '../../src/speech/script.ts'

const RATE = 1000

/** An article of which every piece takes a second, laid out. */
function layOutArticle(body: string, unit: 'sentence' | 'block' = 'sentence') {
  const script = writeScript('Title', body, { language: 'en' })
  const chunks = cutIntoChunks(script, { unit, most: 1000, voiceOf: () => null })
  const samples = new Int16Array(RATE).fill(9000)
  const speeches = chunks.map((chunk) => {
    const each = 1 / chunk.text.length
    const times = Array.from(
      { length: chunk.text.length },
      (_, index) => [index * each, (index + 1) * each] as const,
    )
    return { chunk, speech: { samples, rate: RATE, times: unit === 'block' ? times : null } }
  })
  return layOut(script, speeches, RATE)
}

describe('layOut', () => {
  test('puts pauses of its own between sentences, blocks and parts', () => {
    const { cues, seconds } = layOutArticle('One. Two.\n\nThree.\n\n---\n\n- Four.\n- Five.')
    const pauses = cues.map(({ start }, index) => start - (cues[index - 1]?.end ?? 0))
    expect(pauses.map((pause) => Number(pause.toFixed(2)))).toEqual([
      0.3, 0.7, 0.35, 0.7, 1.4, 0.35,
    ])
    expect(seconds).toBeCloseTo((cues.at(-1)?.end ?? 0) + 0.7, 3)
  })

  test('takes the times of sentences in a block from its characters', () => {
    const { cues } = layOutArticle('Four. Fourteen.', 'block')
    expect(cues.map(({ text }) => text)).toEqual(['Title', 'Four.', 'Fourteen.'])
    const [, four, fourteen] = cues
    expect((four?.end ?? 0) - (four?.start ?? 0)).toBeCloseTo(5 / 15, 2)
    expect(fourteen?.start).toBeCloseTo((four?.start ?? 0) + 6 / 15, 2)
  })

  test.each([
    ['## A\n\nText.\n\n### B\n\nText.', ['Title', 'A']],
    ['### A\n\nText.\n\n#### B\n\nText.\n\n### C', ['Title', 'A', 'C']],
    ['# A\n\nText.\n\n## B', ['Title', 'A', 'B']],
    ['Text.', []],
  ])('begins the chapters of %j at its highest headings', (body, titles) => {
    expect(layOutArticle(body).chapters.map(({ title }) => title)).toEqual(titles)
  })
})
