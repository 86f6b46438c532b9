import { describe, expect, test } from 'vitest'
import { problem } from '../../src/base/problem.ts'
import type { RuleId } from '../../src/base/rules.ts'
import { byCause, lineOfCause, type Told } from '../../src/base/told-once.ts'

/** The lines in which all is told. */
function linesOf(told: readonly Told[]): string[] {
  return byCause(told).map((cause) => {
    const { start, message, end } = lineOfCause(cause)
    return `${start}${message}${end}`
  })
}

/** One rule broken in files that are called by a number each. */
function brokenIn(
  count: number,
  message: (index: number) => string,
  {
    name = (index: number) => `post-${index}.md`,
    rule = 'recording/odd',
  }: {
    readonly name?: (index: number) => string
    readonly rule?: RuleId
  } = {},
): Told[] {
  return Array.from({ length: count }, (_, index) =>
    problem(rule, { file: name(index), line: index + 3, field: 'audio' }, message(index)),
  )
}

describe('one cause is one line', () => {
  test('with the number of posts and an example', () => {
    const told = brokenIn(37, (index) => `the size of "a-${index}.mp3" is not known; go online`)
    expect(linesOf(told)).toEqual([
      '37 posts, e.g. post-0.md:3 audio: the size of "a-0.mp3" is not known; go online',
    ])
  })

  test('with every place while they are few', () => {
    expect(linesOf(brokenIn(1, () => 'no'))).toEqual(['post-0.md:3 audio: no'])
    expect(linesOf(brokenIn(3, () => 'no'))).toEqual([
      '3 posts, e.g. post-0.md:3 audio: no (also post-1.md:4, post-2.md:5)',
    ])
    expect(byCause(brokenIn(4, () => 'no')).map((cause) => lineOfCause(cause).isShort)).toEqual([
      false,
    ])
    expect(byCause(brokenIn(5, () => 'no')).map((cause) => lineOfCause(cause).isShort)).toEqual([
      true,
    ])
  })

  test.each([
    ['numbers and times', (index: number) => `it ends at ${index}:0${index}, after ${index} s`],
    ['paths without quotes', (index: number) => `there is nothing at ../a/b-${'x'.repeat(index)}`],
    [
      'names of posts',
      (index: number) => `"a" is taken by ${'b'.repeat(index + 1)}.md, so it is not`,
    ],
    [
      'quotes inside of values',
      (index: number) => `got ${JSON.stringify(`a "${index}" b`)}; mend it`,
    ],
  ])('whichever %s stand in its sentence', (_what, message) => {
    expect(linesOf(brokenIn(9, message))).toHaveLength(1)
  })

  test('but hosts, rules and sentences that differ are causes of their own', () => {
    expect(
      linesOf([
        ...brokenIn(2, () => '"http://a/x" cannot be fetched: a.example refuses it'),
        ...brokenIn(2, () => '"http://b/x" cannot be fetched: b.example refuses it'),
        ...brokenIn(2, () => 'no', { rule: 'recording/type' }),
        ...brokenIn(2, () => 'no'),
      ]),
    ).toHaveLength(4)
  })

  test('that counts places where one file has several, and what is no post', () => {
    expect(linesOf(brokenIn(6, () => 'no', { name: () => 'tides.md' }))).toEqual([
      '6 places in one post, e.g. tides.md:3 audio: no',
    ])
    expect(
      linesOf(brokenIn(5, () => 'no', { name: (index) => `${index % 2}.chapters.json` })),
    ).toEqual(['5 places in 2 files, e.g. 0.chapters.json:3 audio: no'])
    const told = brokenIn(2, () => 'no').map((each, index) => ({
      ...each,
      file: null,
      url: `https://a.example/${index}`,
    }))
    expect(linesOf(told)).toEqual([
      '2 files, e.g. https://a.example/0:3 audio: no (also https://a.example/1:4)',
    ])
  })

  test('takes hostile sentences in their stride', () => {
    const started = performance.now()
    byCause(
      brokenIn(3, () => `"${'a.'.repeat(50_000)} ${'/'.repeat(50_000)} ${'"\\'.repeat(50_000)}`),
    )
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
