import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { renderFeed } from '../../src/render/feed/feed.ts'
import type { Episode } from '../../src/show/episode.ts'
import type { Show } from '../../src/show/show.ts'
import { exampleEpisode, exampleShow } from '../support/example-show.ts'
import { median } from './run.ts'

/**
 * `npm run bench` prints, besides, how long it takes to write a feed of 1,000 episodes that have
 * every element: at first, and after one of them was edited. Articles are turned into notes before,
 * which is another matter; the machine should be quiet.
 */
const EPISODES = 1000
const RUNS = 7

function makeEpisodes(): readonly Episode[] {
  return Array.from({ length: EPISODES }, (_, index) =>
    exampleEpisode({
      slug: `priliv-${index}`,
      guid: `priliv-${index}`,
      // Words that no other episode has, so that gzip finds no more than it would
      summary: ['sha512', 'sha384', 'sha256'].map((name) => wordsOf(name, index)).join(' '),
      published: new Date(Date.UTC(2020, 0, 1 + index)),
    }),
  )
}

function wordsOf(hash: string, index: number): string {
  return createHash(hash).update(String(index)).digest('hex')
}

function showOf(episodes: readonly Episode[], notes: Show['feed']['notes']): Show {
  return exampleShow({ episodes, feed: { episodes: EPISODES, notes } })
}

function timed(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

/** Every episode new each time, so that nothing is known of it. */
function cold(notes: Show['feed']['notes']): number {
  return median(
    Array.from({ length: RUNS }, () => {
      const show = showOf(makeEpisodes(), notes)
      return timed(() => renderFeed(show))
    }),
  )
}

function afterEdit(notes: Show['feed']['notes']): number {
  const episodes = makeEpisodes()
  renderFeed(showOf(episodes, notes))
  return median(
    Array.from({ length: RUNS }, (_, run) => {
      const edited = exampleEpisode({ slug: 'priliv-0', guid: 'priliv-0', title: `Edit ${run}` })
      const show = showOf(episodes.with(0, edited), notes)
      return timed(() => renderFeed(show))
    }),
  )
}

const bytes = gzipSync(renderFeed(showOf(makeEpisodes(), 'summary'))).length
console.log(`1,000 episodes with every element, medians of ${RUNS} runs`)
console.log(`feed with summaries, first time    ${cold('summary').toFixed(0)} ms`)
console.log(`feed with summaries, after an edit ${afterEdit('summary').toFixed(0)} ms`)
console.log(`feed with articles, after an edit  ${afterEdit('full').toFixed(0)} ms`)
console.log(`feed with summaries, gzipped       ${(bytes / 1_000_000).toFixed(2)} MB`)
