import { describe, expect, test } from 'vitest'
import { isPrivate, showForListener } from '../../src/show/private-show.ts'
import type { NamedShow, Show } from '../../src/show/show.ts'
import { exampleEpisode, examplePart, exampleShow } from '../support/example-show.ts'

const BASE = 'https://podcast.example.org/'
const MINE = `${BASE}private/key/`

/** A show in its folder, as a network has it. */
function named(name: string, overrides: Partial<Show> = {}): NamedShow {
  const baseUrl = `${BASE}${name}/`
  const episode = exampleEpisode()
  const audio = { ...episode.audio, url: `${baseUrl}audio/priliv.mp3` }
  const show = exampleShow({ baseUrl, episodes: [{ ...episode, audio }], ...overrides })
  return { name, path: `/${name}/`, oldFeeds: ['/old.xml'], show }
}

/** What apps and the ledger know a show and its episodes by. */
function kept({ guid, episodes }: Show) {
  return [guid, episodes.map(({ guid: id, link, audio }) => [id, link, audio.hash])]
}

describe('showForListener', () => {
  test('moves what is served here below the token, and nothing else', () => {
    const link = `${BASE}episodes/priliv/`
    const addresses = new Map([
      ['tides.md', link],
      ['/about/', `${BASE}about/`],
    ])
    const show = showForListener(
      exampleShow({ episodes: [exampleEpisode({ link, addresses })] }),
      'key',
    )
    const [episode] = show.episodes
    expect(show.baseUrl).toBe(MINE)
    expect(show.image?.url).toBe(`${MINE}artwork/cover-0a1b2c3d.jpg`)
    expect(episode?.audio.url).toBe(`${MINE}audio/priliv.mp3`)
    expect(episode?.link).toBe(`${MINE}episodes/priliv/`)
    expect(episode?.transcripts.map(({ url }) => url)).toEqual([
      `${MINE}episodes/priliv/transcript.vtt`,
      'https://www.example.org/texts/priliv.html',
    ])
    expect(episode?.alternates[0]?.url).toBe('https://www.example.org/audio/priliv.ogg')
    expect(episode?.artwork?.url).toBe('https://www.example.org/assets/zatoka.jpg')
    // A page that is not of this site may lie below its address
    expect([...(episode?.addresses.values() ?? [])]).toEqual([
      `${MINE}episodes/priliv/`,
      `${BASE}about/`,
    ])
  })

  test('leaves the link to an article on the blog, the guids and the hashes', () => {
    const before = exampleShow()
    const after = showForListener(before, 'key')
    expect(kept(after)).toEqual(kept(before))
  })

  test('has one episode in the show and in its parts', () => {
    const episode = exampleEpisode()
    const parts = [examplePart({ episodes: [episode] })]
    const show = showForListener(exampleShow({ episodes: [episode], parts }), 'key')
    expect(show.parts[0]?.episodes[0]).toBe(show.episodes[0])
  })

  test('moves each of several shows with its folder', () => {
    const shows = [named('travel'), named('talks')]
    const network = showForListener(exampleShow({ episodes: [], shows }), 'key')
    expect(network.shows.map(({ path, oldFeeds, show }) => [path, oldFeeds, show.baseUrl])).toEqual(
      [
        ['/travel/', [], `${MINE}travel/`],
        ['/talks/', [], `${MINE}talks/`],
      ],
    )
    expect(network.shows[1]?.show.episodes[0]?.audio.url).toBe(`${MINE}talks/audio/priliv.mp3`)
  })
})

test.each([
  { show: exampleShow(), is: false },
  { show: exampleShow({ private: true }), is: true },
  { show: exampleShow({ shows: [named('a'), named('b')] }), is: false },
  { show: exampleShow({ shows: [named('a'), named('b', { private: true })] }), is: true },
])('isPrivate is $is of one show or of any of several', ({ show, is }) => {
  expect(isPrivate(show)).toBe(is)
})
