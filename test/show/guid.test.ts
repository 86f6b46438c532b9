import { describe, expect, test } from 'vitest'
import { createEpisodeGuid, createShowGuid } from '../../src/show/ledger/identity.ts'

describe('createShowGuid', () => {
  test.each([
    // The two vectors of the podcast namespace's own page on <podcast:guid>
    { url: 'https://podnews.net/rss', guid: '9b024349-ccf0-5f69-a609-6b82873eab3c' },
    {
      url: 'https://mp3s.nashownotes.com/pc20rss.xml',
      guid: '917393e3-1b1e-5cef-ace4-edaa54e1f810',
    },
    // Scheme and trailing slashes do not count
    { url: 'http://podnews.net/rss//', guid: '9b024349-ccf0-5f69-a609-6b82873eab3c' },
  ])('makes $guid of $url', ({ url, guid }) => {
    expect(createShowGuid(url)).toBe(guid)
  })

  test('tells two queries and two letter cases apart', () => {
    const guids = ['https://a.example/f?x=1', 'https://a.example/f?x=2', 'https://a.example/F?x=1']
    expect(new Set(guids.map(createShowGuid)).size).toBe(3)
  })
})

describe('createEpisodeGuid', () => {
  test('is a version 5 UUID that depends on the show and the slug alone', () => {
    const show = createShowGuid('https://podnews.net/rss')
    expect(createEpisodeGuid(show, 'tides')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-/)
    expect(createEpisodeGuid(show, 'tides')).toBe(createEpisodeGuid(show, 'tides'))
    expect(createEpisodeGuid(show, 'moon')).not.toBe(createEpisodeGuid(show, 'tides'))
  })

  test.each([
    // The example of RFC 9562, A.4, in the namespace of names of hosts.
    ['www.example.com', '2ed6657d-e927-568b-95e1-2665a8aea6a2'],
    // As other programs make them.
    ['moře 🌊', 'a9b33c23-035e-5005-b365-f6a1303085ba'],
    ['', '4ebd0208-8328-5d69-8c44-ec50939c0967'],
  ])('of "%s" is that of other programs', (slug, guid) => {
    expect(createEpisodeGuid('6ba7b810-9dad-11d1-80b4-00c04fd430c8', slug)).toBe(guid)
  })
})
