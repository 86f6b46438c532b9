import { describe, expect, test } from 'vitest'
import { EMPTY_LEDGER } from '../../src/show/ledger/ledger.ts'
import { lostFeeds, nextFeeds } from '../../src/show/ledger/went-out.ts'
import { exampleShow } from '../support/example-show.ts'

function at(path: string, oldPaths: readonly string[] = []) {
  return { ...exampleShow(), parts: [], feed: { ...exampleShow().feed, path, oldPaths } }
}

describe('the feeds in the ledger', () => {
  const before = { ...EMPTY_LEDGER, feeds: nextFeeds(at('/old.xml'), EMPTY_LEDGER) }
  const after = { ...EMPTY_LEDGER, feeds: nextFeeds(at('/new.xml'), before) }

  test('keep every path at which the feed of all was, each once', () => {
    expect(after.feeds.map(({ path }) => path)).toEqual(['/old.xml', '/new.xml'])
    expect(nextFeeds(at('/new.xml'), after)).toEqual(after.feeds)
  })

  test('are told of where they have left a path that leads nowhere now', () => {
    expect(lostFeeds(at('/new.xml'), after).map(({ message }) => message)).toEqual([
      'the feed was at /old.xml, which no longer exists, so its subscribers get no more episodes; write feed: { old_paths: [/old.xml] } to give them the feed of the show',
    ])
    expect(lostFeeds(at('/new.xml', ['/old.xml']), after)).toEqual([])
  })
})
