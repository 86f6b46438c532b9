import { parseXml, XmlElement } from '@rgrove/parse-xml'
import { describe, expect, test } from 'vitest'

import { FIELD_NAMES } from '../../src/posts/conventions.ts'
import { CHANNEL_ROWS } from '../../src/render/feed/feed-channel.ts'
import { ITEM_ROWS } from '../../src/render/feed/feed-item.ts'
import { renderFeed } from '../../src/render/feed/feed.ts'
import { isSettingName, SETTING_NAMES } from '../../src/settings/settings-table.ts'
import type { Show } from '../../src/show/show.ts'
import { exampleEpisode, exampleShow } from '../support/example-show.ts'

/** Between them they have every element that a feed can have. */
const SHOWS: readonly Show[] = [
  exampleShow({
    hubs: ['https://hub.example.org/'],
    complete: true,
    payments: exampleEpisode().payments,
    episodes: [exampleEpisode({ episodeType: 'trailer', blocked: true, authors: ['Ada Reed'] })],
  }),
  exampleShow({
    feed: { newUrl: 'https://new.example.org/feed.xml', episodes: 1 },
    episodes: Array.from({ length: 5 }, (_, index) =>
      exampleEpisode({ guid: String(index), slug: `a${index}` }),
    ),
  }),
]

function elementsOf(show: Show, place: 'channel' | 'item'): readonly string[] {
  const [channel] = inside(parseXml(renderFeed(show)).root)
  const elements = channel === undefined ? [] : inside(channel)
  const items = elements.filter(({ name }) => name === 'item')
  const found = place === 'item' ? items.flatMap(inside) : elements
  return found.filter(({ name }) => name !== 'item').map(nameOf)
}

function inside(parent: XmlElement | null): readonly XmlElement[] {
  return (parent?.children ?? []).filter((child) => child instanceof XmlElement)
}

function nameOf({ name, attributes }: XmlElement): string {
  return name === 'atom:link' ? `${name} rel=${attributes['rel']}` : name
}

/** Pages of older episodes, which the first page does not show. */
const ELSEWHERE = ['fh:archive', 'atom:link rel=current', 'atom:link rel=next-archive']

describe.each([
  { place: 'channel', rows: CHANNEL_ROWS },
  { place: 'item', rows: ITEM_ROWS },
] as const)('the table of the elements of a $place', ({ place, rows }) => {
  const names = rows.map(({ element }) => element)

  test('has every element that goes out, once', () => {
    expect(new Set(names).size).toBe(names.length)
    const written = SHOWS.flatMap((show) => elementsOf(show, place))
    expect([...new Set(written)].filter((name) => !names.includes(name))).toEqual([])
  })

  test('has no element that never goes out', () => {
    const written = new Set(SHOWS.flatMap((show) => elementsOf(show, place)))
    const missing = names.filter((name) => !written.has(name) && !ELSEWHERE.includes(name))
    expect(missing).toEqual([])
  })

  test('knows only settings and fields that there are, and says where each element comes from', () => {
    for (const { element, settings = [], fields = [], found } of rows) {
      expect({
        element,
        unknown: settings.filter((name) => !isSettingName(name)),
      }).toEqual({ element, unknown: [] })
      expect(fields.filter((name) => !FIELD_NAMES.includes(name))).toEqual([])
      expect(settings.length + fields.length > 0 || found !== undefined).toBe(true)
    }
  })
})

/** What decides how the show is read or reached, and goes into no element by itself. */
const NOT_WRITTEN: readonly string[] = [
  'artwork.make',
  'artwork.draw',
  'artwork.colours',
  'feeds',
  'shows',
  ...SETTING_NAMES.filter((name) => name.startsWith('narration.')),
  'audio.max_seconds',
  'audio.max_megabytes',
  'audio.beside',
  'audio.private_networks',
  'audio.align',
  'outside',
  'fields',
  'posts',
  'outside',
  'publish.to',
  'publish.endpoint',
  'publish.region',
  'publish.path_style',
  'publish.acl',
  'announce.serve',
  'follow',
]

test('every setting and every field that can be written is named by an element', () => {
  const rows = [...CHANNEL_ROWS, ...ITEM_ROWS]
  const settings = new Set<string>(rows.flatMap((row) => row.settings ?? []))
  expect(
    SETTING_NAMES.filter((name) => !settings.has(name) && !NOT_WRITTEN.includes(name)),
  ).toEqual([])
  const fields = new Set<string>(rows.flatMap((row) => row.fields ?? []))
  expect(FIELD_NAMES.filter((name) => !fields.has(name))).toEqual([
    'slug',
    'expires',
    'series',
    'language',
  ])
})
