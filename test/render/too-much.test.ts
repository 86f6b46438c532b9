import { describe, expect, test } from 'vitest'
import { LimitError } from '../../src/base/workers.ts'
import { Body } from '../../src/posts/body.ts'
import {
  articlePiece,
  createPreparePieces,
  type PieceWork,
} from '../../src/render/article-pieces.ts'
import { ARTICLE_THREADS } from '../../src/site/article-threads.ts'
import { exampleEpisode, exampleShow } from '../support/example-show.ts'

const TEXT = 'The sea rises *twice* a day.\n\n'.repeat(5_000)
const END = 'The end.'

/** Real threads, which do not take what is more than that. */
function threadsFor(may: (work: PieceWork) => boolean): typeof ARTICLE_THREADS {
  return {
    ...ARTICLE_THREADS,
    run: (given) => {
      // Nothing else is given to them here.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const work = given as PieceWork
      return may(work) ? ARTICLE_THREADS.run(work) : Promise.reject(new LimitError('milliseconds'))
    },
  }
}

async function publish(may: (work: PieceWork) => boolean) {
  const cues = [{ start: 0, end: 4, text: 'The sea rises twice a day.', speaker: null }]
  const episode = { ...exampleEpisode(), body: Body.of(TEXT + END), cues }
  const show = exampleShow()
  const passed: string[] = []
  const prepare = createPreparePieces({
    threads: threadsFor(may),
    passed: ({ file }) => passed.push(file),
  })
  await prepare(show, [{ episode, names: ['page', 'notes', 'text'] }])
  const told = passed.length > 0
  return { told, page: articlePiece('page', show, episode).html }
}

describe('an article', () => {
  test('that takes little goes out as it is meant', async () => {
    const { told, page } = await publish(() => true)
    expect(told).toBe(false)
    expect(page).toContain('<em>twice</em>')
    expect(page).toContain(END)
  })

  test('that takes too much as Markdown goes out as it is written', async () => {
    const { told, page } = await publish(({ episode }) => episode.plain)
    expect(told).toBe(true)
    expect(page).toContain('rises *twice*')
    expect(page).toContain(END)
  })

  test('that takes too much even so goes out with its beginning', async () => {
    const { told, page } = await publish(({ body }) => body.length <= 100_000)
    expect(told).toBe(true)
    expect(page).toContain('rises *twice*')
    expect(page).not.toContain(END)
  })

  test('whose transcript takes too much goes out without the times of its sentences', async () => {
    const { told, page } = await publish(({ episode }) => episode.cues.length === 0)
    expect(told).toBe(true)
    expect(page).toContain('rises *twice*')
  })

  test('that not even begins is a failure', async () => {
    await expect(publish(() => false)).rejects.toThrow('took more time than it may')
  })
})
