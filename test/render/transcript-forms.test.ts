import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Cue } from '../../src/posts/timed-text/cue.ts'
import { toLine } from '../../src/posts/article/plain-text.ts'
import { parseTimedText } from '../../src/posts/timed-text/timed-text.ts'
import { renderJsonTranscript, renderSrt } from '../../src/render/transcript.ts'
import { renderVtt } from '../../src/posts/timed-text/render-vtt.ts'

const CUES: readonly Cue[] = [
  { start: 0.305, end: 1.605, speaker: null, text: 'Tabulka pro moře & vítr' },
  {
    start: 2.305,
    end: 14.5,
    speaker: 'Anna <Říhová>',
    text: 'Příliv přijde, kdy chce: <b>dvakrát</b> denně, a kdo na něj čeká, ten si může číst třeba o měsíci --> a o slunci.',
  },
  { start: 15, end: 16, speaker: 'Anna <Říhová>', text: 'Proč?' },
  {
    start: 16,
    end: 3661.25,
    speaker: 'Tom',
    text: '潮汐表提前几个月就印好了海水将在某个星期二上升到港口墙壁的什么位置。',
  },
  { start: 3661.25, end: 3661.3, speaker: null, text: 'A'.repeat(100) },
]

test.each([
  { name: 'vtt', render: renderVtt },
  { name: 'srt', render: renderSrt },
  { name: 'json', render: renderJsonTranscript },
])('cues are written as $name', async ({ name, render }) => {
  await expect(render(CUES)).toMatchFileSnapshot(`golden/transcript.${name}`)
})

const word = fc.stringMatching(/^[a-zá-ž0-9&<>"'.,:;!?–]{1,12}$/u)
const text = fc.array(word, { minLength: 1, maxLength: 40 }).map((words) => words.join(' '))
const speaker = fc.option(fc.constantFrom('Anna', 'Jan Novák', 'R&D <team>'), { nil: null })
const cues: fc.Arbitrary<readonly Cue[]> = fc
  .array(
    fc.record({
      gap: fc.nat(5000),
      milliseconds: fc.integer({ min: 1, max: 20_000 }),
      text,
      speaker,
    }),
    {
      minLength: 1,
      maxLength: 30,
    },
  )
  .map((parts) => {
    let clock = 0
    return parts.map((part) => {
      const start = clock + part.gap
      clock = start + part.milliseconds
      return { start: start / 1000, end: clock / 1000, speaker: part.speaker, text: part.text }
    })
  })

function wordsOf(list: readonly Cue[]): string {
  return list.map((cue) => cue.text.replaceAll(' ', '')).join('')
}

describe('cues that were written and read again', () => {
  test.each([
    { type: 'text/vtt', render: renderVtt },
    { type: 'application/json', render: renderJsonTranscript },
  ])('are the same in $type', ({ type, render }) => {
    fc.assert(
      fc.property(cues, (written) => {
        const read = parseTimedText(render(written), type)
        expect(read).toEqual({ cues: written, standard: true })
      }),
    )
  })

  test('say the same at the same time in SRT, in short lines', () => {
    fc.assert(
      fc.property(cues, (named) => {
        const written = named.map((cue) => ({
          ...cue,
          speaker: null,
          text: toLine(cue.text.replaceAll(/[<>-]/g, '')) || 'x',
        }))
        const srt = renderSrt(written)
        const read = parseTimedText(srt, 'application/x-subrip')
        expect(read.standard).toBe(true)
        expect(wordsOf(read.cues)).toBe(wordsOf(written))
        for (const { start, end } of written) {
          expect(read.cues.some((cue) => cue.start === start)).toBe(true)
          expect(read.cues.some((cue) => cue.end === end)).toBe(true)
        }
        expect(read.cues.every((cue) => cue.start < cue.end)).toBe(true)
      }),
    )
  })
})

test('a subtitle has at most two lines of at most 32 characters wherever its time allows it', () => {
  const blocks = renderSrt(CUES.slice(0, 4)).trim().split('\n\n')
  const lines = blocks.map((block) => block.split('\n').slice(2))
  expect(lines.filter((each) => each.length > 2)).toEqual([])
  expect(lines.flat().filter((line) => line.length > 32)).toEqual([])
})
